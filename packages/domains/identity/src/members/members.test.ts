import { newId } from '@leadlock/core/ids';
import { blockedSessions } from '@leadlock/testing/blocked-sessions';
import { createTenant, createTestContext, createUser } from '@leadlock/testing/factories';
import { useDatabase } from '@leadlock/testing/use-database';
import { beforeEach, expect, test } from 'vitest';
import { issueTokens } from '../auth/index.ts';
import { identityRouter } from '../router.ts';
import { runIdentityJobs, signIn, useOperations } from '../testing/index.ts';

let tenant: { id: string };
let owner: Awaited<ReturnType<typeof createUser>>;
let token: string;
let people = 0;
const database = await useDatabase();
const ctx = createTestContext(database);
const api = await useOperations(identityRouter, ctx);
beforeEach(async () => {
  tenant = await createTenant(database);
  owner = await createUser(database, tenant);
  token = (await issueTokens(ctx, ctx.db, owner)).access_token;
});

const newEmail = () => `colleague-${++people}@example.com`;
const invite = (body: Record<string, unknown>) => api.request('POST', '/auth/members', { token, body });
const patch = (id: string, body: Record<string, unknown>, as = token) =>
  api.request('PATCH', `/auth/members/${id}`, { token: as, body });
const remove = (id: string, as = token) => api.request('DELETE', `/auth/members/${id}`, { token: as });
const lastOwner = { status: 409, body: { detail: 'An account needs at least one owner' } };

test('a colleague is invited, comes, is promoted, disabled, let back in and removed', async () => {
  const email = newEmail();
  const invited = await invite({ email: email.toUpperCase(), full_name: 'Sam Ortiz' });
  expect(invited).toMatchObject({
    status: 201,
    body: { email, full_name: 'Sam Ortiz', role: 'member', status: 'invited' },
  });
  await runIdentityJobs(ctx);
  const mail = ctx.providers.email.sent.at(-1);
  expect(mail?.to).toBe(email);
  const [, inviteToken] = /token=(\S+)/.exec(mail?.text ?? '') ?? [];
  const password = 'a new and unusual password';
  const accepted = await api.request('POST', '/auth/accept-invite', { body: { token: inviteToken, password } });
  const { user, access_token } = accepted.body as { user: { id: string }; access_token: string };
  expect(await api.request('GET', '/auth/members', { token: access_token })).toMatchObject({
    status: 200,
    body: {
      total: 2,
      members: [
        { id: owner.id, role: 'owner' },
        { id: user.id, role: 'member', status: 'active' },
      ],
    },
  });

  expect(await patch(user.id, { role: 'admin', full_name: 'Sam' })).toMatchObject({
    status: 200,
    body: { role: 'admin', full_name: 'Sam', status: 'active' },
  });
  expect(await patch(user.id, { is_active: false })).toMatchObject({ body: { status: 'disabled', full_name: 'Sam' } });
  expect(await api.request('GET', '/auth/me', { token: access_token })).toMatchObject({ status: 401 });
  expect(await patch(user.id, { is_active: true })).toMatchObject({ body: { status: 'active' } });
  // The session that was ended stays ended.
  expect(await api.request('GET', '/auth/me', { token: access_token })).toMatchObject({ status: 401 });
  expect(await remove(user.id)).toMatchObject({ status: 204 });
  expect(await api.request('POST', '/auth/login', { body: { email, password } })).toMatchObject({ status: 401 });
});

test.each([
  ['is removed', (id: string) => remove(id)],
  ['is disabled', (id: string) => patch(id, { is_active: false })],
  ['becomes a member', (id: string) => patch(id, { role: 'member' })],
])('the API keys of an admin who %s stop, and nobody else’s', async (_, restrict) => {
  const admin = await createUser(database, tenant, { role: 'admin' });
  const session = await issueTokens(ctx, ctx.db, admin);
  const makeKey = async (as: string) => {
    const reply = await api.request('POST', '/auth/api-keys', { token: as, body: {} });
    return (reply.body as { plaintext_key: string }).plaintext_key;
  };
  const [theirs, mine] = [await makeKey(session.access_token), await makeKey(token)];
  const statusOf = async (key: string) => (await api.request('GET', '/tenants/me', { token: key })).status;
  expect([await statusOf(theirs), await statusOf(mine)]).toEqual([200, 200]);
  await restrict(admin.id);
  expect([await statusOf(theirs), await statusOf(mine)]).toEqual([401, 200]);
});

test('an invitation can be withdrawn', async () => {
  const { id } = (await invite({ email: newEmail(), role: 'admin' })).body as { id: string };
  expect(await remove(id)).toMatchObject({ status: 204 });
  expect(await api.request('GET', '/auth/members', { token })).toMatchObject({ body: { total: 1 } });
  await runIdentityJobs(ctx);
  const [, inviteToken] = /token=(\S+)/.exec(ctx.providers.email.sent.at(-1)?.text ?? '') ?? [];
  const body = { token: inviteToken, password: 'a new and unusual password' };
  expect(await api.request('POST', '/auth/accept-invite', { body })).toMatchObject({ status: 400 });
});

test('the last owner cannot be removed, demoted or disabled, by themselves or anybody', async () => {
  await createUser(database, tenant, { is_active: false });
  expect(await remove(owner.id)).toMatchObject(lastOwner);
  expect(await patch(owner.id, { role: 'admin' })).toMatchObject(lastOwner);
  expect(await patch(owner.id, { is_active: false })).toMatchObject(lastOwner);
  expect(await patch(owner.id, { full_name: 'Dana', role: 'owner' })).toMatchObject({ status: 200 });
});

