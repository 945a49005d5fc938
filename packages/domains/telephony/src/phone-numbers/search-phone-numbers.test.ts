import { newId } from '@leadlock/core/ids';
import { createAgent, createTenant } from '@leadlock/testing/factories';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { PhoneNumbersApi, type ServedNumbers } from '../../test/phone-numbers-api.ts';

let api: PhoneNumbersApi;
beforeAll(async () => {
  api = await PhoneNumbersApi.start();
});
afterEach(() => api.reset());
afterAll(() => api.close());

interface Found {
  phone_numbers: { id: string; phone_number: string; agent_name: string | null; sub_account_name: string | null }[];
  total: number;
}

async function found({ request }: ServedNumbers, query: string) {
  const { body } = await request('GET', `/search?${query}`);
  const { phone_numbers, total } = body as Found;
  return { names: phone_numbers.map(({ phone_number }) => phone_number), total };
}

let last = 0;
async function addNumbers(
  owner: string,
  rows: { friendly_name?: string; agent_id?: string; sub_account_id?: string }[],
) {
  const added = rows.map((row) => {
    last += 1;
    const id = newId();
    return {
      ...row,
      tenant_id: owner,
      user_tenant_id: row.sub_account_id ?? owner,
      id,
      twilio_sid: `PN${id}`,
      phone_number: `+1415555${String(last).padStart(4, '0')}`,
    };
  });
  await api.database.system.insertInto('phone_numbers').values(added).execute();
  return added.map(({ phone_number }) => phone_number);
}

test('numbers are read by the page and found by number, name, and agent', async () => {
  const served = await api.serve();
  const { world, request } = served;
  const agent = await createAgent(api.database, world.tenant, { name: 'Night desk' });
  await api.database.system.deleteFrom('phone_numbers').where('tenant_id', '=', world.tenant.id).execute();
  const [a = '', b = '', c = ''] = await addNumbers(world.tenant.id, [
    { friendly_name: 'Main line' },
    { agent_id: agent.id },
    { friendly_name: '50% off line' },
  ]);
  await addNumbers((await createTenant(api.database)).id, [{ friendly_name: 'Main line' }]);
  expect(await found(served, 'sort=number&desc=false&limit=2')).toEqual({ names: [a, b], total: 3 });
  expect(await found(served, 'sort=number&desc=false&limit=2&offset=2')).toEqual({ names: [c], total: 3 });
  expect((await found(served, 'search=LINE%20main')).names).toEqual([a]);
  expect((await found(served, 'search=%25')).names).toEqual([c]);
  const typed = `(${b.slice(2, 5)}) ${b.slice(5, 8)}-${b.slice(8)}`;
  expect((await found(served, `search=${encodeURIComponent(typed)}`)).names).toEqual([b]);
  // Numbers that nobody answers come last, whichever way.
  expect((await found(served, 'sort=agent&desc=false&limit=1')).names).toEqual([b]);
  expect((await found(served, 'sort=agent&desc=true&limit=1')).names).toEqual([b]);
  expect((await request('GET', `/search?agent_id=${agent.id}`)).body).toMatchObject({
    phone_numbers: [{ phone_number: b, agent_name: 'Night desk' }],
    total: 1,
  });
  for (const id of [newId(), 'x']) expect((await found(served, `agent_id=${id}`)).total).toBe(0);
});

test('an agency finds its numbers by client, and sees no names of the client’s agents', async () => {
  const served = await api.serveAgency();
  const { world, request, sub } = served;
  const agent = await createAgent(api.database, sub, { name: 'Secret' });
  const [own = '', used = ''] = await addNumbers(world.tenant.id, [{}, { sub_account_id: sub.id, agent_id: agent.id }]);
  const ofClient = await request('GET', `/search?sub_account_id=${sub.id}&sort=number&search=${used.slice(-4)}`);
  expect(ofClient.body).toMatchObject({
    phone_numbers: [{ phone_number: used, sub_account_name: 'Branch', agent_name: null }],
    total: 1,
  });
  expect(await found(served, 'assigned=false')).toEqual({ names: [own], total: 1 });
  expect((await found(served, 'assigned=true')).total).toBe(2);
  expect((await found(served, 'search=branch')).total).toBe(2);
  const asClient = await request('GET', '/search', undefined, { subAccountId: sub.id });
  expect((asClient.body as Found).phone_numbers.map(({ agent_name }) => agent_name)).toContain('Secret');
  expect((asClient.body as Found).phone_numbers.map(({ phone_number }) => phone_number)).not.toContain(own);
});

test('nobody finds any without a credential, nor by what cannot be', async () => {
  const { request } = await api.serve();
  expect((await request('GET', '/search', undefined, { token: undefined })).status).toBe(401);
  for (const query of ['limit=101', 'offset=-1', 'sort=cost', `search=${'5'.repeat(201)}`]) {
    expect((await request('GET', `/search?${query}`)).status).toBe(422);
  }
});
