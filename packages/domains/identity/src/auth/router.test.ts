import { createHash, randomBytes } from 'node:crypto';
import { newId } from '@leadlock/core/ids';
import { createMovableClock, createTenant, createTestContext } from '@leadlock/testing/factories';
import { useDatabase } from '@leadlock/testing/use-database';
import { findExampleProblems } from '@leadlock/trpc/document-examples';
import { beforeEach, describe, expect, test } from 'vitest';
import { identityRouter } from '../router.ts';
import { signIn, useOperations } from '../testing/index.ts';

const database = await useDatabase();
const clock = createMovableClock();
const ctx = createTestContext(database, { clock });
const api = await useOperations(identityRouter, ctx);

const password = 'a long and unusual password';
let accounts = 0;
const account = (changes: Record<string, unknown> = {}) => ({
  email: `user-${++accounts}@example.com`,
  password,
  company_name: 'Harbor Plumbing',
  tos_accepted: true,
  ...changes,
});
const field = (name: string) => ({ detail: [expect.objectContaining({ loc: ['body', name] })] });

async function createKey(tenant: { id: string }, changes: { is_active?: boolean; expires_at?: Date } = {}) {
  const key = `sk_live_${randomBytes(24).toString('hex')}`;
  await database.system
    .insertInto('api_keys')
    .values({
      tenant_id: tenant.id,
      id: newId(),
      name: 'Test',
      key_prefix: key.slice(0, 12),
      key_hash: createHash('sha256').update(key).digest(),
      ...changes,
    })
    .execute();
  return key;
}

test('every operation has words and examples that its own schemas accept', () => {
  expect(findExampleProblems(identityRouter)).toEqual([]);
});

test('an account goes from sign-up over log-in and renewal to log-out', async () => {
  const body = account();
  const signup = await api.request('POST', '/auth/signup', { body });
  expect(signup).toMatchObject({ status: 200, body: { token_type: 'bearer', user: { email: body.email } } });

  const login = await api.request('POST', '/auth/login', { body: { email: body.email, password } });
  const { access_token: token, refresh_token } = login.body as Record<string, string>;
  expect(await api.request('GET', '/auth/me', { token })).toMatchObject({
    status: 200,
    body: { user: { email: body.email, role: 'owner' }, tenant: { name: 'Harbor Plumbing', plan: 'starter' } },
  });

  const renewed = await api.request('POST', '/auth/refresh', { body: { refresh_token } });
  expect(renewed.status).toBe(200);
  expect(await api.request('POST', '/auth/logout', { token })).toMatchObject({ status: 200 });
  const after = (renewed.body as { access_token: string }).access_token;
  expect(await api.request('GET', '/auth/me', { token: after })).toMatchObject({
    status: 401,
    body: { detail: 'Invalid token' },
  });
});

test.each([
  ['Asia/Kathmandu', 'Asia/Kathmandu'],
  ['Mars/Olympus', 'UTC'],
  [undefined, 'UTC'],
])('an account that is opened in the time zone %s counts its days in %s', async (sent, zone) => {
  const { body } = await api.request('POST', '/auth/signup', {
    headers: sent === undefined ? {} : { 'x-time-zone': sent },
    body: account(),
  });
  const { access_token: token } = body as { access_token: string };
  expect(await api.request('GET', '/auth/context', { token })).toMatchObject({ body: { timezone: zone } });
});

test('what is wrong with a sign-up is told field by field', async () => {
  const post = (changes: Record<string, unknown>) => api.request('POST', '/auth/signup', { body: account(changes) });
  expect(await post({ tos_accepted: false })).toMatchObject({ status: 422, body: field('tos_accepted') });
  expect(await post({ password: 'password' })).toMatchObject({ status: 422, body: field('password') });
  expect(await post({ email: 'nobody' })).toMatchObject({ status: 422, body: field('email') });
  expect(await post({ company_name: undefined })).toMatchObject({
    status: 422,
    body: { detail: [{ type: 'missing', loc: ['body', 'company_name'] }] },
  });
  expect(await post({ company_name: 'Pay at https://evil.example' })).toMatchObject({
    status: 422,
    body: field('company_name'),
  });
  expect(await post({ company_name: 'Acme\r\nBcc: x@y.example' })).toMatchObject({
    status: 422,
    body: field('company_name'),
  });
});

