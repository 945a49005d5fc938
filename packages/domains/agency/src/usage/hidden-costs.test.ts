import { signIn, useOperations } from '@leadlock/identity/testing';
import { useDatabase } from '@leadlock/testing/use-database';
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { addCall, createAgencyWorld } from '../../test/agency-world.ts';
import { agencyRouter } from '../router.ts';
import type { AgencyOverview, UnpricedUsage, UsageExportResponse } from './schemas.ts';

const database = await useDatabase();
const world = await createAgencyWorld(database);
const api = await useOperations(agencyRouter, world.system);

/** Each amount of money under a path in an answer, by the name of its field. */
function amounts(value: unknown, name = ''): [string, number][] {
  if (typeof value === 'number') return /cost|margin/.test(name) ? [[name, value]] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([field, inner]) => amounts(inner, Array.isArray(value) ? name : field));
}

test('members of an agency see what clients pay, and of all costs that they are not known', async () => {
  const { subAccount, agency } = world;
  const calls = [
    await addCall(database, subAccount, { cost: 31, revenue: 60, provider: 'xai' }),
    await addCall(database, subAccount, { cost: 17, revenue: 20, provider: 'openai' }),
  ];
  const as = {
    member: await signIn(world.system, agency, { role: 'member' }),
    admin: await signIn(world.system, agency),
  };
  const get = async <Body>(path: string, who: keyof typeof as) =>
    (await api.request('GET', path, { token: as[who] })).body as Body;

  for (const path of ['/agency/overview', '/agency/usage', `/agency/sub-accounts/${subAccount.id}/usage`]) {
    const seen = amounts(await get(path, 'member'));
    expect(seen.length).toBeGreaterThan(0);
    expect(seen.filter(([, amount]) => amount !== 0)).toEqual([]);
    expect(amounts(await get(path, 'admin')).some(([, amount]) => amount !== 0)).toBe(true);
  }
  expect(await get<AgencyOverview>('/agency/overview', 'member')).toMatchObject({ total_revenue_cents: 80 });
  const usage = await get<UsageExportResponse>('/agency/usage', 'member');
  expect(usage).toMatchObject({ total: 2, summary: { total_revenue_cents: 80 } });
  const unpriced = await get<UnpricedUsage>('/agency/usage/unpriced', 'member');
  const amount = { calls: 2, revenue_cents: 80 };
  expect(unpriced).toMatchObject({ ...amount, by_sub_account: [{ sub_account_id: subAccount.id, ...amount }] });
  expect(unpriced.record_ids.toSorted()).toEqual(calls.map(({ recordId }) => recordId).toSorted());
  expect(await get('/agency/usage/unpriced', 'admin')).toMatchObject({ calls: 0, record_ids: [] });

  const headers = { authorization: `Bearer ${as.member}` };
  const file = await (await fetch(`${api.url}/agency/usage/export`, { headers })).text();
  const rows: Record<string, string>[] = parse(file, { columns: true, bom: true });
  expect(rows.map((row) => [row.cost_cents, row.margin_cents])).toEqual([
    ['', ''],
    ['', ''],
  ]);
});
