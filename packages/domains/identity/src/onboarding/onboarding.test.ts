import { newId } from '@leadlock/core/ids';
import { createAgent, createTenant, createTestContext } from '@leadlock/testing/factories';
import { useDatabase } from '@leadlock/testing/use-database';
import { beforeEach, expect, test } from 'vitest';
import { identityRouter } from '../router.ts';
import { signIn, useOperations } from '../testing/index.ts';

let tenant: { id: string };
let token: string;
const database = await useDatabase();
const ctx = createTestContext(database);
const api = await useOperations(identityRouter, ctx);
beforeEach(async () => {
  tenant = await createTenant(database);
  token = await signIn(ctx, tenant, { role: 'admin' });
});

const read = () => api.request('GET', '/onboarding/progress', { token });
const complete = (step: number | string, body: Record<string, unknown> = {}) =>
  api.request('PUT', `/onboarding/progress/${step}`, { token, body });
const skip = (step: number) => api.request('POST', `/onboarding/skip/${step}`, { token });
const navigate = (step: number) => api.request('PUT', `/onboarding/navigate/${step}`, { token });

test('it is begun once, also by many readers at once', async () => {
  const replies = await Promise.all(Array.from({ length: 5 }, read));
  const [first] = replies;
  expect(first).toMatchObject({
    status: 200,
    body: { tenant_id: tenant.id, current_step: 1, completed_steps: [], deployed: false, completed_at: null },
  });
  for (const reply of replies) expect(reply.body).toEqual(first?.body);
});

test('steps are done in their order, optional ones skipped, to the end and from the beginning', async () => {
  const agent = await createAgent(database, tenant);
  expect(await complete(1, { business_name: ' Bright Smile ', industry: 'Dental' })).toMatchObject({
    status: 200,
    body: { current_step: 2, completed_steps: [1], business_name: 'Bright Smile', industry: 'Dental' },
  });
  expect(await skip(2)).toMatchObject({ body: { current_step: 3, completed_steps: [1, 2], ghl_connected: false } });
  expect(await complete(3, { purchased: true, industry: null })).toMatchObject({
    body: { phone_purchased: true, industry: 'Dental' },
  });
  expect(await complete(4, { connected: true })).toMatchObject({
    body: { calendar_connected: true, ghl_connected: false },
  });
  expect(await complete(5, { created: true, agent_id: agent.id })).toMatchObject({
    body: { agent_created: true, agent_id: agent.id, completed_at: null },
  });
  expect(await complete(6, { completed: true })).toMatchObject({
    body: { test_call_completed: true, current_step: 7 },
  });
  expect(await complete(7, { deployed: true })).toMatchObject({
    body: {
      deployed: true,
      current_step: 7,
      completed_steps: [1, 2, 3, 4, 5, 6, 7],
      completed_at: expect.any(String) as string,
    },
  });
  expect(await api.request('POST', '/onboarding/reset', { token })).toMatchObject({
    status: 200,
    body: { current_step: 1, completed_steps: [], business_name: null, agent_id: null, completed_at: null },
  });
});

test('nobody runs ahead, and what is behind can be visited and done again', async () => {
  const tooEarly = { status: 400, body: { detail: 'Complete step 1 before step 2' } };
  expect(await complete(2)).toMatchObject(tooEarly);
  expect(await skip(2)).toMatchObject(tooEarly);
  expect(await navigate(2)).toMatchObject({
    status: 400,
    body: { detail: 'Step 2 is not complete. Continue with step 1.' },
  });
  await complete(1);
  await complete(2, { connected: true });
  expect(await navigate(1)).toMatchObject({ status: 200, body: { current_step: 1, completed_steps: [1, 2] } });
  // Step 3 comes next, but it is neither done nor shown: the way there goes through the steps before it.
  expect(await navigate(3)).toMatchObject({ status: 400 });
  expect(await navigate(4)).toMatchObject({ status: 400 });
  expect(await navigate(1)).toMatchObject({ status: 200, body: { current_step: 1 } });
  expect(await navigate(2)).toMatchObject({ status: 200, body: { current_step: 2 } });
  expect(await complete(2)).toMatchObject({ status: 200, body: { current_step: 3 } });
  expect(await navigate(3)).toMatchObject({ status: 200, body: { current_step: 3, completed_steps: [1, 2] } });
  expect(await navigate(1)).toMatchObject({ status: 200 });
  expect(await complete(1, { industry: 'Law' })).toMatchObject({
    body: { current_step: 2, completed_steps: [1, 2], industry: 'Law', ghl_connected: true },
  });
});

