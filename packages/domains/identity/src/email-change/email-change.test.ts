import { createMovableClock, createTenant, createTestContext, createUser } from '@leadlock/testing/factories';
import { newId } from '@leadlock/core/ids';
import { useDatabase } from '@leadlock/testing/use-database';
import { beforeEach, expect, test } from 'vitest';
import { hashPassword, issueTokens } from '../auth/index.ts';
import { identityRouter } from '../router.ts';
import { runIdentityJobs, useOperations } from '../testing/index.ts';
import { emailChangeJob } from './send-email-change.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const password = 'a long and unusual password';
const database = await useDatabase();
const clock = createMovableClock();
const ctx = createTestContext(database, { clock });
const api = await useOperations(identityRouter, ctx);
const password_hash = await hashPassword(password);

let user: Awaited<ReturnType<typeof createUser>>;
let token: string;
beforeEach(async () => {
  await runIdentityJobs(ctx);
  ctx.providers.email.sent.length = 0;
  user = await createUser(database, await createTenant(database), { password_hash });
  token = (await issueTokens(ctx, ctx.db, user)).access_token;
});

const newEmail = () => `ann-${newId()}@example.com`;
const request = (email: string, current_password = password) =>
  api.mutate('emailChange.request', { token, body: { email, current_password } });
const confirm = (link: string, as = token) => api.mutate('emailChange.confirm', { token: as, body: { token: link } });
const check = async (link: string, as = token) =>
  (await api.mutate('emailChange.check', { token: as, body: { token: link } })).body;
const login = (email: string) => api.request('POST', '/auth/login', { body: { email, password } });

/** The token of the newest link that was sent to an address. */
async function sentTo(email: string): Promise<string> {
  await runIdentityJobs(ctx);
  const mail = ctx.providers.email.sent.findLast(({ to }) => to === email);
  return /https:\/\/app\.example\.com\/confirm-email\?token=(\S+)/.exec(mail?.text ?? '')?.[1] ?? '';
}

test('the address changes once the link to the new one is opened, and the old one is told', async () => {
  const email = newEmail();
  expect(await request(email.toUpperCase())).toMatchObject({ status: 200 });
  const link = await sentTo(email);
  expect(await login(user.email)).toMatchObject({ status: 200 });
  expect(await check(link)).toEqual({ status: 'open', email });
  expect(await confirm(link)).toMatchObject({ status: 200, body: { email } });
  expect(await login(user.email)).toMatchObject({ status: 401 });
  expect(await login(email)).toMatchObject({ status: 200, body: { user: { id: user.id, email } } });
  await runIdentityJobs(ctx);
  expect(ctx.providers.email.sent.at(-1)).toMatchObject({
    to: user.email,
    subject: 'Your email address was changed',
  });
  expect(await confirm(link)).toMatchObject({ status: 400 });
  expect(await check(link)).toEqual({ status: 'invalid' });
});

test('a reset link that went to the old address stops working', async () => {
  await api.request('POST', '/auth/forgot-password', { body: { email: user.email } });
  await runIdentityJobs(ctx);
  const [, reset = ''] = /reset-password\?token=(\S+)/.exec(ctx.providers.email.sent.at(-1)?.text ?? '') ?? [];
  const email = newEmail();
  await request(email);
  expect(await confirm(await sentTo(email))).toMatchObject({ status: 200 });
  const body = { token: reset, new_password: 'another unusual password' };
  expect(await api.request('POST', '/auth/reset-password', { body })).toMatchObject({ status: 400 });
});

test('somebody who signed up with a mistyped address gets the right one, and nobody is told', async () => {
  const typo = await createUser(database, await createTenant(database), { password_hash, email_verified_at: null });
  token = (await issueTokens(ctx, ctx.db, typo)).access_token;
  const email = newEmail();
  await request(email);
  expect(await confirm(await sentTo(email))).toMatchObject({ status: 200 });
  expect(await api.request('GET', '/auth/context', { token })).toMatchObject({ body: { email_verified: true } });
  await runIdentityJobs(ctx);
  expect(ctx.providers.email.sent.map(({ to }) => to)).toEqual([email]);
});

test('only whoever asked for the change can confirm it, and only the last link for a day', async () => {
  const [first, second] = [newEmail(), newEmail()];
  await request(first);
  const early = await sentTo(first);
  await request(second);
  const link = await sentTo(second);
  expect(await confirm(early)).toMatchObject({ status: 400 });
  const other = await createUser(database, { id: user.tenant_id });
  const theirs = (await issueTokens(ctx, ctx.db, other)).access_token;
  expect(await check(link, theirs)).toEqual({ status: 'other' });
  expect(await confirm(link, theirs)).toMatchObject({ status: 409 });
  expect(await api.mutate('emailChange.confirm', { body: { token: link } })).toMatchObject({ status: 401 });
  clock.advance(DAY_MS);
  const renewed = (await issueTokens(ctx, ctx.db, user)).access_token;
  expect(await check(link, renewed)).toEqual({ status: 'invalid' });
  expect(await confirm(link, renewed)).toMatchObject({ status: 400 });
});

test('of two requests the last one holds, whether or not the first one still waits, and whichever is done first', async () => {
  const [typo, right] = [newEmail(), newEmail()];
  await request(typo);
  await request(right);
  const waiting = ctx.jobs.enqueued.filter(({ name }) => name === emailChangeJob.name);
  expect(new Set(waiting.map(({ options }) => options?.singletonKey)).size).toBe(2);
  ctx.jobs.enqueued.reverse();
  const link = await sentTo(right);
  expect(ctx.providers.email.sent.map(({ to }) => to)).toEqual([right]);
  expect(await confirm(link)).toMatchObject({ status: 200, body: { email: right } });
});

test('whether an address has an account shows to its owner alone', async () => {
  const known = await createUser(database, await createTenant(database));
  const [taken, free] = [await request(known.email), await request(newEmail())];
  expect(taken).toMatchObject({ status: 200 });
  expect(taken.body).toEqual(free.body);
  await runIdentityJobs(ctx);
  const toOwner = ctx.providers.email.sent.find(({ to }) => to === known.email);
  expect(toOwner?.subject).toBe('You already have a Leadlock account');
  expect(toOwner?.text).not.toContain('token=');
});

test('an address that somebody else verifies meanwhile is not taken from them', async () => {
  const email = newEmail();
  await request(email);
  const link = await sentTo(email);
  await createUser(database, await createTenant(database), { email });
  expect(await check(link)).toEqual({ status: 'invalid' });
  expect(await confirm(link)).toMatchObject({ status: 400 });
});

test('bad input names the field', async () => {
  const field = (name: string) => ({ status: 422, body: { data: { fields: [{ loc: ['body', name] }] } } });
  expect(await request('nobody')).toMatchObject(field('email'));
  expect(await request(user.email)).toMatchObject(field('email'));
  expect(await request(newEmail(), 'wrong')).toMatchObject(field('current_password'));
  expect(await confirm('')).toMatchObject(field('token'));
});
