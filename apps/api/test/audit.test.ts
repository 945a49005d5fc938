import type { Actor } from '@leadlock/core/actor';
import { newId } from '@leadlock/core/ids';
import { ownerUrlOf } from '@leadlock/db/testing/test-database';
import { useDatabase } from '@leadlock/db/testing/use-database';
import { recordAudit } from '@leadlock/identity/audit';
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

interface InWords {
  entries: { actor: { kind: string; name: string | null }; action: { text: string; link: object | null }[] }[];
}

async function inWords(token: string, subAccountId?: string): Promise<string[]> {
  const { body } = await call(token, 'GET', '/trpc/audit.describe?input={}', undefined, subAccountId);
  const { entries } = (body as { result: { data: InWords } }).result.data;
  return entries.map(({ actor, action }) => {
    const words = action.map(({ text, link }) => (link === null ? text : `[${text}]`));
    return `${actor.kind}:${actor.name ?? '-'} ${words.join('')}`;
  });
}

test('the log says in words who did what to what, with links to what is there', async () => {
  const tenant = await createTenant(database);
  const owner = await signIn(system, tenant);
  const { email } = await database.system
    .selectFrom('users')
    .select('email')
    .where('tenant_id', '=', tenant.id)
    .executeTakeFirstOrThrow();
  const ava = idOf(await call(owner, 'POST', '/agents', { ...agent, name: 'Ava' }));
  const created = await call(owner, 'POST', '/auth/api-keys', { name: 'Zapier' });
  const { plaintext_key: key } = created.body as { plaintext_key: string };
  expect((await call(key, 'POST', '/agents', { ...agent, name: 'Bea' })).status).toBe(201);
  await call(owner, 'PATCH', '/auth/me', { full_name: 'Ana Lopez' });
  await call(owner, 'PATCH', `/agents/${ava}`, { system_prompt: 'Be brief.' });
  await call(owner, 'PATCH', `/agents/${ava}`, { name: 'Ava', greeting: 'Hi', 'No field': 1 });
  await call(owner, 'PATCH', `/agents/${ava}`, { name: 'Ava', greeting: 'Hi', is_active: true, temperature: 1 });
  expect((await inWords(owner)).slice(0, 3)).toEqual([
    'member:Ana Lopez changed 4 settings of the agent [Ava]',
    'member:Ana Lopez changed the name and greeting of the agent [Ava]',
    'member:Ana Lopez changed the prompt of the agent [Ava]',
  ]);
  await database.system.deleteFrom('audit_log').where('operation', '=', 'agents.update').execute();
  await call(owner, 'DELETE', `/agents/${ava}`);
  const by = 'member:Ana Lopez';
  expect(await inWords(owner)).toEqual([
    `${by} deleted the agent Ava`,
    `${by} changed their name`,
    'api_key:Zapier created the agent [Bea]',
    `${by} created the API key [Zapier]`,
    `${by} created an agent that was deleted later`,
  ]);
  await database.system.updateTable('users').set({ full_name: null }).where('tenant_id', '=', tenant.id).execute();
  await call(owner, 'DELETE', `/auth/api-keys/${idOf(created)}`);
  expect((await inWords(owner)).slice(0, 4)).toEqual([
    `member:${email} deleted the API key Zapier`,
    `member:${email} deleted the agent Ava`,
    `member:${email} changed their name`,
    'api_key:- created the agent [Bea]',
  ]);
  const member = await signIn(system, tenant, { role: 'member' });
  expect((await call(member, 'GET', '/trpc/audit.describe?input={}')).status).toBe(403);
});

test('a call that tries unsaved changes names its agent, which no path does', async () => {
  const tenant = await createTenant(database);
  const owner = await signIn(system, tenant);
  const ava = idOf(await call(owner, 'POST', '/agents', { ...agent, name: 'Ava' }));
  await call(owner, 'POST', '/trpc/testCalls.startDraft', { agent_id: ava, changes: { greeting: 'Hi.' } });
  expect((await inWords(owner))[0]).toMatch(/ tried unsaved changes to the agent \[Ava\]$/);
});

test('an agency reads names of its people and clients, a client none of its agency or of another client', async () => {
  const agency = await createTenant(database, { tenant_type: 'agency', plan: 'agency' });
  const source = await createTenant(database, { parent_tenant_id: agency.id, name: 'Bright Smile' });
  const target = await createTenant(database, { parent_tenant_id: agency.id, name: 'Gone Dental' });
  const owner = await signIn(system, agency);
  await call(owner, 'PATCH', '/auth/me', { full_name: 'Ana Lopez' });
  const agentId = idOf(await call(owner, 'POST', '/agents', { ...agent, name: 'Ava' }, source.id));
  const copy = { source_tenant_id: source.id, target_tenant_id: target.id };
  expect((await call(owner, 'POST', `/agency/agents/${agentId}/copy`, copy)).status).toBe(201);
  expect((await call(owner, 'POST', `/agency/sub-accounts/${target.id}/suspend`, {})).status).toBe(200);
  const price = { per_minute_rate_cents: 25 };
  expect((await call(owner, 'PATCH', `/agency/sub-accounts/${source.id}`, price)).status).toBe(200);
  expect(await inWords(owner)).toEqual([
    'member:Ana Lopez changed the price per minute of the client [Bright Smile]',
    'member:Ana Lopez suspended the client [Gone Dental]',
    'member:Ana Lopez copied the agent Ava to a client',
    'member:Ana Lopez changed their name',
  ]);
  expect(await inWords(owner, source.id)).toEqual([
    'member:Ana Lopez changed this account',
    'member:Ana Lopez copied the agent [Ava] to a client',
    'member:Ana Lopez created the agent [Ava]',
  ]);
  expect(await inWords(await signIn(system, target))).toEqual([
    'agency:- suspended this account',
    'agency:- copied an agent to a client',
  ]);
  expect((await inWords(await signIn(system, source))).at(-1)).toBe('agency:- created the agent [Ava]');
});

test('operators of the installation are its support, and an operation without a phrase can be read', async () => {
  const tenant = await createTenant(database);
  const owner = await signIn(system, tenant);
  const actor = { type: 'user', userId: newId(), role: 'owner', isSuperAdmin: true } as const;
  const entry = { tenantIds: [tenant.id], target: {}, requestId: 'r', ip: '::1', outcome: 'succeeded' } as const;
  const add = (given: Actor, operation: string, seconds: number) => {
    const occurredAt = new Date(Date.UTC(2026, 0, 1, 0, 0, seconds));
    return recordAudit(database.system, { ...entry, actor: given, operation, occurredAt });
  };
  await add(actor, 'agents.delete', 3);
  await add({ type: 'system', name: 'operator root@host' }, 'phoneNumbers.renewAll', 2);
  await add({ ...actor, isSuperAdmin: false }, 'constructor', 1);
  expect(await inWords(owner)).toEqual([
    'support:- deleted an agent',
    'system:operator root@host made a change (phone numbers: renew all)',
    'member:- made a change (constructor)',
  ]);
});
