import { signIn, useOperations } from '@leadlock/identity/testing';
import { createMovableClock } from '@leadlock/testing/factories';
import { useDatabase } from '@leadlock/testing/use-database';
import { beforeAll, expect, test } from 'vitest';
import { addCall, createAgencyWorld } from '../../test/agency-world.ts';
import { agencyRouter } from '../router.ts';
import type { AgencyOverview, UnpricedUsage, UsageExportResponse } from './schemas.ts';

const clock = createMovableClock(new Date('2026-11-22T12:00:00Z'));

const database = await useDatabase();
const world = await createAgencyWorld(database, { clock });
const api = await useOperations(agencyRouter, world.system);
const token = await signIn(world.system, world.agency);
beforeAll(async () => {
  for (const at of ['2026-11-19T18:14:59Z', '2026-11-19T18:15:00Z', '2026-11-20T18:14:59Z', '2026-11-20T18:15:00Z']) {
    await addCall(database, world.subAccount, { at: new Date(at), cost: null });
  }
});

const moveTo = (timezone: string, who = world.agency) =>
  database.system.updateTable('tenants').set({ timezone }).where('id', '=', who.id).execute();
const get = async (path: string) => (await api.request('GET', path, { token })).body;
const trend = async () =>
  ((await get('/agency/overview')) as AgencyOverview).daily_trend
    .filter(({ calls }) => calls > 0)
    .map(({ date, calls }) => [date, calls]);

test('an agency sees the days of its sub-accounts in its own zone, also after it has changed', async () => {
  await moveTo('Asia/Tokyo', world.subAccount);
  for (const [zone, days] of [
    [
      'Asia/Kathmandu',
      [
        ['2026-11-19', 1],
        ['2026-11-20', 2],
        ['2026-11-21', 1],
      ],
    ],
    [
      'America/New_York',
      [
        ['2026-11-19', 2],
        ['2026-11-20', 2],
      ],
    ],
    [
      'Asia/Kathmandu',
      [
        ['2026-11-19', 1],
        ['2026-11-20', 2],
        ['2026-11-21', 1],
      ],
    ],
  ] as const) {
    await moveTo(zone);
    expect([zone, await trend()]).toEqual([zone, days]);
  }
});

test('lists, sums, what is unpriced and the export mean the same days', async () => {
  await moveTo('Asia/Kathmandu');
  const query = 'date_from=2026-11-20&date_to=2026-11-20';
  const { records, total, summary } = (await get(`/agency/usage?${query}`)) as UsageExportResponse;
  expect([total, summary.total_calls]).toEqual([2, 2]);
  expect(records.map(({ date, time }) => [date, time])).toEqual([
    ['2026-11-20', '23:59:59'],
    ['2026-11-20', '00:00:00'],
  ]);
  const unpriced = (await get(`/agency/usage/unpriced?${query}`)) as UnpricedUsage;
  expect(unpriced).toMatchObject({ calls: 2, by_day: [{ date: '2026-11-20', calls: 2 }] });
  expect(unpriced.record_ids).toEqual(records.map(({ id }) => id));
  const csv = await fetch(`${api.url}/agency/usage/export?${query}`, { headers: { authorization: `Bearer ${token}` } });
  expect((await csv.text()).match(/2026-11-\d\d,\d\d:\d\d:\d\d/g)).toEqual([
    '2026-11-20,23:59:59',
    '2026-11-20,00:00:00',
  ]);
  // Of a time its day there counts.
  expect(await get('/agency/usage?date_from=2026-11-19T18:15:00Z&date_to=2026-11-20T18:14:59Z')).toMatchObject({
    total: 2,
  });
});

test('a new sub-account begins in the zone of its agency', async () => {
  await moveTo('Europe/Berlin');
  const { status, body } = await api.request('POST', '/agency/sub-accounts', {
    token,
    body: { name: 'Berlin', slug: `berlin-${Date.now()}` },
  });
  expect(status).toBe(201);
  const made = database.system
    .selectFrom('tenants')
    .select('timezone')
    .where('id', '=', (body as { id: string }).id);
  expect(await made.executeTakeFirst()).toEqual({ timezone: 'Europe/Berlin' });
});
