import type { QueryClient } from '@tanstack/react-query';
import { trpc } from '#/api/trpc.ts';

/** Everything that shows sub-accounts, after one was changed: the switcher and the numbers name them too. */
export async function refreshSubAccounts(queryClient: QueryClient): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries(trpc.agency.pathFilter()),
    queryClient.invalidateQueries(trpc.auth.context.pathFilter()),
    queryClient.invalidateQueries(trpc.phoneNumbers.pathFilter()),
  ]);
}