test('only the steps 2, 3 and 7 can be skipped, in either way', async () => {
  for (const step of [1, 4, 5, 6]) {
    const refused = { status: 400, body: { detail: `Step ${step} is required` } };
    for (let earlier = 1; earlier < step; earlier++) await complete(earlier);
    expect(await skip(step)).toMatchObject(refused);
    expect(await complete(step, { skipped: true })).toMatchObject(refused);
  }
  await complete(6);
  expect(await skip(7)).toMatchObject({
    status: 200,
    body: { deployed: false, completed_at: expect.any(String) as string },
  });
});

test('ids must be this tenant’s', async () => {
  const foreign = await createAgent(database, await createTenant(database));
  for (const [field, id] of [
    ['agent_id', foreign.id],
    ['phone_number_id', newId()],
    ['ghl_integration_id', 'no-id'],
    ['sub_account_id', tenant.id],
  ] as const) {
    expect(await complete(1, { [field]: id })).toMatchObject({
      status: 422,
      body: { detail: [{ loc: ['body', field] }] },
    });
  }
  expect(await read()).toMatchObject({ body: { completed_steps: [] } });
});

test('a sub-account may name the integration that its agency has assigned to it', async () => {
  const agency = await createTenant(database, { tenant_type: 'agency', plan: 'agency' });
  const subAccount = await createTenant(database, { parent_tenant_id: agency.id });
  const sibling = await createTenant(database, { parent_tenant_id: agency.id });
  const id = newId();
  await database.system
    .insertInto('integrations')
    .values({ tenant_id: agency.id, id, provider: 'ghl', account_id: `loc-${id}`, sealed_credentials: 'x' })
    .execute();
  await database.system
    .insertInto('sub_account_integrations')
    .values({ tenant_id: subAccount.id, integration_id: id, agency_id: agency.id, provider: 'ghl' })
    .execute();
  const name = async (account: { id: string }) =>
    api.request('PUT', '/onboarding/progress/1', {
      token: await signIn(ctx, account, { role: 'admin' }),
      body: { ghl_integration_id: id },
    });
  expect(await name(subAccount)).toMatchObject({ status: 200, body: { ghl_integration_id: id } });
  expect(await name(sibling)).toMatchObject({ status: 422 });
});

test('members read and do not change; steps are from 1 to 7', async () => {
  const member = await signIn(ctx, tenant, { role: 'member' });
  expect(await api.request('GET', '/onboarding/progress', { token: member })).toMatchObject({ status: 200 });
  for (const [method, path] of [
    ['PUT', '/onboarding/progress/1'],
    ['POST', '/onboarding/skip/2'],
    ['PUT', '/onboarding/navigate/1'],
    ['POST', '/onboarding/reset'],
  ] as const) {
    const body = method === 'PUT' ? {} : undefined;
    expect([path, (await api.request(method, path, { token: member, body })).status]).toEqual([path, 403]);
    expect([path, (await api.request(method, path, { body })).status]).toEqual([path, 401]);
  }
  for (const step of [0, 8, 'one']) {
    expect(await complete(step)).toMatchObject({ status: 422, body: { detail: [{ loc: ['path', 'step'] }] } });
  }
});
