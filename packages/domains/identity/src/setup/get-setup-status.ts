import type { TenantContext } from '@leadlock/context/context';
import { sql } from 'kysely';
import type { SetupStatusResponse, TaskStatus } from './schemas.ts';

interface Facts {
  has_crm: boolean;
  numbers: number;
  agents: number;
  answered_numbers: number;
  has_taken_call: boolean;
}

const OPTIONAL: ReadonlySet<string> = new Set(['connect_crm', 'take_call']);

/** What there is, in one query. Nothing is written down anywhere as done, so that what is undone is not done any more. */
async function findFacts({ db, tenant: { id } }: TenantContext): Promise<Facts> {
  const { rows } = await sql<Facts>`
    SELECT
      EXISTS (SELECT FROM integrations WHERE tenant_id = ${id} AND provider = 'ghl' AND is_active)
        OR EXISTS (SELECT FROM sub_account_integrations WHERE tenant_id = ${id} AND provider = 'ghl') AS has_crm,
      (SELECT count(*) FROM phone_numbers WHERE user_tenant_id = ${id} AND is_active) AS numbers,
      (SELECT count(*) FROM agents WHERE tenant_id = ${id}) AS agents,
      (
        SELECT count(*) FROM phone_numbers JOIN agents ON agents.tenant_id = phone_numbers.user_tenant_id
          AND agents.id = phone_numbers.agent_id
        WHERE phone_numbers.user_tenant_id = ${id} AND phone_numbers.is_active AND agents.is_active
      ) AS answered_numbers,
      -- In an order, so that the tenant's own are looked up, and nobody else's are passed on the way.
      coalesce((
        SELECT true FROM call_logs WHERE tenant_id = ${id} AND answered_at IS NOT NULL AND status = 'completed'
        ORDER BY started_at DESC, id DESC LIMIT 1
      ), false) AS has_taken_call
  `.execute(db);
  const [facts] = rows;
  if (!facts) throw new Error('The facts query returned no row');
  return facts;
}

const statusOf = (complete: boolean, detail: string): TaskStatus => ({ complete, detail: complete ? detail : null });
const counted = (count: number, one: string): string => (count === 1 ? `1 ${one}` : `${count} ${one}s`);

function toTasks(facts: Facts): Record<string, TaskStatus> {
  const { numbers, agents, answered_numbers: answered } = facts;
  return {
    connect_crm: statusOf(facts.has_crm, 'GoHighLevel connected'),
    add_phone_number: statusOf(numbers > 0, counted(numbers, 'phone number')),
    create_agent: statusOf(agents > 0, counted(agents, 'agent')),
    assign_phone_number: statusOf(answered > 0, `${counted(answered, 'phone number')} with an active agent`),
    take_call: statusOf(facts.has_taken_call, 'First call answered'),
  };
}

/** How far the tenant has been set up. */
export async function getSetupStatus(ctx: TenantContext): Promise<SetupStatusResponse> {
  const tasks = toTasks(await findFacts(ctx));
  const all = Object.entries(tasks);
  return {
    tasks,
    completed_count: all.filter(([, { complete }]) => complete).length,
    total_count: all.length,
    required_complete: all.every(([name, { complete }]) => complete || OPTIONAL.has(name)),
    all_complete: all.every(([, { complete }]) => complete),
  };
}
