import { newId } from '@leadlock/core/ids';
import { signIn, useOperations } from '@leadlock/identity/testing';
import { createAgent, createTenant, createTestContext } from '@leadlock/testing/factories';
import { useDatabase } from '@leadlock/testing/use-database';
import { findExampleProblems } from '@leadlock/trpc/document-examples';
import { beforeEach, describe, expect, test } from 'vitest';
import { agentsRouter } from '../router.ts';

const database = await useDatabase();
const ctx = createTestContext(database);
const api = await useOperations(agentsRouter, ctx);

let tenant: Awaited<ReturnType<typeof createTenant>>;
let token: string;
beforeEach(async () => {
  tenant = await createTenant(database);
  token = await signIn(ctx, tenant, { role: 'member' });
});

const body = { name: 'Front desk', system_prompt: 'You answer the phone.' };
const complaint = (...loc: (string | number)[]) => ({ detail: [expect.objectContaining({ loc: ['body', ...loc] })] });
const idOf = (reply: { body: unknown }) => (reply.body as { id: string }).id;

test('every operation has words and examples that its own schemas accept', () => {
  expect(findExampleProblems(agentsRouter)).toEqual([]);
});

test('agents are listed by name for whoever has to choose one, and only those of the tenant', async () => {
  const other = await createTenant(database);
  await createAgent(database, other, { name: 'Somebody else’s' });
  const older = await createAgent(database, tenant, { name: 'Front desk' });
  const newer = await createAgent(database, tenant, { name: 'Night line' });
  await api.request('POST', `/agents/${older.id}/toggle`, { token });
  expect(await api.request('GET', '/agents/names', { token })).toMatchObject({
    status: 200,
    body: {
      agents: [
        { id: newer.id, name: 'Night line', is_active: true },
        { id: older.id, name: 'Front desk', is_active: false },
      ],
    },
  });
  expect((await api.request('GET', '/agents/names')).status).toBe(401);
});

test('an agent is created, read, listed, changed, switched, copied and deleted', async () => {
  const created = await api.request('POST', '/agents', { token, body });
  expect(created).toMatchObject({
    status: 201,
    body: { ...body, tenant_id: tenant.id, is_active: true, voice: 'ara', phone_count: 0, text_assistants: [] },
  });
  const path = `/agents/${idOf(created)}`;
  expect(await api.request('GET', path, { token })).toMatchObject({ status: 200, body: created.body });
  expect(await api.request('PATCH', path, { token, body: { greeting: 'Hello', voice: 'LEO' } })).toMatchObject({
    status: 200,
    body: { greeting: 'Hello', voice: 'leo', name: 'Front desk' },
  });
  expect(await api.request('POST', `${path}/toggle`, { token })).toMatchObject({
    status: 200,
    body: { is_active: false },
  });
  const copy = await api.request('POST', `${path}/duplicate`, { token });
  expect(copy).toMatchObject({ status: 201, body: { name: 'Front desk (Copy)', greeting: 'Hello', is_active: false } });
  const list = await api.request('GET', '/agents', { token });
  expect(list).toMatchObject({ status: 200, body: { total: 2, agents: [{ id: idOf(copy) }, { id: idOf(created) }] } });
  expect(await api.request('DELETE', path, { token })).toMatchObject({ status: 204, body: null });
  expect(await api.request('GET', path, { token })).toMatchObject({ status: 404, body: { detail: 'Agent not found' } });
});

const operations = (id: string): [method: string, path: string, body?: unknown][] => [
  ['GET', `/agents/${id}`],
  ['PATCH', `/agents/${id}`, { name: 'Mine now' }],
  ['DELETE', `/agents/${id}`],
  ['POST', `/agents/${id}/toggle`],
  ['POST', `/agents/${id}/duplicate`],
];
const everyOperation = (id: string): [method: string, path: string, body?: unknown][] => [
  ['GET', '/agents'],
  ['POST', '/agents', body],
  ...operations(id),
];

test('without credentials nothing works', async () => {
  for (const [method, path, content] of everyOperation(newId())) {
    expect([path, await api.request(method, path, { body: content })]).toMatchObject([path, { status: 401 }]);
  }
});

