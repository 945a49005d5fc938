import { createHash } from 'node:crypto';
import type { Database } from '@leadlock/db/client';
import {
  createMovableClock,
  createTenant,
  createTestContext,
  createUser,
  type TestContext,
} from '@leadlock/testing/factories';
import { createTestDatabase } from '@leadlock/testing/test-database';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { issueTokens } from '../auth/index.ts';
import { identityRouter } from '../router.ts';
import { runIdentityJobs, serveOperations, type OperationsServer } from '../testing/index.ts';
import { sendPasswordReset } from './index.ts';

const HOUR_MS = 60 * 60 * 1000;
const password = 'a new and unusual password';
let database: Database;
let ctx: TestContext;
let clock: ReturnType<typeof createMovableClock>;
let api: OperationsServer;
let user: Awaited<ReturnType<typeof createUser>>;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());
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
  expect(await reset(token)).toMatchObject({ status: 200, body: { message: 'The password was changed' } });
  expect(await login()).toMatchObject({ status: 200 });
  expect(await api.request('GET', '/auth/me', { token: session.access_token })).toMatchObject({ status: 401 });
  const { refresh_token } = session;
  expect(await api.request('POST', '/auth/refresh', { body: { refresh_token } })).toMatchObject({ status: 401 });
  expect(await reset(token)).toMatchObject({ status: 400 });
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
