import type { TenantContext } from '@leadlock/context/context';
import { sql } from 'kysely';
import type { SetupStatusResponse } from './schemas.ts';

interface Facts {
  connect_crm: boolean;
  add_phone_number: boolean;
  create_agent: boolean;
  assign_phone_number: boolean;
  take_call: boolean;
}

const OPTIONAL: ReadonlySet<string> = new Set<keyof Facts>(['connect_crm', 'take_call']);

/** What there is, in one query. Nothing is written down anywhere as done, so that what is undone is not done any more. */
async function findFacts({ db, tenant: { id } }: TenantContext): Promise<Facts> {
  const { rows } = await sql<Facts>`
    SELECT
      EXISTS (SELECT FROM integrations WHERE tenant_id = ${id} AND provider = 'ghl' AND is_active)
        OR EXISTS (SELECT FROM sub_account_integrations WHERE tenant_id = ${id} AND provider = 'ghl') AS connect_crm,
      EXISTS (SELECT FROM phone_numbers WHERE user_tenant_id = ${id} AND is_active) AS add_phone_number,
      EXISTS (SELECT FROM agents WHERE tenant_id = ${id}) AS create_agent,
      EXISTS (
        SELECT FROM phone_numbers JOIN agents ON agents.tenant_id = phone_numbers.user_tenant_id
          AND agents.id = phone_numbers.agent_id
        WHERE phone_numbers.user_tenant_id = ${id} AND phone_numbers.is_active AND agents.is_active
      ) AS assign_phone_number,
      EXISTS (SELECT FROM call_logs WHERE tenant_id = ${id} AND answered_at IS NOT NULL) AS take_call
  `.execute(db);
  const [facts] = rows;
  if (!facts) throw new Error('A query of facts has one row');
  return facts;
}

/** How far the tenant has been set up. */
export async function getSetupStatus(ctx: TenantContext): Promise<SetupStatusResponse> {
  const facts = Object.entries(await findFacts(ctx)) as [keyof Facts, boolean][];
  const tasks = Object.fromEntries(
    facts.map(([name, completed]) => [name, { completed, required: !OPTIONAL.has(name) }]),
  );
  const all = Object.values(tasks);
  return {
    tasks,
    completed_count: all.filter(({ completed }) => completed).length,
    total_count: all.length,
    required_complete: all.every(({ completed, required }) => completed || !required),
    all_complete: all.every(({ completed }) => completed),
  };
}
