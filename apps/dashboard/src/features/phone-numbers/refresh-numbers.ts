import type { QueryClient } from '@tanstack/react-query';
import { trpc } from '#/api/trpc.ts';

/** Everything that shows numbers, after some were changed: setup lists and agents count them too. */
export async function refreshNumbers(queryClient: QueryClient): Promise<void> {
  await Promise.all(
    [trpc.phoneNumbers, trpc.setup, trpc.agents.search, trpc.agency.agents].map((shown) =>
      queryClient.invalidateQueries(shown.pathFilter()),
    ),
  );
}