test('another tenant’s agent is not found', async () => {
  const foreign = await createAgent(database, await createTenant(database));
  for (const id of [foreign.id, newId(), 'no-id']) {
    for (const [method, path, content] of operations(id)) {
      expect([method, path, await api.request(method, path, { token, body: content })]).toMatchObject([
        method,
        path,
        { status: 404, body: { detail: 'Agent not found' } },
      ]);
    }
  }
});

describe('an agency', () => {
  let agencyToken: string;
  let subAccount: { id: string };
  beforeEach(async () => {
    const agency = await createTenant(database, { tenant_type: 'agency', plan: 'agency' });
    subAccount = await createTenant(database, { parent_tenant_id: agency.id, plan: 'agency' });
    agencyToken = await signIn(ctx, agency);
  });

  test('must name a sub-account', async () => {
    for (const [method, path, content] of everyOperation(newId())) {
      expect([path, await api.request(method, path, { token: agencyToken, body: content })]).toMatchObject([
        path,
        { status: 400, body: { detail: 'Sub-account context required' } },
      ]);
    }
  });

  test('works in its sub-account, whose own users see the same', async () => {
    const as = { token: agencyToken, subAccountId: subAccount.id };
    const created = await api.request('POST', '/agents', { ...as, body });
    expect(created).toMatchObject({ status: 201, body: { tenant_id: subAccount.id } });
    const own = await signIn(ctx, subAccount);
    expect(await api.request('GET', '/agents', { token: own })).toMatchObject({
      body: { total: 1, agents: [{ id: idOf(created) }] },
    });
  });

  test('cannot reach another agency’s sub-account', async () => {
    const other = await createTenant(database, { tenant_type: 'agency', plan: 'agency' });
    const theirs = await createTenant(database, { parent_tenant_id: other.id, plan: 'agency' });
    const as = { token: agencyToken, subAccountId: theirs.id };
    expect(await api.request('GET', '/agents', as)).toMatchObject({ status: 403 });
  });
});

describe('bad input names the field', () => {
  test.each<[Record<string, unknown>, (string | number)[]]>([
    [{ system_prompt: 'No name' }, ['name']],
    [{ name: 'No prompt' }, ['system_prompt']],
    [{ ...body, voice: 'nobody' }, ['voice']],
    [{ ...body, voice_provider: 'local', voice: 'eve' }, ['voice']],
    [{ ...body, tools_enabled: ['end_call', 'make_coffee'] }, ['tools_enabled', 1]],
    [{ ...body, transfer_targets: [{ name: 'Dana', number: '1' }] }, ['transfer_targets', 0, 'number']],
    [{ ...body, max_call_duration_minutes: 181 }, ['max_call_duration_minutes']],
    [{ ...body, amd_voicemail_behavior: 'static_message' }, ['amd_voicemail_message']],
    [{ ...body, enable_web_search: 'yes' }, ['enable_web_search']],
  ])('%j', async (content, loc) => {
    const reply = await api.request('POST', '/agents', { token, body: content });
    expect(reply).toMatchObject({ status: 422, body: complaint(...loc) });
  });

  test('in a change, too', async () => {
    const { id } = await createAgent(database, tenant);
    const patch = (content: unknown) => api.request('PATCH', `/agents/${id}`, { token, body: content });
    expect(await patch({ gemini_voice: 'Nobody' })).toMatchObject({ status: 422, body: complaint('gemini_voice') });
    expect(await patch({ voice_provider: 'local', voice: 'eve' })).toMatchObject({
      status: 422,
      body: complaint('voice'),
    });
  });
});

test('the fourth agent of a starter plan is refused', async () => {
  for (let count = 0; count < 3; count++) {
    expect(await api.request('POST', '/agents', { token, body })).toMatchObject({ status: 201 });
  }
  const refused = { status: 403, body: { detail: expect.stringContaining('up to 3 agents') as string } };
  expect(await api.request('POST', '/agents', { token, body })).toMatchObject(refused);
});
