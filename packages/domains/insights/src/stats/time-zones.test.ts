import { newId } from '@leadlock/core/ids';
import { signIn, useOperations } from '@leadlock/identity/testing';
import { createMovableClock, createTenant, createTestContext } from '@leadlock/testing/factories';
import { useDatabase } from '@leadlock/testing/use-database';
import { expect, test } from 'vitest';
import { insightsRouter } from '../router.ts';

const HOUR = 3_600_000;
const clock = createMovableClock(new Date('2026-11-03T09:00:00Z'));

const database = await useDatabase();
const system = createTestContext(database, { clock });
const api = await useOperations(insightsRouter, system);

async function account(timezone: string, callsAt: readonly string[]) {
  const tenant = await createTenant(database, { timezone });
  for (const startedAt of callsAt) {
    const id = newId();
    const call = { tenant_id: tenant.id, id, twilio_call_sid: id, direction: 'inbound', status: 'completed' };
    await database.system
      .insertInto('call_logs')
      .values({ ...call, from_number: '+1', to_number: '+2', started_at: startedAt, billable_minutes: 2 })
      .execute();
  }
  const token = await signIn(system, tenant, { role: 'member' });
  return {
    tenant,
    trend: async (query: string) => {
      const { body } = await api.request('GET', `/stats/analytics?${query}`, { token });
      const { daily_trend, summary } = body as {
        summary: { total_calls: number };
        daily_trend: { date: string; calls: number }[];
      };
      const days = daily_trend.filter(({ calls }) => calls > 0).map(({ date, calls }) => [date, calls]);
      return { days, total: summary.total_calls };
    },
    dashboard: async () => (await api.request('GET', '/stats', { token })).body as Record<string, unknown>,
  };
}

test.each([
  // Midnight there, to the second.
  ['Asia/Kathmandu', ['2026-11-01T18:14:59Z', '2026-11-01T18:15:00Z', '2026-11-02T18:14:59.999Z']],
  ['America/St_Johns', ['2026-11-02T03:29:59Z', '2026-11-02T03:30:00Z', '2026-11-03T03:29:59Z']],
  ['Australia/Eucla', ['2026-11-01T15:14:59Z', '2026-11-01T15:15:00Z', '2026-11-02T15:14:59Z']],
  ['Pacific/Auckland', ['2026-11-01T10:59:59Z', '2026-11-01T11:00:00Z', '2026-11-02T10:59:59Z']],
  ['America/Los_Angeles', ['2026-11-02T07:59:59Z', '2026-11-02T08:00:00Z', '2026-11-03T07:59:59Z']],
  ['UTC', ['2026-11-01T23:59:59Z', '2026-11-02T00:00:00Z', '2026-11-02T23:59:59Z']],
])('days of an account in %s begin and end at midnight there', async (zone, times) => {
  const { trend } = await account(zone, times);
  expect(await trend('date_from=2026-11-02&date_to=2026-11-02')).toEqual({ days: [['2026-11-02', 2]], total: 2 });
  expect(await trend('date_from=2026-11-01&date_to=2026-11-02')).toEqual({
    days: [
      ['2026-11-01', 1],
      ['2026-11-02', 2],
    ],
    total: 3,
  });
});

const everyHour = (from: string, to: string): string[] => {
  const [first, last] = [Date.parse(from), Date.parse(to)];
  return Array.from({ length: (last - first) / HOUR }, (_, hour) => new Date(first + hour * HOUR).toISOString());
};

test.each([
  ['America/New_York', 'has 25 hours', '2026-11-01', everyHour('2026-10-31T00:00Z', '2026-11-03T00:00Z'), 25],
  ['America/New_York', 'has 23 hours', '2026-03-08', everyHour('2026-03-07T00:00Z', '2026-03-10T00:00Z'), 23],
  // Clocks go from 24:00 to 01:00: the day has no midnight.
  ['America/Santiago', 'begins at one', '2026-09-06', everyHour('2026-09-05T00:00Z', '2026-09-08T00:00Z'), 23],
])('a day in %s that %s is counted whole', async (zone, _, day, times, hours) => {
  const { trend } = await account(zone, times);
  expect(await trend(`date_from=${day}&date_to=${day}`)).toEqual({ days: [[day, hours]], total: hours });
});

test('the month and the week are those of the account, and a new zone holds for what there is', async () => {
  const { tenant, dashboard } = await account('Pacific/Kiritimati', [
    '2026-10-31T09:59:59Z',
    '2026-10-31T10:00:00Z',
    '2026-11-02T10:00:00Z',
  ]);
  expect(await dashboard()).toMatchObject({
    total_calls: 2,
    usage_trend: { '2026-10-31': { calls: 1 }, '2026-11-01': { calls: 1 }, '2026-11-03': { calls: 1 } },
  });
  await database.system
    .updateTable('tenants')
    .set({ timezone: 'Pacific/Pago_Pago' })
    .where('id', '=', tenant.id)
    .execute();
  // It is still the 2nd there.
  const there = await dashboard();
  expect(there).toMatchObject({
    total_calls: 1,
    usage_trend: { '2026-10-30': { calls: 2 }, '2026-10-31': { calls: 0 }, '2026-11-01': { calls: 1 } },
  });
  expect(Object.keys(there['usage_trend'] as object)).not.toContain('2026-11-03');
});
