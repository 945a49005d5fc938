import { createHash } from 'node:crypto';
import { blockedSessions } from '@leadlock/testing/blocked-sessions';
import {
  createMovableClock,
  createTenant,
  createTestContext,
  createUser,
  type TestContext,
} from '@leadlock/testing/factories';
import { useDatabase } from '@leadlock/testing/use-database';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { issueTokens } from '../auth/index.ts';
import { identityRouter } from '../router.ts';
import { runIdentityJobs, serveOperations, type OperationsServer } from '../testing/index.ts';
import { sendPasswordReset } from './index.ts';

const HOUR_MS = 60 * 60 * 1000;
const password = 'a new and unusual password';
let ctx: TestContext;
let clock: ReturnType<typeof createMovableClock>;
let api: OperationsServer;
let user: Awaited<ReturnType<typeof createUser>>;
const database = await useDatabase();
beforeEach(async () => {
  clock = createMovableClock();
  ctx = createTestContext(database, { clock });
  api = await serveOperations(identityRouter, ctx);
  user = await createUser(database, await createTenant(database));
  return () => api.close();
});

const forgot = (email: string) => api.request('POST', '/auth/forgot-password', { body: { email } });
const reset = (token: string, new_password = password) =>
  api.request('POST', '/auth/reset-password', { body: { token, new_password } });
const login = () => api.request('POST', '/auth/login', { body: { email: user.email, password } });

/** The token of the newest link that was sent. */
async function sentToken(): Promise<string> {
  await runIdentityJobs(ctx);
  const text = ctx.providers.email.sent.at(-1)?.text ?? '';
  return /https:\/\/app\.example\.com\/reset-password\?token=(\S+)/.exec(text)?.[1] ?? '';
}

test('a forgotten password is replaced with the link that was sent, and everybody is signed out', async () => {
  const session = await issueTokens(ctx, ctx.db, user);
  expect((await forgot(` ${user.email.toUpperCase()} `)).status).toBe(200);
  const token = await sentToken();
  expect(ctx.providers.email.sent).toMatchObject([{ to: user.email, fromName: 'Leadlock' }]);
  expect(await reset(token)).toMatchObject({ status: 200, body: { message: 'Password changed' } });
  expect(await login()).toMatchObject({ status: 200 });
  expect(await api.request('GET', '/auth/me', { token: session.access_token })).toMatchObject({ status: 401 });
  const { refresh_token } = session;
  expect(await api.request('POST', '/auth/refresh', { body: { refresh_token } })).toMatchObject({ status: 401 });
  expect(await reset(token)).toMatchObject({ status: 400 });
});

const makeKey = (token: string) => api.request('POST', '/auth/api-keys', { token, body: {} });
const statusOf = async (key: unknown) =>
  (await api.request('GET', '/tenants/me', { token: (key as { plaintext_key: string }).plaintext_key })).status;

test('a reset stops the API keys that the user has made, and nobody else’s', async () => {
  const other = await createUser(database, { id: user.tenant_id });
  const keys = [];
  for (const maker of [user, other]) {
    const { access_token } = await issueTokens(ctx, ctx.db, maker);
    keys.push((await makeKey(access_token)).body);
  }
  await forgot(user.email);
  expect(await reset(await sentToken())).toMatchObject({ status: 200 });
  expect([await statusOf(keys[0]), await statusOf(keys[1])]).toEqual([401, 200]);
});

test('a key that is being made while the password is reset does not slip by', async () => {
  const { access_token } = await issueTokens(ctx, ctx.db, user);
  await forgot(user.email);
  const token = await sentToken();
  const { resetting, making } = await database.system.transaction().execute(async (trx) => {
    await trx.selectFrom('users').select('id').where('id', '=', user.id).forUpdate().execute();
    const waiting = { resetting: reset(token), making: makeKey(access_token) };
    await vi.waitUntil(async () => (await blockedSessions(trx)) === 2, { timeout: 20_000 });
    return waiting;
  });
  expect((await resetting).status).toBe(200);
  const made = await making;
  expect(made.status === 401 || (await statusOf(made.body)) === 401).toBe(true);
});