test('two owners who remove each other at once leave one', async () => {
  for (let round = 0; round < 5; round++) {
    const account = await createTenant(database);
    const owners = await Promise.all([createUser(database, account), createUser(database, account)]);
    const [first, second] = owners.map(({ id }) => id);
    const [one, two] = await Promise.all(
      owners.map(async (user) => (await issueTokens(ctx, ctx.db, user)).access_token),
    );
    await Promise.all([remove(second ?? '', one), patch(first ?? '', { role: 'member' }, two)]);
    const left = await database
      .tenant(account.id)
      .selectFrom('users')
      .select('id')
      .where('role', '=', 'owner')
      .execute();
    expect(left).toHaveLength(1);
  }
});

test('removing somebody while their session is being renewed ends it', async () => {
  const member = await createUser(database, tenant, { role: 'member' });
  const { refresh_token } = await issueTokens(ctx, ctx.db, member);
  const { removal, renewal } = await database.system.transaction().execute(async (trx) => {
    await trx.selectFrom('users').select('id').where('id', '=', member.id).forUpdate().execute();
    const removal = remove(member.id);
    await expect.poll(() => blockedSessions(trx), { timeout: 20_000 }).toBe(1);
    const renewal = api.request('POST', '/auth/refresh', { body: { refresh_token } });
    await expect.poll(() => blockedSessions(trx), { timeout: 20_000 }).toBe(2);
    return { removal, renewal };
  });
  expect(await removal).toMatchObject({ status: 204 });
  expect(await renewal).toMatchObject({ status: 401 });
});

test('a full team takes nobody more, nor anybody back', async () => {
  await createUser(database, tenant, { role: 'member' });
  const disabled = await createUser(database, tenant, { role: 'member', is_active: false });
  expect(await invite({ email: newEmail() })).toMatchObject({ status: 201 });
  const full = { status: 403, body: { detail: expect.stringContaining('up to 3 people') as string } };
  expect(await invite({ email: newEmail() })).toMatchObject(full);
  expect(await patch(disabled.id, { is_active: true })).toMatchObject(full);
});

test('the agency of a deleted sub-account shuts everybody out of it, its last owner too', async () => {
  const agency = await createTenant(database, { tenant_type: 'agency' });
  const agencyToken = await signIn(ctx, agency);
  const subAccount = await createTenant(database, {
    tenant_type: 'sub_account',
    parent_tenant_id: agency.id,
    is_active: false,
  });
  const [last, second] = [await createUser(database, subAccount), await createUser(database, subAccount)];
  const sessions = await Promise.all(
    [last, second].map(async (user) => (await issueTokens(ctx, ctx.db, user)).access_token),
  );
  const act = (method: string, id: string, as: string, body?: object) =>
    api.request(method, `/auth/members/${id}`, { token: as, subAccountId: subAccount.id, ...(body ? { body } : {}) });
  expect(await remove(last.id, sessions[1])).toMatchObject({ status: 403 });
  expect(await act('PATCH', second.id, agencyToken, { is_active: false })).toMatchObject({ status: 200 });
  expect(await act('DELETE', last.id, agencyToken)).toMatchObject({ status: 204 });
  for (const session of sessions) {
    expect(await api.request('GET', '/auth/me', { token: session })).toMatchObject({ status: 401 });
  }
});

test('only owners manage members, and only their own', async () => {
  const member = await createUser(database, tenant, { role: 'member' });
  const strangers = await signIn(ctx, await createTenant(database));
  const admin = await signIn(ctx, tenant, { role: 'admin' });
  expect(await patch(member.id, { role: 'owner' }, admin)).toMatchObject({ status: 403 });
  expect(await remove(member.id, admin)).toMatchObject({ status: 403 });
  expect(await api.request('POST', '/auth/members', { token: admin, body: { email: newEmail() } })).toMatchObject({
    status: 403,
  });
  for (const id of [member.id, newId(), 'no-id']) {
    expect(await patch(id, { role: 'owner' }, strangers)).toMatchObject({ status: 404 });
    expect(await remove(id, strangers)).toMatchObject({ status: 404 });
  }
  expect(await api.request('GET', '/auth/members')).toMatchObject({ status: 401 });
  expect(await api.request('GET', '/auth/members', { token: strangers })).toMatchObject({ body: { total: 1 } });
});

test('bad input names the field', async () => {
  const field = (name: string) => ({
    status: 422,
    body: { detail: [expect.objectContaining({ loc: ['body', name] })] },
  });
  expect(await invite({ email: 'nobody' })).toMatchObject(field('email'));
  expect(await invite({ email: newEmail(), role: 'god' })).toMatchObject(field('role'));
  expect(await invite({ email: newEmail(), full_name: 'see evil.com' })).toMatchObject(field('full_name'));
  expect(await patch(owner.id, { is_active: 'no' })).toMatchObject(field('is_active'));
  expect(await invite({ email: owner.email })).toMatchObject({ status: 409 });
});

test('a full team learns nothing about addresses, and nobody is written to twice within a minute', async () => {
  const email = newEmail();
  expect(await invite({ email })).toMatchObject({ status: 201 });
  const again = await invite({ email });
  expect(again).toMatchObject({ status: 429, body: { detail: expect.stringContaining('in a minute') as string } });
  const seconds = Number(again.headers.get('retry-after'));
  expect(seconds).toBeGreaterThan(0);
  expect(seconds).toBeLessThanOrEqual(60);
  expect(await invite({ email: newEmail() })).toMatchObject({ status: 201 });
  for (const address of [owner.email, newEmail()])
    expect(await invite({ email: address })).toMatchObject({ status: 403 });
});
