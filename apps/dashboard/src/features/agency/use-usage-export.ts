import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { toApiError } from '#/api/api-error.ts';
import { download } from '#/api/rest.ts';
import { toast } from '#/components/ui/toaster.tsx';
import { exportPath } from './usage-queries.ts';
import type { UsageSearch } from './usage-search.ts';

/** Saves the calls that fit as CSV; `bytes` is how much has come so far. */
export function useUsageExport() {
  const [bytes, setBytes] = useState(0);
  const saving = useMutation({
    mutationFn: (filter: Pick<UsageSearch, 'account' | 'from' | 'to'>) =>
      download(exportPath(filter), 'usage.csv', setBytes),
    onMutate: () => setBytes(0),
    onSuccess: () => toast.success('Export downloaded'),
    onError: (error) => toast.error(toApiError(error).message),
  });
  return { save: saving.mutate, saving: saving.isPending, bytes };
}