test('an address gets five links a day', async () => {
  for (let asked = 0; asked < 8; asked++) {
    await forgot(user.email);
    await runIdentityJobs(ctx);
    clock.advance(61_000);
  }
  expect(ctx.providers.email.sent).toHaveLength(5);
});

test('known, unknown and disabled addresses are answered alike after the same work, and only the first gets mail', async () => {
  const disabled = await createUser(database, { id: user.tenant_id }, { is_active: false });
  const answers = [];
  for (const email of [user.email, 'nobody@example.com', disabled.email]) {
    const { status, body } = await forgot(email);
    answers.push({ status, body, jobs: ctx.jobs.enqueued.map(({ name }) => name) });
    await runIdentityJobs(ctx);
  }
  expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toHaveLength(1);
  expect(ctx.providers.email.sent.map(({ to }) => to)).toEqual([user.email]);
});

describe('where several accounts claim an address that nobody has verified', () => {
  const email = 'shared@example.com';
  const linksIn = (text: string) => [...text.matchAll(/reset-password\?token=(\S+)/g)].map(([, token]) => token ?? '');
  const claim = async (address: string) => {
    clock.advance(60_000);
    return createUser(database, await createTenant(database), {
      email: address,
      email_verified_at: null,
      created_at: clock.now(),
    });
  };
  const passwordOf = ({ id }: { id: string }) =>
    database.system
      .selectFrom('users')
      .select(['password_hash', 'email_verified_at'])
      .where('id', '=', id)
      .executeTakeFirst();

  test('each has a link of their own, so that who claimed it last keeps nobody out', async () => {
    const mine = await claim(email);
    const rival = await claim(email);
    const rivals = await issueTokens(ctx, ctx.db, rival);
    const before = await passwordOf(rival);
    await forgot(email);
    await runIdentityJobs(ctx);
    const [mail, ...more] = ctx.providers.email.sent;
    expect(more).toEqual([]);
    const [theirs = '', ours = ''] = linksIn(mail?.text ?? '');
    expect(linksIn(mail?.text ?? '')).toHaveLength(2);
    expect(linksIn(mail?.html ?? '').length).toBeGreaterThanOrEqual(2);
    expect(await reset(ours)).toMatchObject({ status: 200 });
    const answer = await api.request('POST', '/auth/login', { body: { email, password } });
    expect(answer).toMatchObject({ status: 200, body: { user: { id: mine.id } } });
    // Nothing of it leads the rival in, or anybody into the rival's account.
    expect(await passwordOf(rival)).toEqual(before);
    expect(await reset(theirs)).toMatchObject({ status: 400 });
    expect(await api.request('GET', '/auth/me', { token: rivals.access_token })).toMatchObject({
      body: { user: { id: rival.id } },
    });
  });

  test('only the one who verifies it gets mail from then on, and nobody once that one is disabled', async () => {
    const address = 'verified@example.com';
    const mine = await claim(address);
    await claim(address);
    const change = (set: { email_verified_at?: Date; is_active?: boolean }) =>
      database.system.updateTable('users').set(set).where('id', '=', mine.id).execute();
    await change({ email_verified_at: clock.now() });
    await forgot(address);
    await runIdentityJobs(ctx);
    expect(linksIn(ctx.providers.email.sent[0]?.text ?? '')).toHaveLength(1);
    await change({ is_active: false });
    clock.advance(61_000);
    await forgot(address);
    await runIdentityJobs(ctx);
    expect(ctx.providers.email.sent).toHaveLength(1);
  });
});

