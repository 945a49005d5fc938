import type { QueryClient } from '@tanstack/react-query';
import { trpc, type Outputs } from '#/api/trpc.ts';

export type PhoneNumber = Outputs['phoneNumbers']['list']['phone_numbers'][number];

export const agentQuery = (agentId: string) => trpc.agents.get.queryOptions({ agent_id: agentId });

/** Everything that an agent is part of, after it was changed. */
export async function refreshAgents(queryClient: QueryClient): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries(trpc.agents.pathFilter()),
    queryClient.invalidateQueries(trpc.phoneNumbers.pathFilter()),
    queryClient.invalidateQueries(trpc.setup.pathFilter()),
    queryClient.invalidateQueries(trpc.stats.pathFilter()),
  ]);
}

/** The numbers that an agent answers, of all there are. */
export const numbersOf = (agentId: string, numbers: readonly PhoneNumber[] | undefined): PhoneNumber[] =>
  (numbers ?? []).filter((number) => number.agent_id === agentId);
