import { createTenant, createTestContext, createUser } from '@leadlock/testing/factories';
import { useDatabase } from '@leadlock/testing/use-database';
import { beforeEach, expect, test } from 'vitest';
import { hashPassword, issueTokens, login, type AuthResponse } from '../auth/index.ts';
import { forgotPassword } from '../password-reset/index.ts';
import { identityRouter } from '../router.ts';
import { runIdentityJobs, useOperations } from '../testing/index.ts';
import { updateMe } from './update-me.ts';

const password = 'an old and unusual password';
const newPassword = 'a new and unusual password';

let user: Awaited<ReturnType<typeof createUser>>;
let here: AuthResponse;
let elsewhere: AuthResponse;
const database = await useDatabase();
const ctx = createTestContext(database);
const api = await useOperations(identityRouter, ctx);
beforeEach(async () => {
  user = await createUser(database, await createTenant(database), { password_hash: await hashPassword(password) });
  here = await issueTokens(ctx, ctx.db, user);
  elsewhere = await issueTokens(ctx, ctx.db, user);
});

const patch = (body: Record<string, unknown>, token = here.access_token) =>
  api.request('PATCH', '/auth/me', { token, body });
const status = async ({ access_token: token }: AuthResponse) =>
  (await api.request('GET', '/auth/me', { token })).status;
const logIn = (candidate: string) => login(ctx, { email: user.email, password: candidate });

test('a name is changed, and taken away; what is left out stays, and no session ends', async () => {
  expect(await patch({ full_name: ' Dana Reyes ' })).toMatchObject({
    status: 200,
    body: { user: { id: user.id, full_name: 'Dana Reyes' } },
  });
  expect(await patch({})).toMatchObject({ status: 200, body: { user: { full_name: 'Dana Reyes' } } });
  expect(await patch({ full_name: null })).toMatchObject({ status: 200, body: { user: { full_name: null } } });
  expect(await status(elsewhere)).toBe(200);
});

test('a new password ends the other sessions, and links that were sent before', async () => {
  await forgotPassword(ctx, { email: user.email });
  await runIdentityJobs(ctx);
  const [, token] = /token=(\S+)/.exec(ctx.providers.email.sent.at(-1)?.text ?? '') ?? [];
  expect(await patch({ current_password: password, new_password: newPassword })).toMatchObject({ status: 200 });
  expect(await status(here)).toBe(200);
  expect(await status(elsewhere)).toBe(401);
  const renewed = (one: AuthResponse) =>
    api.request('POST', '/auth/refresh', { body: { refresh_token: one.refresh_token } });
  expect(await renewed(elsewhere)).toMatchObject({ status: 401 });
  expect(await renewed(here)).toMatchObject({ status: 200 });
  await expect(logIn(password)).rejects.toMatchObject({ kind: 'unauthorized' });
  await expect(logIn(newPassword)).resolves.toMatchObject({ user: { id: user.id } });
  const reset = { token, new_password: 'yet another unusual password' };
  expect(await api.request('POST', '/auth/reset-password', { body: reset })).toMatchObject({ status: 400 });
});

test.each([
  ['no current one', { new_password: newPassword }, 'current_password'],
  ['a wrong one', { current_password: 'a guess', new_password: newPassword }, 'current_password'],
  ['a common new one', { current_password: password, new_password: 'password' }, 'new_password'],
  ['a short new one', { current_password: password, new_password: '12345' }, 'new_password'],
])('a password is not changed with %s', async (_name, body, field) => {
  expect(await patch(body)).toMatchObject({ status: 422, body: { detail: [{ loc: ['body', field] }] } });
  expect(await status(elsewhere)).toBe(200);
  await expect(logIn(password)).resolves.toBeDefined();
});

test('of two changes at once one wins', async () => {
  const input = { current_password: password, new_password: newPassword };
  const asks = [here, elsewhere].map(async ({ user: { tenant_id: tenantId, id: userId } }) =>
    updateMe(ctx, { tenantId, userId, sessionId: userId }, input),
  );
  const results = await Promise.allSettled(asks);
  expect(results.map((result) => result.status).toSorted()).toEqual(['fulfilled', 'rejected']);
});

test('logging out everywhere ends all sessions of this user, and nobody else’s', async () => {
  const colleague = await createUser(database, { id: user.tenant_id });
  const theirs = await issueTokens(ctx, ctx.db, colleague);
  const reply = await api.request('POST', '/auth/logout-all', { token: here.access_token });
  expect(reply).toMatchObject({ status: 200, body: { message: 'Logged out everywhere' } });
  expect(await Promise.all([here, elsewhere, theirs].map(status))).toEqual([401, 401, 200]);
  const refresh_token = elsewhere.refresh_token;
  expect(await api.request('POST', '/auth/refresh', { body: { refresh_token } })).toMatchObject({ status: 401 });
});

test('both are for signed-in users', async () => {
  expect(await api.request('PATCH', '/auth/me', { body: {} })).toMatchObject({ status: 401 });
  expect(await api.request('POST', '/auth/logout-all')).toMatchObject({ status: 401 });
});
