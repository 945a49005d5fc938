import type { Outputs } from '#/api/trpc.ts';
import { hasEveryWord } from '../../search/has-every-word.ts';
import type { AgencyAgentsSearch } from './agency-agents-search.ts';

export type AgencyAgent = Outputs['agency']['agents']['list']['agents'][number];
type Find = Pick<AgencyAgentsSearch, 'q' | 'account' | 'sort' | 'desc'>;

const SORT_BY: Record<Find['sort'], (agent: AgencyAgent) => string> = {
  name: ({ name }) => name,
  account: (agent) => agent.sub_account_name,
  voice: ({ voice_provider, voice }) => `${voice_provider} ${voice}`,
  numbers: (agent) => String(agent.phone_count),
  active: (agent) => (agent.is_active ? '1' : '0'),
  created: (agent) => agent.created_at,
};
const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** Agents of one sub-account or all whose name, or whose account's, contains every word of the text, in order. */
export function findAgencyAgents(agents: readonly AgencyAgent[], { q, account, sort, desc }: Find): AgencyAgent[] {
  const fits = hasEveryWord(q);
  const found = agents.filter(
    ({ tenant_id, name, sub_account_name }) =>
      (account === undefined || tenant_id === account) && fits(name, sub_account_name),
  );
  const key = SORT_BY[sort];
  return found.toSorted((one, other) => (desc ? -1 : 1) * collator.compare(key(one), key(other)));
}
