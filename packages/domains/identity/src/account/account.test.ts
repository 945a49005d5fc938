import { forTenant } from '@leadlock/context/context';
import { createMovableClock, createTenant, createTestContext, createUser } from '@leadlock/testing/factories';
import { useDatabase } from '@leadlock/testing/use-database';
import { expect, test } from 'vitest';
import { createApiKey } from '../api-keys/index.ts';
import { issueTokens } from '../auth/index.ts';
import { identityRouter } from '../router.ts';
import { runIdentityJobs, signIn, useOperations } from '../testing/index.ts';
import { oneMonthAfter } from './deletion-request.ts';

const database = await useDatabase();
const ctx = createTestContext(database, {
  clock: createMovableClock(new Date('2026-11-22T14:00:00Z')),
  settings: { emailFrom: 'hello@leadlock.example' },
});
const api = await useOperations(identityRouter, ctx);

const path = '/account/delete-request';
const ask = (token: string, subAccountId?: string) =>
  api.request('POST', path, { token, subAccountId, body: { reason: 'Closed' } });

test('an owner asks once, however often, and owner and operators are told', async () => {
  const operator = await createUser(database, await createTenant(database), { is_super_admin: true });
  const tenant = await createTenant(database, { name: 'Bright Smile' });
  const owner = await createUser(database, tenant);
  const { access_token: token } = await issueTokens(ctx, ctx.db, owner);
  expect(await api.request('GET', path, { token })).toMatchObject({ status: 200, body: null });
  const answers = await Promise.all([ask(token), ask(token), ask(token)]);
  const [first] = answers;
  expect(first).toMatchObject({
    status: 200,
    body: { status: 'pending', reason: 'Closed', requested_by: owner.email, due_at: '2026-12-22T14:00:00.000Z' },
  });
  for (const answer of answers) expect(answer.body).toEqual(first?.body);
  expect(await api.request('GET', path, { token })).toMatchObject({ body: first?.body });
  await runIdentityJobs(ctx);
  expect(new Set(ctx.providers.email.sent.map(({ to }) => to))).toEqual(new Set([operator.email, owner.email]));
  expect(ctx.providers.email.sent).toHaveLength(2);
});

test('where nobody operates the installation, its own address is told', async () => {
  await database.system.updateTable('users').set({ is_super_admin: false }).execute();
  const owner = await createUser(database, await createTenant(database));
  const { access_token: token } = await issueTokens(ctx, ctx.db, owner);
  ctx.providers.email.sent.length = 0;
  expect(await ask(token)).toMatchObject({ status: 200 });
  await runIdentityJobs(ctx);
  expect(ctx.providers.email.sent.map(({ to }) => to)).toEqual(['hello@leadlock.example', owner.email]);
});

test('asking takes a body, in which nothing is required', async () => {
  const owner = await createUser(database, await createTenant(database));
  const { access_token: token } = await issueTokens(ctx, ctx.db, owner);
  expect(await api.request('POST', path, { token })).toMatchObject({
    status: 422,
    body: { detail: [{ type: 'missing', loc: ['body'], msg: 'Field required' }] },
  });
  expect(await api.request('POST', path, { token, body: null })).toMatchObject({ status: 422 });
  expect(await api.request('GET', path, { token })).toMatchObject({ status: 200, body: null });
  expect(await api.request('POST', path, { token, body: {} })).toMatchObject({ status: 200, body: { reason: null } });
});

test('nobody else asks: members, admins, keys, sub-accounts and their agency', async () => {
  const agency = await createTenant(database, { tenant_type: 'agency', plan: 'agency' });
  const subAccount = await createTenant(database, { parent_tenant_id: agency.id });
  expect(await ask(await signIn(ctx, agency, { role: 'admin' }))).toMatchObject({ status: 403 });
  expect(await ask(await signIn(ctx, agency, { role: 'member' }))).toMatchObject({ status: 403 });
  const { plaintext_key: key } = await createApiKey(forTenant(ctx, agency), { name: 'Key' });
  expect(await ask(key)).toMatchObject({ status: 403 });
  expect(await ask(await signIn(ctx, subAccount))).toMatchObject({ status: 403 });
  expect(await ask(await signIn(ctx, agency), subAccount.id)).toMatchObject({ status: 403 });
  expect(await api.request('POST', path, { body: {} })).toMatchObject({ status: 401 });
  expect(
    await database.system
      .selectFrom('account_deletion_requests')
      .select('id')
      .where('tenant_id', 'in', [agency.id, subAccount.id])
      .execute(),
  ).toEqual([]);
});

test('a month ends on its last day where it has no such day', () => {
  const after = (date: string) => oneMonthAfter(new Date(date)).toISOString().slice(0, 10);
  expect(['2026-01-31', '2026-11-22', '2026-12-31', '2028-01-30'].map(after)).toEqual([
    '2026-02-28',
    '2026-12-22',
    '2027-01-31',
    '2028-02-29',
  ]);
});
