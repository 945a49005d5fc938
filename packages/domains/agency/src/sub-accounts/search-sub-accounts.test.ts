import { signIn, useOperations } from '@leadlock/identity/testing';
import { createAgent, createTenant } from '@leadlock/testing/factories';
import { useDatabase } from '@leadlock/testing/use-database';
import { expect, test } from 'vitest';
import { addCall, createAgencyWorld } from '../../test/agency-world.ts';
import { agencyRouter } from '../router.ts';

const database = await useDatabase();
const world = await createAgencyWorld(database);
const { agency } = world;
const api = await useOperations(agencyRouter, world.system);
const token = await signIn(world.system, agency);
await database.system.deleteFrom('tenants').where('parent_tenant_id', '=', agency.id).execute();

const below = (changes: Parameters<typeof createTenant>[1]) =>
  createTenant(database, { parent_tenant_id: agency.id, ...changes });
const bright = await below({ name: 'Bright Smile', per_minute_rate_cents: 10, admin_email: 'ada@bright.example' });
await below({ name: 'acme', per_minute_rate_cents: 30, suspended_at: new Date() });
await below({ name: 'Past', per_minute_rate_cents: 20, is_active: false });
await createAgent(database, bright);
await addCall(database, bright, { minutes: 3 });

async function find(query: string) {
  const { body } = await api.request('GET', `/agency/sub-accounts/search?${query}`, { token });
  const { sub_accounts, ...counts } = body as { sub_accounts: { name: string }[]; total: number };
  return { names: sub_accounts.map(({ name }) => name), ...counts };
}

test('sub-accounts are read by the page with their figures, without deleted ones unless asked for', async () => {
  expect(await find('limit=1')).toEqual({ names: ['acme'], total: 2, active: 2, deleted: 1 });
  expect(await find('limit=1&offset=1')).toEqual({ names: ['Bright Smile'], total: 2, active: 2, deleted: 1 });
  expect((await find('status=any')).names).toEqual(['Past', 'acme', 'Bright Smile']);
  expect((await find('status=active')).names).toEqual(['Bright Smile']);
  expect((await find('status=suspended')).names).toEqual(['acme']);
  expect((await find('status=deleted')).names).toEqual(['Past']);
  const { body } = await api.request('GET', '/agency/sub-accounts/search?search=smile', { token });
  expect(body).toMatchObject({ sub_accounts: [{ id: bright.id, agents_count: 1, total_calls: 1, total_minutes: 3 }] });
});

test('they are found by name, slug and administrator, and sorted by what lists show', async () => {
  expect((await find('search=BRIGHT.example')).names).toEqual(['Bright Smile']);
  expect((await find(`search=${bright.slug}%20smile`)).names).toEqual(['Bright Smile']);
  expect((await find('search=%25')).names).toEqual([]);
  expect((await find('sort=name&desc=false')).names).toEqual(['acme', 'Bright Smile']);
  expect((await find('sort=rate')).names).toEqual(['acme', 'Bright Smile']);
  for (const sort of ['agents', 'calls', 'minutes']) {
    expect((await find(`sort=${sort}`)).names).toEqual(['Bright Smile', 'acme']);
  }
});

test('another agency finds none of them, a sub-account may not look, and what cannot be is refused', async () => {
  const other = await signIn(world.system, world.foreign);
  const theirs = await api.request('GET', '/agency/sub-accounts/search?search=smile', { token: other });
  expect(theirs).toMatchObject({ status: 200, body: { sub_accounts: [], total: 0, active: 1, deleted: 0 } });
  const asClient = await signIn(world.system, bright);
  expect((await api.request('GET', '/agency/sub-accounts/search', { token: asClient })).status).toBe(403);
  expect((await api.request('GET', '/agency/sub-accounts/search')).status).toBe(401);
  for (const query of ['limit=101', 'offset=-1', 'sort=slug', 'status=gone', `search=${'x'.repeat(201)}`]) {
    expect((await api.request('GET', `/agency/sub-accounts/search?${query}`, { token })).status).toBe(422);
  }
});
