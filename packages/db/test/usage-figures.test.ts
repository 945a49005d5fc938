import type { Database } from '@leadlock/db/client';
import { connectAsOwner } from '@leadlock/db/migrate';
import { createTestDatabase } from '@leadlock/db/testing/test-database';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addUpAgain } from '../src/migrations/20261129T180000Z-account-time-zones.ts';

const TENANT = '00000000-0000-0000-0000-000000000001';

let database: Database;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

/** A call of each direction, status, booking and cost, with its usage record. */
async function useSome(): Promise<void> {
  await sql`
    INSERT INTO tenants (id, name, slug, tenant_type, plan) VALUES (${TENANT}, 'A', 'a', 'direct', 'pro')
  `.execute(database.system);
  await sql`
    INSERT INTO call_logs (tenant_id, id, twilio_call_sid, direction, from_number, to_number, status, started_at,
      appointment_booked, cost_cents)
    SELECT ${TENANT}::uuid, gen_random_uuid(), gen_random_uuid(), direction, '+1', '+2', status, started_at, booked, cost
    FROM unnest(ARRAY['inbound', 'test']) AS direction, unnest(ARRAY['completed', 'failed']) AS status,
      unnest(ARRAY[true, false, NULL]) AS booked, unnest(ARRAY[5, NULL]) AS cost,
      unnest(ARRAY['2026-11-01', '2026-11-02']::timestamptz[]) AS started_at
  `.execute(database.system);
  await sql`
    INSERT INTO usage_records (tenant_id, id, kind, call_id, provider, direction, quantity, unit, cost_cents,
      revenue_cents, occurred_at)
    SELECT tenant_id, gen_random_uuid(), 'voice', id, 'xai', direction, 1, 'minute', cost_cents, 20, started_at
    FROM call_logs
  `.execute(database.system);
}

const figures = async () => {
  const [totals, quarters] = await Promise.all([
    sql`SELECT * FROM usage_totals ORDER BY direction`.execute(database.system),
    sql`SELECT * FROM usage_by_quarter_hour ORDER BY began_at, direction`.execute(database.system),
  ]);
  return { totals: totals.rows, quarters: quarters.rows };
};

test('usage that was there before is counted as usage that comes after', async () => {
  await useSome();
  const before = await figures();
  expect(before.totals).toMatchObject([
    { direction: 'inbound', calls: 24, conversations: 12, booked: 4, unpriced_calls: 12, priced_revenue_cents: 240 },
    { direction: 'test', calls: 24, conversations: 0, booked: 0, unpriced_calls: 12 },
  ]);
  expect(before.quarters).toHaveLength(4);

  const owner = connectAsOwner(database.connectionString);
  await sql`DELETE FROM usage_by_quarter_hour`.execute(owner);
  await addUpAgain(owner);
  await owner.destroy();
  expect(await figures()).toEqual(before);
});