test('what is refused does not come back with its passwords and tokens', async () => {
  const secret = 'not for anybody’s log';
  const tooShort = 'q7Z!x';
  const bodies: [string, unknown][] = [
    ['/auth/signup', account({ password: secret, company_name: undefined })],
    ['/auth/signup', account({ password: [secret] })],
    ['/auth/signup', account({ password: { inside: secret }, email: undefined, more: [{ refresh_token: secret }] })],
    ['/auth/signup', [account({ password: secret })]],
    ['/auth/login', { password: secret }],
    ['/auth/login', { email: 'nobody', password: secret.repeat(60) }],
    ['/auth/refresh', { refresh_token: secret.repeat(60) }],
    ['/auth/reset-password', { token: secret }],
    ['/auth/accept-invite', { password: secret }],
    ['/auth/signup', account({ password: tooShort })],
  ];
  for (const [path, body] of bodies) {
    const reply = await api.request('POST', path, { body });
    expect([path, reply.status]).toEqual([path, 422]);
    const text = JSON.stringify(reply.body);
    expect(text).not.toContain(secret);
    expect(text).not.toContain(tooShort);
  }
  const form = await fetch(`${api.url}/auth/login`, {
    method: 'POST',
    body: new URLSearchParams({ password: secret }),
  });
  expect(form.status).toBe(422);
  expect(await form.text()).not.toContain(encodeURI(secret));
  // What is no secret still does.
  expect(await api.request('POST', '/auth/login', { body: { email: 7, password } })).toMatchObject({
    body: { detail: [{ loc: ['body', 'email'], input: 7 }] },
  });
});

test('logging out ends a session whose access token has expired, and nothing else takes one', async () => {
  const signUp = async () => {
    const { body } = await api.request('POST', '/auth/signup', { body: account() });
    return body as { access_token: string; refresh_token: string };
  };
  const logOut = (token: string) => api.request('POST', '/auth/logout', { token });
  const { access_token, refresh_token } = await signUp();
  clock.advance(29 * 24 * 60 * 60 * 1000);
  expect(await api.request('GET', '/auth/me', { token: access_token })).toMatchObject({ status: 401 });
  expect(await api.request('POST', '/auth/logout-all', { token: access_token })).toMatchObject({ status: 401 });
  expect(await logOut(access_token)).toMatchObject({ status: 200 });
  expect(await api.request('POST', '/auth/refresh', { body: { refresh_token } })).toMatchObject({ status: 401 });
  expect(await logOut(access_token)).toMatchObject({ status: 401 });
  const late = await signUp();
  clock.advance(31 * 24 * 60 * 60 * 1000);
  expect(await logOut(late.access_token)).toMatchObject({ status: 401 });
});

test('wrong credentials are 401 with a challenge', async () => {
  const login = await api.request('POST', '/auth/login', { body: { email: 'nobody@example.com', password } });
  expect(login).toMatchObject({ status: 401, body: { detail: 'Incorrect email or password' } });
  expect(login.headers.get('www-authenticate')).toBe('Bearer');
  expect(await api.request('POST', '/auth/refresh', { body: { refresh_token: 'x' } })).toMatchObject({ status: 401 });
  expect(await api.request('POST', '/auth/refresh', { body: {} })).toMatchObject({
    status: 422,
    body: field('refresh_token'),
  });
});

describe('authentication', () => {
  test.each(['/auth/me', '/auth/context'])('%s needs credentials that hold', async (path) => {
    expect(await api.request('GET', path)).toMatchObject({ status: 401 });
    expect(await api.request('GET', path, { token: 'no-token' })).toMatchObject({ status: 401 });
    expect(await api.request('GET', path, { token: 'sk_live_unknown' })).toMatchObject({ status: 401 });
    expect(await api.request('GET', path, { headers: { 'x-api-key': 'sk_live_unknown' } })).toMatchObject({
      status: 401,
    });
    expect(await api.request('GET', path, { headers: { authorization: 'Basic abc' } })).toMatchObject({ status: 401 });
  });

  test('logging out needs a user', async () => {
    expect(await api.request('POST', '/auth/logout')).toMatchObject({ status: 401 });
    const key = await createKey(await createTenant(database));
    expect(await api.request('POST', '/auth/logout', { token: key })).toMatchObject({ status: 401 });
    expect(await api.request('GET', '/auth/me', { token: key })).toMatchObject({ status: 401 });
  });

  test('disabling a user ends their sessions at once', async () => {
    const tenant = await createTenant(database);
    const token = await signIn(ctx, tenant);
    expect(await api.request('GET', '/auth/me', { token })).toMatchObject({ status: 200 });
    await database.system.updateTable('users').set({ is_active: false }).where('tenant_id', '=', tenant.id).execute();
    expect(await api.request('GET', '/auth/me', { token })).toMatchObject({ status: 401 });
  });

  test('an agency’s user acts for its sub-accounts, an agency’s key for the agency only', async () => {
    const agency = await createTenant(database, { tenant_type: 'agency', plan: 'agency' });
    const { id: subAccountId } = await createTenant(database, { parent_tenant_id: agency.id });
    const user = await signIn(ctx, agency);
    expect(await api.request('GET', '/auth/context', { token: user, subAccountId })).toMatchObject({
      status: 200,
      body: { current_tenant_id: subAccountId },
    });
    const key = await createKey(agency);
    expect(await api.request('GET', '/auth/context', { token: key, subAccountId })).toMatchObject({ status: 403 });
    expect(await api.request('GET', '/auth/context', { token: key, subAccountId: agency.id })).toMatchObject({
      status: 200,
      body: { current_tenant_id: agency.id },
    });
  });

  test('takes an API key in either header until it is revoked or expires, and notes its use', async () => {
    const tenant = await createTenant(database);
    const key = await createKey(tenant, { expires_at: new Date(clock.now().getTime() + 1000) });
    const expected = { status: 200, body: { current_tenant_id: tenant.id, tenant_type: 'direct' } };
    expect(await api.request('GET', '/auth/context', { token: key })).toMatchObject(expected);
    expect(await api.request('GET', '/auth/context', { headers: { 'x-api-key': key } })).toMatchObject(expected);
    const { last_used_at } = await database.system
      .selectFrom('api_keys')
      .select('last_used_at')
      .where('tenant_id', '=', tenant.id)
      .executeTakeFirstOrThrow();
    expect(last_used_at).toEqual(clock.now());
    clock.advance(1000);
    expect(await api.request('GET', '/auth/context', { token: key })).toMatchObject({ status: 401 });
    const revoked = await createKey(tenant, { is_active: false });
    expect(await api.request('GET', '/auth/context', { token: revoked })).toMatchObject({ status: 401 });
  });
});

