import { newId } from '@leadlock/core/ids';
import { createAgent, createMovableClock, createTenant, createTestContext } from '@leadlock/testing/factories';
import { useDatabase } from '@leadlock/testing/use-database';
import { expect, test } from 'vitest';
import { identityRouter } from '../router.ts';
import { signIn, useOperations } from '../testing/index.ts';

const ctx = () => createTestContext(database, { clock: createMovableClock(new Date('2026-11-22T14:00:00Z')) });
const database = await useDatabase();
const api = await useOperations(identityRouter, ctx());

const call = (tenant: { id: string }, startedAt: string, seconds: number | null) =>
  database.system
    .insertInto('call_logs')
    .values({
      tenant_id: tenant.id,
      id: newId(),
      twilio_call_sid: newId(),
      direction: 'inbound',
      from_number: '+14155550100',
      to_number: '+14155550101',
      status: 'completed',
      started_at: new Date(startedAt),
      duration_seconds: seconds,
      billable_minutes: seconds === null ? null : Math.ceil(seconds / 60),
    })
    .execute();

test('a tenant reads itself with what it uses this month', async () => {
  const agency = await createTenant(database, { tenant_type: 'agency', plan: 'agency' });
  const tenant = await createTenant(database, { parent_tenant_id: agency.id, name: 'Harbor Plumbing' });
  await createAgent(database, tenant);
  await createAgent(database, tenant, { is_active: false });
  await createAgent(database, agency);
  const phone = `+1415${Math.floor(Math.random() * 1e7)}`;
  const assigned = { tenant_id: agency.id, sub_account_id: tenant.id, user_tenant_id: tenant.id };
  await database.system
    .insertInto('phone_numbers')
    .values({ ...assigned, id: newId(), twilio_sid: 'PN1', phone_number: phone })
    .execute();
  await call(tenant, '2026-10-31T23:59:59Z', 600);
  await call(tenant, '2026-11-01T00:00:00Z', 90);
  await call(tenant, '2026-11-22T13:00:00Z', 10);
  await call(tenant, '2026-11-22T13:30:00Z', null);
  await call(agency, '2026-11-22T13:00:00Z', 10);

  const expected = {
    status: 200,
    body: {
      id: tenant.id,
      name: 'Harbor Plumbing',
      tenant_type: 'sub_account',
      agent_limit: 25,
      stats: {
        total_agents: 2,
        active_agents: 1,
        total_phone_numbers: 1,
        total_calls_this_month: 3,
        total_minutes_this_month: 3,
      },
    },
  };
  const own = await signIn(ctx(), tenant, { role: 'member' });
  expect(await api.request('GET', '/tenants/me', { token: own })).toMatchObject(expected);
  const token = await signIn(ctx(), agency);
  expect(await api.request('GET', '/tenants/me', { token, subAccountId: tenant.id })).toMatchObject(expected);
  expect(await api.request('GET', '/tenants/me', { token })).toMatchObject({
    body: { id: agency.id, stats: { total_agents: 1, total_phone_numbers: 1, total_calls_this_month: 1 } },
  });
});

test('a tenant without anything has zeros, and nobody reads without credentials', async () => {
  const token = await signIn(ctx(), await createTenant(database));
  expect(await api.request('GET', '/tenants/me', { token })).toMatchObject({
    body: { stats: { total_agents: 0, total_calls_this_month: 0, total_minutes_this_month: 0 } },
  });
  expect(await api.request('GET', '/tenants/me')).toMatchObject({ status: 401 });
});
