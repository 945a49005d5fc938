import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { toApiError } from '#/api/api-error.ts';
import { download } from '#/api/rest.ts';
import { useConfirm } from '#/components/ui/confirm-dialog.tsx';
import { toast } from '#/components/ui/toaster.tsx';
import { exportPath, type CallsSearch } from './calls-search.ts';

interface CallsExport {
  /** Saves all calls that match as CSV, not only the page that is shown. */
  begin: (search: CallsSearch) => Promise<void>;
  saving: boolean;
  /** How much has come so far. */
  bytes: number;
}

export function useCallsExport(): CallsExport {
  const confirm = useConfirm();
  const [bytes, setBytes] = useState(0);
  const saving = useMutation({
    mutationFn: (search: CallsSearch) => download(exportPath(search), 'calls.csv', setBytes),
    onMutate: () => setBytes(0),
    onSuccess: () => toast.success('Calls exported'),
    onError: (error) => toast.error(toApiError(error).message),
  });
  return {
    async begin(search) {
      const sure =
        search.direction === undefined ||
        (await confirm({
          title: 'Export calls in all directions?',
          body: 'Exports apply every filter except direction. The file has a direction column.',
          confirmLabel: 'Export',
        }));
      if (sure) saving.mutate(search);
    },
    saving: saving.isPending,
    bytes,
  };
}
