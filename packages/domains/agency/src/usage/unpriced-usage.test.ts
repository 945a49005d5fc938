import { signIn, useOperations } from '@leadlock/identity/testing';
import { useDatabase } from '@leadlock/testing/use-database';
import { beforeEach, expect, test } from 'vitest';
import { addCall, createAgencyWorld } from '../../test/agency-world.ts';
import { agencyRouter } from '../router.ts';

let token: string;
const database = await useDatabase();
let world = await createAgencyWorld(database);
const api = await useOperations(agencyRouter, world.system);
beforeEach(async () => {
  world = { ...(await createAgencyWorld(database)), system: world.system };
  token = await signIn(world.system, world.agency);
});

const unpriced = async (query = '') => (await api.request('GET', `/agency/usage/unpriced${query}`, { token })).body;

test('is counted as the list is filtered, and named on each page', async () => {
  const { subAccount, sibling, foreignSubAccount } = world;
  const at = (day: string) => ({ at: new Date(`${day}T10:00:00Z`) });
  await addCall(database, subAccount, { ...at('2026-11-21'), cost: 30 });
  const unknown = { cost: null, revenue: 60, provider: 'xai', direction: 'outbound' } as const;
  const { recordId } = await addCall(database, subAccount, { ...at('2026-11-20'), ...unknown });
  await addCall(database, sibling, at('2026-11-19'));
  await addCall(database, foreignSubAccount, { ...at('2026-11-20'), cost: null });
  const amount = { calls: 1, revenue_cents: 60 };
  const all = {
    ...amount,
    by_sub_account: [{ sub_account_id: subAccount.id, ...amount }],
    by_provider: [{ provider: 'xai', ...amount }],
    by_direction: [{ direction: 'outbound', ...amount }],
    by_day: [{ date: '2026-11-20', ...amount }],
    record_ids: [recordId],
  };
  const none = {
    calls: 0,
    revenue_cents: 0,
    by_sub_account: [],
    by_provider: [],
    by_direction: [],
    by_day: [],
    record_ids: [],
  };
  expect(await unpriced()).toEqual(all);
  expect(await unpriced(`?date_from=2026-11-20&sub_account_id=${subAccount.id}`)).toEqual(all);
  expect(await unpriced('?limit=1')).toEqual({ ...all, record_ids: [] });
  expect(await unpriced('?limit=1&offset=1')).toEqual(all);
  expect(await unpriced('?date_to=2026-11-19')).toEqual(none);
  expect(await unpriced(`?sub_account_id=${sibling.id}`)).toEqual(none);
});

test('is told from what costs nothing and brings nothing', async () => {
  await addCall(database, world.subAccount, { cost: 0, revenue: 0 });
  const { recordId } = await addCall(database, world.subAccount, { cost: null, revenue: 0 });
  expect(await unpriced()).toMatchObject({ calls: 1, record_ids: [recordId] });
});
