import type { QueryClient } from '@tanstack/react-query';
import { trpc, type Outputs } from '#/api/trpc.ts';
import { formatNumber } from '#/format/number.ts';
import { formatPhone } from '#/format/phone.ts';
import type { AgentsSearch } from './agents-search.ts';

export const AGENTS_PER_PAGE = 50;
/** As many as a list to choose from shows. */
const NAMES = 50;
/** As many of an agent's numbers as are named. */
const NAMED_NUMBERS = 3;

export const agentQuery = (agentId: string) => trpc.agents.get.queryOptions({ agent_id: agentId });

export const agentsQuery = ({ q, ...search }: AgentsSearch) =>
  trpc.agents.search.queryOptions({ ...search, search: q, limit: AGENTS_PER_PAGE });

/** The names of the newest agents, of those with what is typed. */
export const agentNamesQuery = (search = '', limit = NAMES) => trpc.agents.names.queryOptions({ search, limit });

/** The first numbers that an agent answers, and how many there are. */
export const agentNumbersQuery = (agentId: string) =>
  trpc.phoneNumbers.search.queryOptions({ agent_id: agentId, limit: NAMED_NUMBERS, desc: false });

/** Everything that an agent is part of, after it was changed. */
export async function refreshAgents(queryClient: QueryClient): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries(trpc.agents.pathFilter()),
    queryClient.invalidateQueries(trpc.phoneNumbers.pathFilter()),
    queryClient.invalidateQueries(trpc.setup.pathFilter()),
    queryClient.invalidateQueries(trpc.stats.pathFilter()),
  ]);
}

/** "(415) 555-0100, (415) 555-0101, and 12 more"; null where there are none. */
export function describeNumbers({ phone_numbers, total }: Outputs['phoneNumbers']['search']): string | null {
  if (total === 0) return null;
  const named = phone_numbers.map(({ phone_number }) => formatPhone(phone_number));
  const more = total - named.length;
  return new Intl.ListFormat('en').format(more > 0 ? [...named, `${formatNumber(more)} more`] : named);
}
