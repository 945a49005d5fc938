import { useMutation } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { toApiError } from '#/api/api-error.ts';
import { download } from '#/api/rest.ts';
import { Button } from '#/components/ui/button.tsx';
import { useConfirm } from '#/components/ui/confirm-dialog.tsx';
import { toast } from '#/components/ui/toaster.tsx';
import { exportPath, type CallsSearch } from './calls-search.ts';

/** Saves all calls that match, not only the page that is shown. */
export function ExportCallsButton({ search, disabled }: { search: CallsSearch; disabled: boolean }) {
  const confirm = useConfirm();
  const save = useMutation({
    mutationFn: () => download(exportPath(search), 'calls.csv'),
    onSuccess: () => toast.success('The calls were exported.'),
    onError: (error) => toast.error(toApiError(error).message),
  });
  const begin = async (): Promise<void> => {
    const widened = search.direction !== undefined;
    if (
      !widened ||
      (await confirm({
        title: 'Export calls of every direction?',
        body: 'Exports follow all filters but the direction. The file has a column that tells the directions apart.',
        confirmLabel: 'Export',
      }))
    ) {
      save.mutate();
    }
  };
  return (
    <Button loading={save.isPending} disabled={disabled} onClick={() => void begin()}>
      <Download />
      Export CSV
    </Button>
  );
}
