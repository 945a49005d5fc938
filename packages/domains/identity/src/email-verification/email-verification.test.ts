import { createHash, randomBytes } from 'node:crypto';
import { newId } from '@leadlock/core/ids';
import {
  createMovableClock,
  createTenant,
  createTestContext,
  createUser,
  type TestContext,
} from '@leadlock/testing/factories';
import { useDatabase } from '@leadlock/testing/use-database';
import { beforeEach, describe, expect, test } from 'vitest';
import { identityRouter } from '../router.ts';
import { runIdentityJobs, serveOperations, type OperationsServer, type Reply } from '../testing/index.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const password = 'a long and unusual password';
let ctx: TestContext;
let clock: ReturnType<typeof createMovableClock>;
let api: OperationsServer;
let people = 0;
const database = await useDatabase();
beforeEach(async () => {
  clock = createMovableClock();
  ctx = createTestContext(database, { clock });
  api = await serveOperations(identityRouter, ctx);
  return () => api.close();
});

const newEmail = () => `ann-${++people}-${newId()}@example.com`;
const post = (path: string, body: unknown, token?: string): Promise<Reply> =>
  api.request('POST', path, { body, ...(token === undefined ? {} : { token }) });
const tokenOf = (reply: Reply) => (reply.body as { access_token: string }).access_token;
const signUp = (email = newEmail(), changes = {}) =>
  post('/auth/signup', {
    email,
    password,
    company_name: 'Acme',
    account_type: 'agency',
    tos_accepted: true,
    ...changes,
  });
const verify = (token: string, session?: string) => post('/auth/verify-email', { token }, session);
const isVerified = async (token: string) =>
  ((await api.request('GET', '/auth/context', { token })).body as { email_verified: boolean }).email_verified;
const refusal = { status: 403, body: { detail: 'Verify your email address first' } };

/** The token of the newest link that was sent. */
async function sentToken(page = 'verify-email'): Promise<string> {
  await runIdentityJobs(ctx);
  const text = ctx.providers.email.sent.at(-1)?.text ?? '';
  return new RegExp(`https://app\\.example\\.com/${page}\\?token=(\\S+)`).exec(text)?.[1] ?? '';
}

describe('a new account', () => {
  test('looks around and sets up, but invites nobody and makes no keys before its address is verified', async () => {
    const email = newEmail();
    const token = tokenOf(await signUp(email));
    expect(await isVerified(token)).toBe(false);
    for (const path of ['/auth/me', '/tenants/me', '/auth/members', '/onboarding/progress', '/setup/status']) {
      expect(await api.request('GET', path, { token })).toMatchObject({ status: 200 });
    }
    expect(await api.request('POST', '/onboarding/reset', { token })).toMatchObject({ status: 200 });
    const refused = () =>
      Promise.all([
        post('/auth/members', { email: newEmail() }, token),
        post('/auth/api-keys', { name: 'Zapier' }, token),
      ]);
    expect(await refused()).toMatchObject([refusal, refusal]);
    await runIdentityJobs(ctx);
    expect(ctx.providers.email.sent.map(({ to, subject }) => [to, subject])).toEqual([
      [email, 'Verify your email address'],
    ]);
    expect(await verify(await sentToken())).toMatchObject({ status: 200 });
    expect(await isVerified(token)).toBe(true);
    expect(await refused()).toMatchObject([{ status: 201 }, { status: 200 }]);
  });

  test('has nothing of its own wording sent to an address that may be somebody else’s', async () => {
    const email = newEmail();
    const token = tokenOf(await signUp(email, { company_name: 'Your parcel is held' }));
    await post('/auth/forgot-password', { email });
    await post('/account/delete-request', {}, token);
    await runIdentityJobs(ctx);
    const mails = ctx.providers.email.sent.filter(({ to }) => to === email);
    expect(mails.map(({ subject }) => subject)).toEqual(['Verify your email address', 'Reset your password']);
    expect(JSON.stringify(mails)).not.toContain('parcel');
  });

  test('with the address of an account: its owner is told, and nobody else can verify it', async () => {
    const known = await createUser(database, await createTenant(database));
    const token = tokenOf(await signUp(known.email));
    await runIdentityJobs(ctx);
    expect(ctx.providers.email.sent).toMatchObject([
      { to: known.email, subject: 'You already have a Leadlock account' },
    ]);
    await post('/auth/resend-verification', {}, token);
    await runIdentityJobs(ctx);
    expect(ctx.providers.email.sent).toHaveLength(1);
    expect(await isVerified(token)).toBe(false);
    // The one who has it is not kept from it.
    await post('/auth/forgot-password', { email: known.email });
    const new_password = 'another unusual password';
    await post('/auth/reset-password', { token: await sentToken('reset-password'), new_password });
    expect(await post('/auth/login', { email: known.email, password: new_password })).toMatchObject({
      status: 200,
      body: { user: { id: known.id } },
    });
  });
});

