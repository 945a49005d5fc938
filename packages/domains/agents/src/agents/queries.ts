import type { Db } from '@leadlock/db/client';
import { prepareQuery } from '@leadlock/db/prepare-query';
import { toAgent, type Agent } from './agent.ts';

/** Agents of a tenant with their count of phone numbers, in one query. */
const selectAgents = (db: Db, tenantId: string) =>
  db
    .selectFrom('agents')
    .selectAll('agents')
    .select((eb) =>
      eb
        .selectFrom('phone_numbers')
        .select((count) => count.fn.countAll<number>().as('count'))
        .whereRef('phone_numbers.user_tenant_id', '=', 'agents.tenant_id')
        .whereRef('phone_numbers.agent_id', '=', 'agents.id')
        .as('phone_count'),
    )
    .where('agents.tenant_id', '=', tenantId);

const agentOf = prepareQuery((db, { tenantId, id }: { tenantId: string; id: string }) =>
  selectAgents(db, tenantId).where('agents.id', '=', id),
);

export async function findAgents(db: Db, tenantId: string): Promise<Agent[]> {
  const rows = await selectAgents(db, tenantId)
    .orderBy('agents.created_at', 'desc')
    .orderBy('agents.id', 'desc')
    .execute();
  return rows.map(toAgent);
}

export async function findAgent(db: Db, tenantId: string, id: string): Promise<Agent | null> {
  const [row] = await agentOf(db, { tenantId, id });
  return row ? toAgent(row) : null;
}

/** As `findAgent`; nobody else changes or deletes the agent before the transaction ends. */
export async function lockAgent(trx: Db, tenantId: string, id: string): Promise<Agent | null> {
  const row = await selectAgents(trx, tenantId).where('agents.id', '=', id).forNoKeyUpdate('agents').executeTakeFirst();
  return row ? toAgent(row) : null;
}
