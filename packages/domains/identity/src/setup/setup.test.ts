import { newId } from '@leadlock/core/ids';
import { createAgent, createTenant, createTestContext } from '@leadlock/testing/factories';
import { useDatabase } from '@leadlock/testing/use-database';
import { expect, test } from 'vitest';
import { identityRouter } from '../router.ts';
import { signIn, useOperations } from '../testing/index.ts';

const database = await useDatabase();
const ctx = createTestContext(database);
const api = await useOperations(identityRouter, ctx);

test('the status follows what the tenant has, task by task, and back', async () => {
  const agency = await createTenant(database, { tenant_type: 'agency', plan: 'agency' });
  const tenant = await createTenant(database, { parent_tenant_id: agency.id });
  const token = await signIn(ctx, tenant, { role: 'member' });
  let details: Record<string, string | null> = {};
  const done = async () => {
    const { status, body } = await api.request('GET', '/setup/status', { token });
    expect(status).toBe(200);
    const { tasks, ...summary } = body as { tasks: Record<string, { complete: boolean; detail: string | null }> };
    // Nothing but what the reference's TaskStatus has.
    for (const task of Object.values(tasks)) expect(Object.keys(task).toSorted()).toEqual(['complete', 'detail']);
    details = Object.fromEntries(Object.entries(tasks).map(([name, { detail }]) => [name, detail]));
    return { ...summary, done: Object.keys(tasks).filter((name) => tasks[name]?.complete) };
  };
  const nothing = { total_count: 5, required_complete: false, all_complete: false, done: [], completed_count: 0 };
  expect(await done()).toEqual(nothing);
  expect(new Set(Object.values(details))).toEqual(new Set([null]));

  const integration = {
    tenant_id: agency.id,
    id: newId(),
    provider: 'ghl',
    account_id: newId(),
    sealed_credentials: 'x',
  };
  await database.system.insertInto('integrations').values(integration).execute();
  expect(await done()).toEqual(nothing);
  await database.system
    .insertInto('sub_account_integrations')
    .values({ tenant_id: tenant.id, integration_id: integration.id, agency_id: agency.id, provider: 'ghl' })
    .execute();
  const number = { id: newId(), twilio_sid: 'PN1', phone_number: `+1415${Math.floor(Math.random() * 1e7)}` };
  await database.system
    .insertInto('phone_numbers')
    .values({ ...number, tenant_id: agency.id, sub_account_id: tenant.id, user_tenant_id: tenant.id })
    .execute();
  const agent = await createAgent(database, tenant);
  expect(await done()).toMatchObject({
    done: ['connect_crm', 'add_phone_number', 'create_agent'],
    required_complete: false,
  });

  const assign = (agent_id: string | null) =>
    database.system.updateTable('phone_numbers').set({ agent_id }).where('id', '=', number.id).execute();
  await assign(agent.id);
  expect(await done()).toMatchObject({ completed_count: 4, required_complete: true, all_complete: false });
  expect(details).toMatchObject({
    connect_crm: 'GoHighLevel connected',
    add_phone_number: '1 phone number',
    create_agent: '1 agent',
    assign_phone_number: '1 phone number with an active agent',
    take_call: null,
  });
  const called = (status: string, answered_at: Date | null) =>
    database.system
      .insertInto('call_logs')
      .values({
        tenant_id: tenant.id,
        id: newId(),
        twilio_call_sid: newId(),
        direction: 'inbound',
        from_number: '+1',
        to_number: '+2',
        status,
        started_at: new Date(),
        answered_at,
      })
      .execute();
  // A call that was lost, that runs or that nobody has taken shows no one that calls are answered.
  await called('failed', new Date());
  await called('in-progress', new Date());
  await called('no-answer', null);
  expect(await done()).toMatchObject({ completed_count: 4, all_complete: false });
  await called('completed', new Date());
  expect(await done()).toMatchObject({ completed_count: 5, all_complete: true });
  await assign(null);
  expect(await done()).toMatchObject({ completed_count: 4, required_complete: false });
  expect(await api.request('GET', '/setup/status')).toMatchObject({ status: 401 });
});
