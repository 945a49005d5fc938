import { useMutation } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { toApiError } from '#/api/api-error.ts';
import { download } from '#/api/rest.ts';
import { Button } from '#/components/ui/button.tsx';
import { toast } from '#/components/ui/toaster.tsx';
import { exportPath, type CallsSearch } from './calls-search.ts';

/** Saves all calls that match, not only the page that is shown. */
export function ExportCallsButton({ search, total }: { search: CallsSearch; total: number }) {
  const save = useMutation({
    mutationFn: () => download(exportPath(search), 'calls.csv'),
    onSuccess: () => toast.success(total === 1 ? 'One call was exported.' : `${total} calls were exported.`),
    onError: (error) => toast.error(toApiError(error).message),
  });
  return (
    <Button loading={save.isPending} disabled={total === 0} onClick={() => save.mutate()}>
      <Download />
      Export CSV
    </Button>
  );
}