describe('the link', () => {
  test('works for a day and may be opened twice; the newest does, too', async () => {
    const email = newEmail();
    const token = tokenOf(await signUp(email));
    const first = await sentToken();
    clock.advance(61_000);
    expect(await post('/auth/resend-verification', { email })).toMatchObject({ status: 200 });
    const second = await sentToken();
    expect(second).not.toBe(first);
    expect([await verify(second), await verify(second)]).toMatchObject([{ status: 200 }, { status: 200 }]);
    expect(await isVerified(token)).toBe(true);
    expect(await verify('unknown')).toMatchObject({ status: 400 });
    const late = tokenOf(await signUp());
    const lateLink = await sentToken();
    clock.advance(DAY_MS);
    expect(await verify(lateLink)).toMatchObject({
      status: 400,
      body: { detail: 'This link is invalid or has expired' },
    });
    expect(late).toBeTruthy();
  });

  test('is stored as a hash', async () => {
    await signUp();
    const token = await sentToken();
    const rows = await database.system
      .selectFrom('email_verification_tokens')
      .select('token_hash')
      .where('token_hash', '=', createHash('sha256').update(token).digest())
      .execute();
    expect(rows).toHaveLength(1);
  });

  test('of many who claim an address one gets it: whoever opens their link first', async () => {
    const email = newEmail();
    const claims = [];
    for (let claim = 0; claim < 3; claim++) {
      claims.push({ token: tokenOf(await signUp(email)), link: await sentToken() });
    }
    const answers = await Promise.all(claims.map(({ link, token }) => verify(link, token)));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 400, 400]);
    const verified = await Promise.all(claims.map(({ token }) => isVerified(token)));
    expect(verified.filter(Boolean)).toHaveLength(1);
  });

  test('of a stranger who signed up with one’s address verifies nothing for them, and keeps nobody out', async () => {
    const email = newEmail();
    const mine = tokenOf(await signUp(email));
    const myLink = await sentToken();
    const strangers = [];
    for (let claim = 0; claim < 3; claim++) {
      strangers.push({
        token: tokenOf(await signUp(email, { password: `stranger’s own ${claim}` })),
        link: await sentToken(),
      });
    }
    const refused = { status: 409, body: { detail: expect.stringContaining('Sign in') as string } };
    for (const { link } of strangers) {
      expect(await verify(link)).toMatchObject(refused);
      expect(await verify(link, mine)).toMatchObject(refused);
    }
    expect(await verify(myLink, strangers[0]?.token)).toMatchObject(refused);
    expect(await verify(myLink)).toMatchObject(refused);
    const again = await post('/auth/login', { email, password });
    expect(again).toMatchObject({ status: 200 });
    expect(await verify(myLink, tokenOf(again))).toMatchObject({ status: 200 });
    expect(await isVerified(mine)).toBe(true);
    for (const { token, link } of strangers) {
      expect(await verify(link, token)).toMatchObject({ status: 400 });
      expect(await isVerified(token)).toBe(false);
    }
  });

  test('is sent again after a minute, five times a day, and every address is answered alike', async () => {
    const email = newEmail();
    await signUp(email);
    await runIdentityJobs(ctx);
    const answers = new Set<string>();
    for (const address of [email, newEmail(), (await createUser(database, await createTenant(database))).email]) {
      const { status, body } = await post('/auth/resend-verification', { email: address });
      answers.add(JSON.stringify({ status, body, jobs: ctx.jobs.enqueued.splice(0).map(({ name }) => name) }));
    }
    expect(answers).toHaveLength(1);
    for (let again = 0; again < 10; again++) {
      await post('/auth/resend-verification', { email });
      await runIdentityJobs(ctx);
      clock.advance(61_000);
    }
    expect(ctx.providers.email.sent.filter(({ to }) => to === email)).toHaveLength(5);
    expect(await post('/auth/resend-verification', {})).toMatchObject({ status: 422 });
  });
});

