import { spokenVoice, voiceProvider } from '@leadlock/agents/agents';
import type { Db } from '@leadlock/db/client';
import { sql } from 'kysely';
import type { SubAccountAgentInfo } from './schemas.ts';

export const phoneCount = sql<number>`(
  SELECT count(*) FROM phone_numbers
  WHERE phone_numbers.user_tenant_id = agents.tenant_id AND phone_numbers.agent_id = agents.id)`;

/**
 * The agents of all active sub-accounts of the agency, without their prompts. `db` must see all tenants: agents are the
 * sub-accounts', and a connection of the agency may not see them.
 */
export const selectSubAccountAgents = (db: Db, agencyId: string) =>
  db
    .selectFrom('agents')
    .innerJoin('tenants', 'tenants.id', 'agents.tenant_id')
    .select([
      'agents.id',
      'agents.tenant_id',
      'agents.name',
      'agents.is_active',
      voiceProvider.as('voice_provider'),
      spokenVoice.as('voice'),
      'tenants.name as sub_account_name',
      'agents.created_at',
      phoneCount.as('phone_count'),
    ])
    .where('tenants.parent_tenant_id', '=', agencyId)
    .where('tenants.is_active', '=', true);

type Row = Awaited<ReturnType<ReturnType<typeof selectSubAccountAgents>['executeTakeFirstOrThrow']>>;

export const toAgentInfo = (row: Row): SubAccountAgentInfo => ({ ...row, created_at: row.created_at.toISOString() });
