import { ownerUrlOf } from '@leadlock/db/testing/test-database';
import { useDatabase } from '@leadlock/db/testing/use-database';
import { createAuthentication } from '@leadlock/identity/auth';
import { runIdentityJobs, signIn } from '@leadlock/identity/testing';
import { createMetrics } from '@leadlock/observability/metrics';
import { blockedSessions } from '@leadlock/testing/blocked-sessions';
import { createTenant, createTestContext } from '@leadlock/testing/factories';
import { refuseRows } from '@leadlock/testing/refuse-rows';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApiServer, type ApiServer } from '../src/server.ts';

let server: ApiServer;
const database = await useDatabase();
const system = createTestContext(database);
beforeAll(async () => {
  server = await startApiServer({
    system,
    authentication: createAuthentication(system),
    metrics: createMetrics({ service: 'api' }),
    isDraining: () => false,
    port: 0,
    host: '127.0.0.1',
  });
});
afterAll(async () => {
  await server.drain({ noticeMs: 0, patienceMs: 5_000 });
});

async function call(token: string, method: string, path: string, body?: object, subAccountId?: string) {
  const response = await fetch(`http://127.0.0.1:${server.port}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      'x-request-id': 'request-of-the-test',
      ...(body ? { 'content-type': 'application/json' } : {}),
      ...(subAccountId === undefined ? {} : { 'x-sub-account-id': subAccountId }),
    },
    body: body && JSON.stringify(body),
  });
  return { status: response.status, body: await response.json().catch<unknown>(() => null) };
}
const agent = { name: 'Front desk', system_prompt: 'The door code is 4711.' };
const idOf = ({ body }: { body: unknown }): string => (body as { id: string }).id;

test('what owners and admins change is kept, over both doors, without its values', async () => {
  const tenant = await createTenant(database);
  const owner = await signIn(system, tenant);
  const id = idOf(await call(owner, 'POST', '/agents', agent));
  await call(owner, 'PATCH', `/agents/${id}`, { greeting: 'Hello' });
  await call(owner, 'POST', '/trpc/agents.update', { agent_id: id, greeting: 'Good morning' });
  await call(owner, 'GET', `/agents/${id}`);
  const { body } = await call(owner, 'GET', '/audit-log');
  const actor = expect.objectContaining({ type: 'user', role: 'owner' });
  const entry = { actor, outcome: 'succeeded', request_id: 'request-of-the-test', ip: '127.0.0.1' };
  expect(body).toMatchObject({
    total: 3,
    entries: [
      { ...entry, operation: 'agents.update', target: { agent_id: id } },
      { ...entry, operation: 'agents.update', target: { agent_id: id } },
      { ...entry, operation: 'agents.create', target: { id } },
    ],
  });
  expect(JSON.stringify(body)).not.toContain('4711');
  expect((await call(owner, 'GET', '/audit-log?operation=agents.create')).body).toMatchObject({ total: 1 });
});

test('neither members’ work nor what was refused is kept, and members may not read', async () => {
  const tenant = await createTenant(database);
  const owner = await signIn(system, tenant);
  const member = await signIn(system, tenant, { role: 'member' });
  expect((await call(member, 'POST', '/agents', agent)).status).toBe(201);
  expect((await call(owner, 'POST', '/agents', { name: 7 })).status).toBe(422);
  expect((await call(owner, 'DELETE', '/agents/none')).status).toBe(404);
  expect((await call(owner, 'GET', '/audit-log')).body).toEqual({ entries: [], total: 0 });
  expect((await call(member, 'GET', '/audit-log')).status).toBe(403);
});

test('what an agency does for a sub-account that it names stands in the sub-account’s log only', async () => {
  const agency = await createTenant(database, { tenant_type: 'agency', plan: 'agency' });
  const subAccount = await createTenant(database, { parent_tenant_id: agency.id });
  const owner = await signIn(system, agency);
  await call(owner, 'POST', '/agents', agent, subAccount.id);
  expect((await call(owner, 'GET', '/audit-log', undefined, subAccount.id)).body).toMatchObject({ total: 1 });
  expect((await call(owner, 'GET', '/audit-log')).body).toMatchObject({ total: 0 });
});

test('what an agency does to its sub-accounts stands in both logs, with every id, and in nobody else’s', async () => {
  const agency = await createTenant(database, { tenant_type: 'agency', plan: 'agency' });
  const [source, target] = [
    await createTenant(database, { parent_tenant_id: agency.id }),
    await createTenant(database, { parent_tenant_id: agency.id }),
  ];
  const stranger = await createTenant(database);
  const owner = await signIn(system, agency);
  const agentId = idOf(await call(await signIn(system, source), 'POST', '/agents', agent));
  const copy = { source_tenant_id: source.id, target_tenant_id: target.id };
  expect((await call(owner, 'POST', `/agency/agents/${agentId}/copy`, copy)).status).toBe(201);
  expect((await call(owner, 'POST', `/agency/sub-accounts/${target.id}/suspend`, {})).status).toBe(200);
  expect((await call(owner, 'POST', `/agency/sub-accounts/${stranger.id}/suspend`, {})).status).toBe(404);
  expect((await call(owner, 'POST', '/agency/sub-accounts/check-slug', { slug: 'a-b' })).status).toBe(200);
  const copied = { operation: 'agency.agents.copy', target: { agent_id: agentId }, outcome: 'succeeded' };
  const suspended = { operation: 'agency.subAccounts.suspend', target: { sub_account_id: target.id } };
  const logOf = async (token: string) => (await call(token, 'GET', '/audit-log')).body;
  expect(await logOf(owner)).toMatchObject({ total: 2, entries: [suspended, copied] });
  expect(await logOf(await signIn(system, target))).toMatchObject({ total: 2, entries: [suspended, copied] });
  expect(await logOf(await signIn(system, source))).toMatchObject({ total: 2, entries: [copied, {}] });
  expect(await logOf(await signIn(system, stranger))).toMatchObject({ total: 0 });
});

test('an entry is there before its change is, which waits for it', async () => {
  const tenant = await createTenant(database);
  const owner = await signIn(system, tenant);
  const logged = () => database.system.selectFrom('audit_log').selectAll().where('tenant_id', '=', tenant.id).execute();
  const id = idOf(await call(owner, 'POST', '/agents', agent));
  const { change } = await database.system.transaction().execute(async (trx) => {
    await trx.selectFrom('agents').select('id').where('id', '=', id).forUpdate().execute();
    const change = call(owner, 'PATCH', `/agents/${id}`, { greeting: 'Hello' });
    await expect.poll(() => blockedSessions(trx), { timeout: 20_000 }).toBe(1);
    expect(await logged()).toMatchObject([
      { operation: 'agents.create', outcome: 'succeeded' },
      { operation: 'agents.update', outcome: 'begun', target: { agent_id: id } },
    ]);
    return { change };
  });
  expect((await change).status).toBe(200);
  expect(await logged()).toMatchObject([{}, { operation: 'agents.update', outcome: 'succeeded' }]);
});

test('a change that broke stands as failed, and without an entry nothing is changed', async () => {
  const tenant = await createTenant(database);
  const owner = await signIn(system, tenant);
  const createWithout = (table: string) =>
    refuseRows(ownerUrlOf(database), { table, tenantId: tenant.id }, () => call(owner, 'POST', '/agents', agent));
  expect((await createWithout('agents')).status).toBe(500);
  expect((await call(owner, 'GET', '/audit-log')).body).toMatchObject({
    total: 1,
    entries: [{ operation: 'agents.create', outcome: 'failed', target: {} }],
  });
  expect((await createWithout('audit_log')).status).toBe(500);
  expect((await call(owner, 'GET', '/agents')).body).toMatchObject({ total: 0 });
});

test('changes of one RPC batch have each its own name', async () => {
  const owner = await signIn(system, await createTenant(database));
  const path = '/trpc/agents.create,apiKeys.create?batch=1';
  expect((await call(owner, 'POST', path, { 0: agent, 1: { name: 'Key' } })).status).toBe(200);
  const { entries } = (await call(owner, 'GET', '/audit-log')).body as { entries: { operation: string }[] };
  expect(entries.map(({ operation }) => operation).toSorted()).toEqual(['agents.create', 'apiKeys.create']);
});

test('who comes in by an invitation or chooses a new password stands in the log', async () => {
  const tenant = await createTenant(database);
  const owner = await signIn(system, tenant);
  const post = (path: string, body: object) =>
    fetch(`http://127.0.0.1:${server.port}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-request-id': 'request-of-the-newcomer' },
      body: JSON.stringify(body),
    });
  const sentToken = async () => {
    await runIdentityJobs(system);
    return /token=(\S+)/.exec(system.providers.email.sent.at(-1)?.text ?? '')?.[1];
  };
  const email = `sam-${tenant.id}@example.com`;
  await call(owner, 'POST', '/auth/members', { email });
  const password = 'a new and unusual password';
  const accepted = await post('/auth/accept-invite', { token: await sentToken(), password });
  const { user } = (await accepted.json()) as { user: { id: string } };
  await post('/auth/forgot-password', { email });
  expect((await post('/auth/reset-password', { token: await sentToken(), new_password: password })).status).toBe(200);
  const entry = {
    actor: { type: 'user', userId: user.id, role: 'member' },
    target: { user_id: user.id },
    outcome: 'succeeded',
    request_id: 'request-of-the-newcomer',
    ip: '127.0.0.1',
  };
  expect((await call(owner, 'GET', '/audit-log')).body).toMatchObject({
    entries: [{ ...entry, operation: 'passwordReset.reset' }, { ...entry, operation: 'invites.accept' }, {}],
  });
});
