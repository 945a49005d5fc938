import { signIn, useOperations } from '@leadlock/identity/testing';
import { useDatabase } from '@leadlock/testing/use-database';
import { parse } from 'csv-parse/sync';
import { beforeAll, expect, test } from 'vitest';
import { addCall, correctCall, createAgencyWorld } from '../../test/agency-world.ts';
import { agencyRouter } from '../router.ts';
import type { UnpricedUsage, UsageExportResponse } from './schemas.ts';

let headers: Record<string, string>;
const database = await useDatabase();
const world = await createAgencyWorld(database);
const api = await useOperations(agencyRouter, world.system);
beforeAll(async () => {
  headers = { authorization: `Bearer ${await signIn(world.system, world.agency)}` };
});

const text = async (path: string) => (await fetch(api.url + path, { headers })).text();
const usage = async (query = '') => JSON.parse(await text(`/agency/usage${query}`)) as UsageExportResponse;

test('a call whose bill was corrected is there once, and the records add up to the sums', async () => {
  const at = (day: number) => new Date(`2026-11-${day}T23:59:50Z`);
  const plain = await addCall(database, world.subAccount, { at: at(19), minutes: 1, cost: 5, revenue: 20 });
  const wrong = await addCall(database, world.subAccount, { at: at(20), minutes: 1, cost: null, revenue: 20 });
  // Longer, and over on another day.
  const once = await correctCall(database, wrong, { minutes: 2, cost: 12, revenue: 40, at: at(21) });
  const corrected = { callId: wrong.callId, ...once };
  const twice = await correctCall(database, corrected, { minutes: 3, cost: 18, revenue: 60, at: at(21) });

  const all = await usage();
  expect(all.records.map(({ id }) => id)).toEqual([twice.recordId, plain.recordId]);
  expect(all.total).toBe(all.records.length);
  expect(all.records.map(({ minutes }) => minutes)).toEqual([3, 1]);
  expect(all.summary).toMatchObject({
    total_calls: 2,
    total_seconds: 210,
    total_cost_cents: 23,
    total_revenue_cents: 80,
  });
  expect(await usage('?offset=1&limit=1')).toMatchObject({ records: [{ id: plain.recordId }], total: 2 });
  expect(await usage('?date_from=2026-11-20&date_to=2026-11-20')).toMatchObject({
    records: [],
    total: 0,
    summary: { total_cost_cents: 0, total_revenue_cents: 0 },
  });
  const rows = parse<{ id: string; minutes: string }>(await text('/agency/usage/export'), { columns: true, bom: true });
  expect(rows.map(({ id, minutes }) => [id, minutes])).toEqual([
    [twice.recordId, '3'],
    [plain.recordId, '1'],
  ]);
  const unpriced = JSON.parse(await text('/agency/usage/unpriced')) as UnpricedUsage;
  expect(unpriced).toMatchObject({ calls: 0, revenue_cents: 0, by_day: [], record_ids: [] });
});
