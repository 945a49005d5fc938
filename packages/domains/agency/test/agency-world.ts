import { forTenant, type Tenant, type TenantContext } from '@leadlock/context/context';
import { newId } from '@leadlock/core/ids';
import type { Database, DB } from '@leadlock/db/client';
import { createTenant, createTestContext, type TestContext } from '@leadlock/testing/factories';
import type { Insertable } from 'kysely';

export interface AgencyWorld {
  system: TestContext;
  agency: Tenant;
  ctx: TenantContext;
  subAccount: Tenant;
  sibling: Tenant;
  /** Another agency, and a sub-account of it. */
  foreign: Tenant;
  foreignSubAccount: Tenant;
}

/** Two agencies on the pro plan, one with two sub-accounts and one with one. */
export async function createAgencyWorld(
  database: Database,
  options: Parameters<typeof createTestContext>[1] = {},
): Promise<AgencyWorld> {
  const system = createTestContext(database, options);
  const agency = await createTenant(database, { tenant_type: 'agency', plan: 'pro' });
  const foreign = await createTenant(database, { tenant_type: 'agency', plan: 'pro' });
  const below = (parent: Tenant) => createTenant(database, { parent_tenant_id: parent.id, plan: 'pro' });
  return {
    system,
    agency,
    ctx: forTenant(system, agency),
    subAccount: await below(agency),
    sibling: await below(agency),
    foreign,
    foreignSubAccount: await below(foreign),
  };
}

export interface PastCall {
  status?: 'completed' | 'no-answer';
  direction?: 'inbound' | 'outbound' | 'test' | 'demo';
  provider?: string;
  minutes?: number;
  /** Null where a price is unknown. */
  cost?: number | null;
  revenue?: number;
  booked?: boolean;
  at?: Date;
}

/** A call that has ended, with its usage record. Returns both ids. */
export async function addCall(database: Database, tenant: { id: string }, call: PastCall = {}) {
  const {
    status = 'completed',
    direction = 'inbound',
    provider = 'openai',
    minutes = 2,
    cost = 10,
    revenue = 40,
    at = new Date(),
  } = call;
  const callId = newId();
  const recordId = newId();
  await database.system
    .insertInto('call_logs')
    .values({
      tenant_id: tenant.id,
      id: callId,
      twilio_call_sid: `CA${callId}`,
      direction,
      from_number: '+14155550100',
      to_number: '+14155550101',
      status,
      voice_provider: provider,
      started_at: at,
      ended_at: at,
      duration_seconds: minutes * 60 - 15,
      billable_minutes: minutes,
      cost_cents: cost,
      appointment_booked: call.booked ?? null,
    })
    .execute();
  const record: Insertable<DB['usage_records']> = {
    tenant_id: tenant.id,
    id: recordId,
    kind: 'voice',
    call_id: callId,
    provider,
    direction,
    quantity: minutes,
    unit: 'minute',
    cost_cents: cost,
    revenue_cents: revenue,
    occurred_at: at,
  };
  await database.system.insertInto('usage_records').values(record).execute();
  return { callId, recordId };
}

/** Takes the record of a call back, and writes another in its place, as the late truth about a call does. */
export async function correctCall(
  database: Database,
  { callId, recordId }: { callId: string; recordId: string },
  { minutes, cost, revenue, at }: { minutes: number; cost: number | null; revenue: number; at: Date },
): Promise<{ recordId: string }> {
  const db = database.system;
  const {
    created_at: _created,
    agency_id: _agency,
    ...was
  } = await db.selectFrom('usage_records').selectAll().where('id', '=', recordId).executeTakeFirstOrThrow();
  const lines = JSON.stringify(was.lines);
  await db
    .insertInto('usage_records')
    .values({
      ...was,
      lines,
      id: newId(),
      reverses: recordId,
      quantity: -was.quantity,
      cost_cents: was.cost_cents === null ? null : -was.cost_cents,
      revenue_cents: -was.revenue_cents,
    })
    .execute();
  const changes = { duration_seconds: minutes * 60 - 15, billable_minutes: minutes, cost_cents: cost };
  await db.updateTable('call_logs').set(changes).where('id', '=', callId).execute();
  const id = newId();
  const amounts = { quantity: minutes, cost_cents: cost, revenue_cents: revenue, occurred_at: at };
  await db
    .insertInto('usage_records')
    .values({ ...was, ...amounts, lines, id, revision: was.revision + 1 })
    .execute();
  return { recordId: id };
}