test('nothing that somebody did under another’s address outlives the reset by which that one takes it over', async () => {
  const email = newEmail();
  const thief = await signUp(email);
  await runIdentityJobs(ctx);
  const { user, refresh_token } = thief.body as { user: { id: string; tenant_id: string }; refresh_token: string };
  // As if the thief had been verified before there was anything to verify, or had come by another way.
  const of = { tenant_id: user.tenant_id, id: newId(), created_at: clock.now() };
  const key = `sk_live_${randomBytes(24).toString('hex')}`;
  const key_hash = createHash('sha256').update(key).digest();
  await database.system
    .insertInto('api_keys')
    .values({ ...of, name: 'hidden', key_prefix: 'sk_live_xxxx', key_hash, created_by: user.id })
    .execute();
  const identity = { ...of, provider: 'ghl', external_id: `ghl-${newId()}`, user_id: user.id };
  const { id: _, ...external } = identity;
  await database.system.insertInto('external_identities').values(external).execute();
  await database.system
    .insertInto('invites')
    .values({
      ...of,
      id: newId(),
      email: 'accomplice@example.com',
      role: 'owner',
      token_hash: createHash('sha256').update(newId()).digest(),
      invited_by: JSON.stringify({ type: 'user', userId: user.id, role: 'owner', isSuperAdmin: false }),
      expires_at: new Date(clock.now().getTime() + DAY_MS),
    })
    .execute();
  const endpoint = { id: newId(), tenant_id: user.tenant_id, url: 'https://thief.example/calls', sealed_secret: 'x' };
  const subAccount = await createTenant(database, { tenant_type: 'sub_account', parent_tenant_id: user.tenant_id });
  await database.system
    .insertInto('webhook_endpoints')
    .values([endpoint, { ...endpoint, tenant_id: subAccount.id }])
    .execute();
  expect(await api.request('GET', '/tenants/me', { token: key })).toMatchObject({ status: 200 });

  clock.advance(61_000);
  await post('/auth/forgot-password', { email });
  const link = await sentToken('reset-password');
  const reset = { token: link, new_password: 'the owner’s own password' };
  expect(await post('/auth/reset-password', reset)).toMatchObject({ status: 200 });

  expect(await api.request('GET', '/tenants/me', { token: key })).toMatchObject({ status: 401 });
  expect(await api.request('GET', '/auth/me', { token: tokenOf(thief) })).toMatchObject({ status: 401 });
  expect(await post('/auth/refresh', { refresh_token })).toMatchObject({ status: 401 });
  expect(await post('/auth/login', { email, password })).toMatchObject({ status: 401 });
  const mine = await post('/auth/login', { email, password: reset.new_password });
  expect(mine).toMatchObject({ status: 200, body: { user: { id: user.id } } });
  expect(await isVerified(tokenOf(mine))).toBe(true);
  expect(await api.request('GET', '/auth/members', { token: tokenOf(mine) })).toMatchObject({ body: { total: 1 } });
  const identities = await database.system
    .selectFrom('external_identities')
    .select('external_id')
    .where('user_id', '=', user.id)
    .execute();
  expect(identities).toEqual([]);
  const endpoints = await database.system
    .selectFrom('webhook_endpoints')
    .select('is_enabled')
    .where('tenant_id', 'in', [user.tenant_id, subAccount.id])
    .execute();
  expect(endpoints).toEqual([{ is_enabled: false }, { is_enabled: false }]);
});

test('a link is found dead when it is opened, and a check verifies nothing', async () => {
  const check = async (token: string) => (await api.mutate('emailVerification.check', { body: { token } })).body;
  const session = tokenOf(await signUp());
  const token = await sentToken();
  expect(await check('unknown')).toEqual({ usable: false });
  expect(await check(token)).toEqual({ usable: true });
  expect(await isVerified(session)).toBe(false);
  expect(await verify(token)).toMatchObject({ status: 200 });
  // Opened again, it says that the address is verified.
  expect(await check(token)).toEqual({ usable: true });
  await signUp();
  const late = await sentToken();
  clock.advance(DAY_MS);
  expect(await check(late)).toEqual({ usable: false });
});