describe('acting for a sub-account', () => {
  let agency: { id: string };
  let subAccount: { id: string };
  let agencyToken: string;
  beforeEach(async () => {
    agency = await createTenant(database, { tenant_type: 'agency', plan: 'agency' });
    subAccount = await createTenant(database, { parent_tenant_id: agency.id, plan: 'agency', name: 'Client' });
    agencyToken = await signIn(ctx, agency);
  });

  test('an agency sees its active sub-accounts and can be one of them', async () => {
    await createTenant(database, { parent_tenant_id: agency.id, plan: 'agency', is_active: false });
    const available_sub_accounts = [{ id: subAccount.id, name: 'Client', slug: expect.any(String) as string }];
    expect(await api.request('GET', '/auth/context', { token: agencyToken })).toMatchObject({
      body: { tenant_type: 'agency', current_tenant_id: agency.id, parent_tenant_id: null, available_sub_accounts },
    });
    const key = await createKey(agency);
    expect(await api.request('GET', '/auth/context', { token: key })).toMatchObject({
      body: { tenant_type: 'agency', current_tenant_id: agency.id, available_sub_accounts: [] },
    });
    expect(
      await api.request('GET', '/auth/context', { token: agencyToken, subAccountId: subAccount.id }),
    ).toMatchObject({
      body: {
        tenant_type: 'sub_account',
        current_tenant_id: subAccount.id,
        parent_tenant_id: agency.id,
        available_sub_accounts,
      },
    });
  });

  test('everybody else’s id is refused alike, whether it exists or not', async () => {
    const stranger = await createTenant(database, { tenant_type: 'agency', plan: 'agency' });
    const strangers = await createTenant(database, { parent_tenant_id: stranger.id, plan: 'agency' });
    const answers = await Promise.all(
      [strangers.id, stranger.id, newId(), 'no-id'].map((subAccountId) =>
        api.request('GET', '/auth/context', { token: agencyToken, subAccountId }),
      ),
    );
    for (const answer of answers) {
      expect(answer).toMatchObject({ status: 403, body: { detail: 'No access to this sub-account' } });
    }
  });

  test('only agencies may, and a sub-account’s own user sees its agency’s plan', async () => {
    const token = await signIn(ctx, subAccount, { role: 'member' });
    const sibling = await createTenant(database, { parent_tenant_id: agency.id, plan: 'agency' });
    expect(await api.request('GET', '/auth/context', { token, subAccountId: sibling.id })).toMatchObject({
      status: 403,
    });
    await database.system.updateTable('tenants').set({ plan: 'pro' }).where('id', '=', agency.id).execute();
    expect(await api.request('GET', '/auth/me', { token })).toMatchObject({
      body: {
        user: { role: 'member' },
        tenant: {
          plan: 'agency',
          tier: null,
          effective_plan: 'pro',
          agent_limit: 999_999,
          parent_tenant_id: agency.id,
        },
      },
    });
    expect(await api.request('GET', '/auth/context', { token })).toMatchObject({
      body: { tenant_type: 'sub_account', available_sub_accounts: [] },
    });
  });
});

test('whoever signs up in the dashboard says what they are called; over REST that is for PATCH /auth/me', async () => {
  const signedUp = await api.mutate('auth.signup', { body: { ...account(), full_name: ' Ana Ruiz ' } });
  expect(signedUp).toMatchObject({ status: 200, body: { user: { full_name: 'Ana Ruiz' } } });
  const bad = { ...account(), full_name: 'Ana at evil.com' };
  expect(await api.mutate('auth.signup', { body: bad })).toMatchObject({
    status: 422,
    body: { data: { fields: [{ loc: ['body', 'full_name'] }] } },
  });
  const overRest = await api.request('POST', '/auth/signup', { body: { ...account(), full_name: 'Ana Ruiz' } });
  expect(overRest).toMatchObject({ status: 200, body: { user: { full_name: null } } });
});
