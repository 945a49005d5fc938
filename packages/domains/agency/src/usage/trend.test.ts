import { addDays, dayIn } from '@leadlock/core/days';
import { useDatabase } from '@leadlock/testing/use-database';
import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import { createAgencyWorld } from '../../test/agency-world.ts';
import { selectTrend } from './get-overview.ts';
import { lastDays } from './usage-filter.ts';

const database = await useDatabase();
const world = await createAgencyWorld(database);

/** The last day of a trend whose days include changes of clocks in some zones. */
const TODAYS = ['2026-04-28', '2026-11-22'];
const QUARTERS = 33 * 96;
/** A text in each quarter of an hour, from before the first day of each trend until after its last. */
const textsOf = (today: string): Date[] =>
  Array.from(
    { length: QUARTERS },
    (_, index) => new Date(Date.parse(today) + 2 * 86_400_000 - (QUARTERS - index) * 900_000),
  );

beforeAll(async () => {
  const times = [...new Set(TODAYS.flatMap(textsOf).map((at) => at.toISOString()))];
  await sql`
    INSERT INTO usage_records (tenant_id, id, kind, provider, direction, quantity, unit, cost_cents, revenue_cents,
      occurred_at)
    SELECT ${world.subAccount.id}::uuid, gen_random_uuid(), 'text', 'twilio', 'outbound', 1, 'segment', 1, 3, at
    FROM unnest(${times}::timestamptz[]) AS at
  `.execute(database.system);
});

test.each([
  'UTC',
  'America/New_York',
  // Offsets of half an hour and of three quarters.
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'America/St_Johns',
  'Pacific/Chatham',
  // Clocks change by half an hour.
  'Australia/Lord_Howe',
  // Midnight is skipped, or comes twice.
  'Africa/Cairo',
  'America/Havana',
  'America/Santiago',
])('a day of the trend is the day in %s', async (timeZone) => {
  const ctx = { ...world.ctx, tenant: { ...world.ctx.tenant, timeZone } };
  for (const today of TODAYS) {
    const days = lastDays(today, 30);
    const expected = new Map<string, number>();
    for (const at of textsOf(today)) {
      const day = dayIn(at, timeZone);
      if (days.includes(day)) expected.set(day, (expected.get(day) ?? 0) + 3);
    }
    const trend = await selectTrend(ctx, [...days, addDays(today, 1)]).execute();
    const found = trend.filter(({ day }) => day < days.length).toSorted((a, b) => a.day - b.day);
    expect(found.map(({ day, revenue_cents }) => [days[day], revenue_cents])).toEqual([...expected]);
  }
});
