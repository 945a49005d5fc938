import type { TenantContext } from '@leadlock/context/context';
import { hasEveryWord } from '@leadlock/db/has-every-word';
import { readPage } from '@leadlock/db/read-page';
import { sql, type RawBuilder } from 'kysely';
import type { z } from 'zod';
import type { AgentPage, AgentSort, SearchAgentsInput } from './search-schemas.ts';
import { spokenVoice, voiceProvider } from './spoken-voice.ts';

const numbers = sql`
  FROM phone_numbers WHERE phone_numbers.user_tenant_id = agents.tenant_id AND phone_numbers.agent_id = agents.id`;
const phoneCount = sql<number>`(SELECT count(*) ${numbers})`;
const mode = sql<string | null>`agents.settings ->> 'agent_mode'`;

const SORT_KEYS: Record<AgentSort, RawBuilder<unknown>> = {
  name: sql`lower(agents.name)`,
  voice: sql`concat_ws(' ', ${voiceProvider}, ${spokenVoice})`,
  mode,
  numbers: phoneCount,
  active: sql`agents.is_active`,
  updated: sql`agents.updated_at`,
  created: sql`agents.created_at`,
};

const selectAgents = ({ db, tenant }: TenantContext, { search, sort, desc }: z.output<typeof SearchAgentsInput>) =>
  db
    .selectFrom('agents')
    .select([
      'agents.id',
      'agents.name',
      'agents.is_active',
      'agents.updated_at',
      mode.as('agent_mode'),
      voiceProvider.as('voice_provider'),
      sql<string[] | null>`agents.settings -> 'fallback_voice_providers'`.as('fallback_voice_providers'),
      spokenVoice.as('voice'),
      phoneCount.as('phone_count'),
      sql<string | null>`(SELECT phone_number ${numbers} ORDER BY created_at, id LIMIT 1)`.as('phone_number'),
    ])
    .where('agents.tenant_id', '=', tenant.id)
    .$if(search.trim() !== '', (query) =>
      query.where((eb) =>
        hasEveryWord(search, [
          eb.ref('agents.name'),
          sql`agents.settings ->> 'business_name'`,
          sql`agents.settings ->> 'industry'`,
        ]),
      ),
    )
    .orderBy(SORT_KEYS[sort], desc ? 'desc' : 'asc')
    .orderBy('agents.created_at', 'desc')
    .orderBy('agents.id', 'desc');

/** One page of the tenant's agents, without what they are told. */
export async function searchAgents(
  ctx: TenantContext,
  input: z.output<typeof SearchAgentsInput>,
): Promise<z.output<typeof AgentPage>> {
  const { rows, total } = await readPage(ctx.db, selectAgents(ctx, input), input);
  const agents = rows.map((row) => ({ ...row, updated_at: row.updated_at.toISOString() }));
  return { agents, total };
}
