import { spokenVoice, voiceProvider } from '@leadlock/agents/agents';
import { allTenants } from '@leadlock/context/all-tenants';
import type { TenantContext } from '@leadlock/context/context';
import { hasEveryWord } from '@leadlock/db/has-every-word';
import { readPage } from '@leadlock/db/read-page';
import { sql, type RawBuilder } from 'kysely';
import type { z } from 'zod';
import type { AgentSort, SearchSubAccountAgentsInput, SubAccountAgentPage } from './search-schemas.ts';
import { phoneCount, selectSubAccountAgents, toAgentInfo } from './select-sub-account-agents.ts';

const SORT_KEYS: Record<AgentSort, RawBuilder<unknown>> = {
  name: sql`lower(agents.name)`,
  account: sql`lower(tenants.name)`,
  voice: sql`concat_ws(' ', ${voiceProvider}, ${spokenVoice})`,
  numbers: phoneCount,
  active: sql`agents.is_active`,
  created: sql`agents.created_at`,
};

/** One page of the agents of the agency's active sub-accounts. */
export async function searchSubAccountAgents(
  ctx: TenantContext,
  { search, agent_id, sub_account_id, sort, desc, ...page }: z.output<typeof SearchSubAccountAgentsInput>,
): Promise<z.output<typeof SubAccountAgentPage>> {
  const db = allTenants(ctx);
  const { rows, total } = await readPage(
    db,
    selectSubAccountAgents(db, ctx.tenant.id)
      .$if(sub_account_id !== undefined, (query) => query.where('agents.tenant_id', '=', sub_account_id ?? ''))
      .$if(agent_id !== undefined, (query) => query.where('agents.id', '=', agent_id ?? ''))
      .where((eb) => hasEveryWord(search, [eb.ref('agents.name'), eb.ref('tenants.name')]))
      .orderBy(SORT_KEYS[sort], desc ? 'desc' : 'asc')
      .orderBy('agents.created_at', 'desc')
      .orderBy('agents.id', 'desc'),
    page,
  );
  return { agents: rows.map(toAgentInfo), total };
}
