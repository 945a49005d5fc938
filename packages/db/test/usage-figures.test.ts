import type { Database } from '@leadlock/db/client';
import { connectAsOwner } from '@leadlock/db/connect-as-owner';
import { createTestDatabase } from '@leadlock/db/testing/test-database';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addUpAgain } from '../src/migrations/20261129T180000Z-account-time-zones.ts';

const AGENCY = '00000000-0000-0000-0000-000000000001';
const SUB_ACCOUNTS = ['00000000-0000-0000-0000-000000000002', '00000000-0000-0000-0000-000000000003'];

let database: Database;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

/** Calls of each direction, status, booking and cost of an agency's sub-accounts, with their usage records. */
async function useSome(): Promise<void> {
  await sql`
    INSERT INTO tenants (id, name, slug, tenant_type, plan) VALUES (${AGENCY}, 'A', 'a', 'agency', 'pro')
  `.execute(database.system);
  await sql`
    INSERT INTO tenants (id, name, slug, tenant_type, plan, parent_tenant_id)
    SELECT id, id, id, 'sub_account', 'pro', ${AGENCY}::uuid FROM unnest(${SUB_ACCOUNTS}::uuid[]) AS id
  `.execute(database.system);
  await sql`
    INSERT INTO call_logs (tenant_id, id, twilio_call_sid, direction, from_number, to_number, status, started_at,
      appointment_booked, cost_cents)
    SELECT tenant_id, gen_random_uuid(), gen_random_uuid(), direction, '+1', '+2', status, started_at, booked, cost
    FROM unnest(${SUB_ACCOUNTS}::uuid[]) AS tenant_id, unnest(ARRAY['inbound', 'test']) AS direction,
      unnest(ARRAY['completed', 'failed']) AS status, unnest(ARRAY[true, false, NULL]) AS booked,
      unnest(ARRAY[5, NULL]) AS cost, unnest(ARRAY['2026-11-01', '2026-11-02']::timestamptz[]) AS started_at
  `.execute(database.system);
  await sql`
    INSERT INTO usage_records (tenant_id, id, kind, call_id, provider, direction, quantity, unit, cost_cents,
      revenue_cents, occurred_at)
    SELECT tenant_id, gen_random_uuid(), 'voice', id, 'xai', direction, 1, 'minute', cost_cents, 20, started_at
    FROM call_logs
  `.execute(database.system);
}

const rowsOf = async (table: string, order: string) =>
  (await sql.raw<Record<string, unknown>>(`SELECT * FROM ${table} ORDER BY ${order}`).execute(database.system)).rows;
const figures = async () => ({
  totals: await rowsOf('usage_totals', 'tenant_id, direction'),
  quarters: await rowsOf('usage_by_quarter_hour', 'tenant_id, began_at, direction'),
  ofAgency: await rowsOf('agency_usage_by_quarter_hour', 'began_at, direction'),
});

test('usage that was there before is counted as usage that comes after', async () => {
  await useSome();
  const before = await figures();
  expect(before.totals).toMatchObject(
    SUB_ACCOUNTS.flatMap((tenant_id) => [
      {
        tenant_id,
        direction: 'inbound',
        calls: 24,
        conversations: 12,
        booked: 4,
        unpriced_calls: 12,
        priced_revenue_cents: 240,
      },
      { tenant_id, direction: 'test', calls: 24, conversations: 0, booked: 0, unpriced_calls: 12 },
    ]),
  );
  expect(before.quarters).toHaveLength(8);
  expect(before.ofAgency).toMatchObject(
    ['2026-11-01', '2026-11-02'].flatMap((day) => [
      {
        tenant_id: AGENCY,
        began_at: new Date(day),
        direction: 'inbound',
        calls: 24,
        booked: 4,
        priced_revenue_cents: 240,
      },
      { tenant_id: AGENCY, began_at: new Date(day), direction: 'test', calls: 24, booked: 0 },
    ]),
  );

  const owner = connectAsOwner(database.connectionString);
  await sql`DELETE FROM usage_by_quarter_hour`.execute(owner);
  await sql`DELETE FROM agency_usage_by_quarter_hour`.execute(owner);
  await addUpAgain(owner);
  await owner.destroy();
  expect(await figures()).toEqual(before);
});

test('a booking that a sub-account’s own connection writes counts for its agency, whose rows it cannot see', async () => {
  const sub = database.tenant(SUB_ACCOUNTS[0] ?? '');
  const bookings = async () => (await figures()).ofAgency.map(({ booked }) => booked);
  expect(await bookings()).toEqual([4, 0, 4, 0]);
  await sub
    .updateTable('call_logs')
    .set({ appointment_booked: true })
    .where('direction', '=', 'inbound')
    .where('status', '=', 'completed')
    .where('started_at', '=', new Date('2026-11-02'))
    .execute();
  expect(await bookings()).toEqual([4, 0, 8, 0]);
  expect(await sub.selectFrom('agency_usage_by_quarter_hour').selectAll().execute()).toEqual([]);
});