test('a token is stored as a hash, and its job is sealed', async () => {
  await forgot(user.email);
  const request = ctx.jobs.enqueued[0];
  await sendPasswordReset.run(ctx, request?.payload, { id: 'job', attempt: 1, signal: new AbortController().signal });
  const jobs = JSON.stringify(ctx.jobs.enqueued);
  const token = await sentToken();
  expect(token).toHaveLength(43);
  expect(jobs).not.toContain(token);
  const rows = await database.system
    .selectFrom('password_reset_tokens')
    .selectAll()
    .where('user_id', '=', user.id)
    .execute();
  expect(rows.map((row) => row.token_hash)).toEqual([createHash('sha256').update(token).digest()]);
});

test('a link works for an hour and not after another one was used', async () => {
  await forgot(user.email);
  const first = await sentToken();
  clock.advance(61_000);
  await forgot(user.email);
  const second = await sentToken();
  expect(second).not.toBe(first);
  expect(await reset(second)).toMatchObject({ status: 200 });
  expect(await reset(first)).toMatchObject({
    status: 400,
    body: { detail: 'This reset link is invalid or has expired' },
  });
  clock.advance(61_000);
  await forgot(user.email);
  const third = await sentToken();
  clock.advance(HOUR_MS);
  expect(await reset(third)).toMatchObject({ status: 400 });
  expect(await reset('unknown')).toMatchObject({ status: 400 });
});

test('of many uses of one link at once exactly one wins', async () => {
  await forgot(user.email);
  const token = await sentToken();
  const answers = await Promise.all(Array.from({ length: 8 }, () => reset(token)));
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
    200,
    ...Array.from({ length: 7 }, () => 400),
  ]);
});

test('impatience fills no inbox, and a job that runs again sends nothing again', async () => {
  await forgot(user.email);
  const [job] = ctx.jobs.enqueued;
  await forgot(user.email);
  await runIdentityJobs(ctx);
  clock.advance(61_000);
  await sendPasswordReset.run(ctx, job?.payload, { id: 'job', attempt: 2, signal: new AbortController().signal });
  await runIdentityJobs(ctx);
  expect(ctx.providers.email.sent).toHaveLength(1);
});

test('a disabled user cannot come back with a link', async () => {
  await forgot(user.email);
  const token = await sentToken();
  await database.system.updateTable('users').set({ is_active: false }).where('id', '=', user.id).execute();
  expect(await reset(token)).toMatchObject({ status: 400 });
});

test('bad input names the field', async () => {
  const field = (name: string) => ({
    status: 422,
    body: { detail: [expect.objectContaining({ loc: ['body', name] })] },
  });
  expect(await forgot('nobody')).toMatchObject(field('email'));
  expect(await reset('x', 'short')).toMatchObject(field('new_password'));
  expect(await reset('x', 'password')).toMatchObject(field('new_password'));
});

test('a link is found dead when it is opened, and a check uses none up', async () => {
  const check = async (token: string) => (await api.mutate('passwordReset.check', { body: { token } })).body;
  await forgot(user.email);
  const token = await sentToken();
  expect(await check(token)).toEqual({ usable: true });
  expect(await check('unknown')).toEqual({ usable: false });
  expect(await reset(token)).toMatchObject({ status: 200 });
  expect(await check(token)).toEqual({ usable: false });
  clock.advance(HOUR_MS);
  await forgot(user.email);
  const late = await sentToken();
  expect(await check(late)).toEqual({ usable: true });
  clock.advance(HOUR_MS);
  expect(await check(late)).toEqual({ usable: false });
  expect(await api.mutate('passwordReset.check', { body: { token: '' } })).toMatchObject({ status: 422 });
});

test('a link of one who claims an address is dead once another has shown that it is theirs', async () => {
  const check = async (token: string) => (await api.mutate('passwordReset.check', { body: { token } })).body;
  const claimant = await createUser(database, await createTenant(database), { email_verified_at: null });
  await forgot(claimant.email);
  const token = await sentToken();
  expect(await check(token)).toEqual({ usable: true });
  await createUser(database, await createTenant(database), { email: claimant.email });
  expect(await check(token)).toEqual({ usable: false });
  expect(await reset(token)).toMatchObject({ status: 400 });
});
