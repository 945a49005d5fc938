import { signIn, useOperations } from '@leadlock/identity/testing';
import { createAgent, createTenant } from '@leadlock/testing/factories';
import { useDatabase } from '@leadlock/testing/use-database';
import { expect, test } from 'vitest';
import { createAgencyWorld } from '../../test/agency-world.ts';
import { agencyRouter } from '../router.ts';

const database = await useDatabase();
const world = await createAgencyWorld(database);
const api = await useOperations(agencyRouter, world.system);
const token = await signIn(world.system, world.agency);

const bright = await createTenant(database, { parent_tenant_id: world.agency.id, name: 'Bright Smile' });
const spoken = (settings: Record<string, unknown>) => ({ settings: { system_prompt: 'Be brief.', ...settings } });
await createAgent(database, bright, {
  name: 'Front desk',
  ...spoken({ voice_provider: 'openai', openai_voice: 'cedar' }),
});
const night = await createAgent(database, world.sibling, {
  name: 'night',
  ...spoken({ voice_provider: 'xai', voice: 'rex' }),
});
await createAgent(database, bright, { name: 'Sales', ...spoken({ voice_provider: 'xai', voice: 'eve' }) });
const foreign = await createAgent(database, world.foreignSubAccount, { name: 'Front desk of others' });
const gone = await createTenant(database, { parent_tenant_id: world.agency.id, is_active: false });
await createAgent(database, gone, { name: 'Front desk of the past' });

interface Found {
  agents: { name: string; voice: string; sub_account_name: string }[];
  total: number;
}

async function find(query: string) {
  const { body } = await api.request('GET', `/agency/agents/search?${query}`, { token });
  const { agents, total } = body as Found;
  return { names: agents.map(({ name }) => name), total };
}

test('agents of all active sub-accounts are read by the page, newest first', async () => {
  expect(await find('limit=2')).toEqual({ names: ['Sales', 'night'], total: 3 });
  expect(await find('limit=2&offset=2')).toEqual({ names: ['Front desk'], total: 3 });
  const { body } = await api.request('GET', '/agency/agents/search?limit=1', { token });
  expect(body).toMatchObject({ agents: [{ voice: 'eve', sub_account_name: 'Bright Smile', phone_count: 0 }] });
});

test('they are found by words in their name or their sub-account’s, and by sub-account', async () => {
  expect((await find('search=desk%20bright')).names).toEqual(['Front desk']);
  expect((await find('search=bright')).names).toEqual(['Sales', 'Front desk']);
  expect(await find(`sub_account_id=${world.sibling.id}`)).toEqual({ names: ['night'], total: 1 });
  for (const id of [world.foreignSubAccount.id, world.agency.id, 'x']) {
    expect((await find(`sub_account_id=${id}`)).total).toBe(0);
  }
  expect(await find(`agent_id=${night.id}`)).toEqual({ names: ['night'], total: 1 });
  for (const id of [foreign.id, 'x']) expect((await find(`agent_id=${id}`)).total).toBe(0);
});

test('they are sorted by what lists show', async () => {
  expect((await find('sort=name&desc=false')).names).toEqual(['Front desk', 'night', 'Sales']);
  expect((await find('sort=voice&desc=false')).names).toEqual(['Front desk', 'Sales', 'night']);
  expect((await find('sort=account&desc=false&limit=2')).names).toEqual(['Sales', 'Front desk']);
  for (const sort of ['numbers', 'active', 'created']) expect((await find(`sort=${sort}`)).names[0]).toBe('Sales');
});

test('only an agency finds them, and what cannot be is refused', async () => {
  const asClient = await signIn(world.system, world.subAccount);
  expect((await api.request('GET', '/agency/agents/search', { token: asClient })).status).toBe(403);
  expect((await api.request('GET', '/agency/agents/search')).status).toBe(401);
  for (const query of ['limit=101', 'offset=-1', 'sort=prompt', `search=${'x'.repeat(201)}`]) {
    expect((await api.request('GET', `/agency/agents/search?${query}`, { token })).status).toBe(422);
  }
});
