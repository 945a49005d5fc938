import { allTenants } from '@leadlock/context/all-tenants';
import type { TenantContext } from '@leadlock/context/context';
import { vendorNamed, VOICE_VENDORS } from '@leadlock/voice/vendors';
import { sql } from 'kysely';
import type { SubAccountAgentInfo } from './schemas.ts';

const VOICE_FIELDS = [...new Set(Object.values(VOICE_VENDORS).map(({ voiceField }) => voiceField))];
/** What every field that names a voice says. */
const voices = sql<Record<string, string | null>>`jsonb_build_object(${sql.join(
  VOICE_FIELDS.flatMap((field) => [sql.lit(field), sql`agents.settings -> ${sql.lit(field)}`]),
)})`;

/** The voice that an agent speaks with: each provider reads a field of its own. */
const spokenVoice = (provider: string | null, said: Record<string, string | null>): string | null =>
  said[vendorNamed(provider ?? '')?.voiceField ?? 'voice'] ?? null;

/** The agents of all active sub-accounts of the agency, the newest first, in one query that reads no prompts. */
export async function listSubAccountAgents(ctx: TenantContext): Promise<SubAccountAgentInfo[]> {
  // Agents are the sub-accounts': a connection of the agency may not see them.
  const rows = await allTenants(ctx)
    .selectFrom('agents')
    .innerJoin('tenants', 'tenants.id', 'agents.tenant_id')
    .select((eb) => [
      'agents.id',
      'agents.tenant_id',
      'agents.name',
      'agents.is_active',
      sql<string | null>`agents.settings ->> 'voice_provider'`.as('voice_provider'),
      voices.as('voices'),
      'tenants.name as sub_account_name',
      'agents.created_at',
      eb
        .selectFrom('phone_numbers')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .whereRef('phone_numbers.user_tenant_id', '=', 'agents.tenant_id')
        .whereRef('phone_numbers.agent_id', '=', 'agents.id')
        .as('phone_count'),
    ])
    .where('tenants.parent_tenant_id', '=', ctx.tenant.id)
    .where('tenants.is_active', '=', true)
    .orderBy('agents.created_at', 'desc')
    .orderBy('agents.id', 'desc')
    .execute();
  return rows.map(({ voices: said, ...row }) => ({
    ...row,
    voice: spokenVoice(row.voice_provider, said),
    phone_count: row.phone_count ?? 0,
    created_at: row.created_at.toISOString(),
  }));
}
