import { connectAsOwner } from '@leadlock/db/connect-as-owner';
import { ownerUrlOf } from '@leadlock/db/testing/test-database';
import { useDatabase } from '@leadlock/db/testing/use-database';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { addUpAgain } from '../src/migrations/20261129T180000Z-account-time-zones.ts';
import { addUpEarlierDays } from '../src/migrations/20261129T214000Z-usage-by-day.ts';
import { addUpEarlierHours } from '../src/migrations/20261130T221500Z-agency-usage-by-hour.ts';

const AGENCY = '00000000-0000-0000-0000-000000000001';
const SUB_ACCOUNTS = ['00000000-0000-0000-0000-000000000002', '00000000-0000-0000-0000-000000000003'];

const database = await useDatabase();

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

  const owner = connectAsOwner(ownerUrlOf(database));
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

const daysOf = async () => ({
  days: await rowsOf('usage_by_day', 'tenant_id, began_at, kind, direction'),
  ofAgency: await rowsOf('agency_usage_by_day', 'tenant_id, began_at, kind, direction'),
});
/** What days must be: the quarter hours of each, added up. */
async function quartersByDay() {
  const sums = async (table: string, carried: string) => {
    const { rows } = await sql
      .raw<Record<string, unknown>>(
        `SELECT tenant_id, date_trunc('day', began_at, 'UTC') AS began_at, kind, provider, direction, ${carried}
          ${FIGURES.map((name) => `sum(${name})::bigint AS ${name}`).join(', ')}
        FROM ${table} GROUP BY ${carried} 1, 2, 3, 4, 5 ORDER BY tenant_id, 2, kind, direction`,
      )
      .execute(database.system);
    return rows;
  };
  return {
    days: await sums('usage_by_quarter_hour', 'agency_id,'),
    ofAgency: await sums('agency_usage_by_quarter_hour', ''),
  };
}
const FIGURES = [
  'calls',
  'conversations',
  'booked',
  'seconds',
  'minutes',
  'texts',
  'unpriced_calls',
  'cost_cents',
  'revenue_cents',
  'priced_revenue_cents',
];

test('days are the sums of their quarter hours, of usage that comes and of usage that was there before', async () => {
  // Others begin at other times of the same days, and get their appointment later.
  await sql`
    INSERT INTO usage_records (tenant_id, id, kind, call_id, provider, direction, quantity, unit, cost_cents, revenue_cents,
      occurred_at)
    SELECT tenant_id, gen_random_uuid(), 'text', NULL, 'twilio', direction, 2, 'segment', 1, 3,
      started_at + n * interval '5 hours'
    FROM call_logs, generate_series(1, 4) AS n
  `.execute(database.system);
  await sql`
    UPDATE call_logs SET appointment_booked = true WHERE direction = 'inbound' AND status = 'completed'
  `.execute(database.system);
  const expected = await quartersByDay();
  expect(expected.days.length).toBeGreaterThan(8);
  expect(await daysOf()).toEqual(expected);

  const owner = connectAsOwner(ownerUrlOf(database));
  await sql`UPDATE usage_by_day SET calls = 77`.execute(owner);
  await sql`DELETE FROM agency_usage_by_day`.execute(owner);
  await addUpEarlierDays(owner, 'usage_by_day', 'usage_by_quarter_hour', ['agency_id'], 7);
  await addUpEarlierDays(owner, 'agency_usage_by_day', 'agency_usage_by_quarter_hour', [], 7);
  await owner.destroy();
  expect(await daysOf()).toEqual(expected);
});

test('hours are the sums of their quarter hours, of usage that comes, is corrected and was there before', async () => {
  await sql`
    INSERT INTO usage_records (tenant_id, id, kind, call_id, provider, direction, quantity, unit, cost_cents, revenue_cents,
      occurred_at, reverses)
    SELECT tenant_id, gen_random_uuid(), kind, call_id, provider, direction, -quantity, unit, -cost_cents, -revenue_cents,
      occurred_at + n * interval '15 minutes', CASE n WHEN 0 THEN id END
    FROM usage_records, generate_series(0, 3) AS n WHERE kind = 'text'
  `.execute(database.system);
  const figures = ['calls', 'minutes', 'cost_cents', 'revenue_cents', 'priced_revenue_cents'];
  const hours = () => rowsOf('agency_usage_by_hour', 'began_at, kind, provider, direction');
  const { rows: expected } = await sql
    .raw<Record<string, unknown>>(
      `SELECT tenant_id, date_trunc('hour', began_at, 'UTC') AS began_at, kind, provider, direction,
        ${figures.map((name) => `sum(${name})::bigint AS ${name}`).join(', ')}
      FROM agency_usage_by_quarter_hour GROUP BY 1, 2, 3, 4, 5 ORDER BY 2, kind, provider, direction`,
    )
    .execute(database.system);
  expect(expected.length).toBeGreaterThan(16);
  expect(await hours()).toEqual(expected);

  const owner = connectAsOwner(ownerUrlOf(database));
  await sql`UPDATE agency_usage_by_hour SET calls = 77 WHERE kind = 'voice'`.execute(owner);
  await sql`DELETE FROM agency_usage_by_hour WHERE kind = 'text'`.execute(owner);
  await addUpEarlierHours(owner);
  await owner.destroy();
  expect(await hours()).toEqual(expected);
});
