import { newId } from '@leadlock/core/ids';
import { createMovableClock, createTenant, createTestContext, createUser } from '@leadlock/testing/factories';
import { useDatabase } from '@leadlock/testing/use-database';
import { expect, test } from 'vitest';
import { createApiKey } from '../api-keys/index.ts';
import { forTenant } from '@leadlock/context/context';
import { issueTokens } from '../auth/index.ts';
import { identityRouter } from '../router.ts';
import { signIn, useOperations } from '../testing/index.ts';

const database = await useDatabase();
const ctx = createTestContext(database, { clock: createMovableClock(new Date('2026-11-22T14:00:00Z')) });
const api = await useOperations(identityRouter, ctx);

const status = (token: string, subAccountId?: string) =>
  api.request('GET', '/compliance/outbound', { token, subAccountId });
const accept = (token: string, subAccountId?: string, body: Record<string, unknown> = {}) =>
  api.request('POST', '/compliance/outbound/accept', {
    token,
    subAccountId,
    body,
    headers: { 'user-agent': 'Firefox' },
  });

test('an agency’s admin accepts for a sub-account, and who, when, where and what is kept', async () => {
  const agency = await createTenant(database, { tenant_type: 'agency', plan: 'agency' });
  const subAccount = await createTenant(database, { parent_tenant_id: agency.id });
  const admin = await createUser(database, agency, { role: 'admin' });
  const { access_token: token } = await issueTokens(ctx, ctx.db, admin);
  const none = { outbound_enabled: false, terms_version: null, accepted_at: null, accepted_by: null };
  expect(await status(token, subAccount.id)).toMatchObject({ status: 200, body: none });
  const accepted = {
    outbound_enabled: true,
    terms_version: '1.0',
    accepted_at: '2026-11-22T14:00:00.000Z',
    accepted_by: admin.email,
  };
  expect(await accept(token, subAccount.id)).toMatchObject({ status: 200, body: accepted });
  expect(await status(await signIn(ctx, subAccount, { role: 'member' }))).toMatchObject({ body: accepted });
  expect(await status(token)).toMatchObject({ body: none });
  const rows = await database.tenant(subAccount.id).selectFrom('outbound_terms_acceptances').selectAll().execute();
  expect(rows).toMatchObject([
    { user_id: admin.id, user_email: admin.email, ip: '127.0.0.1', user_agent: 'Firefox', terms_version: '1.0' },
  ]);
});

test('terms of an older version do not count any more', async () => {
  const tenant = await createTenant(database);
  const token = await signIn(ctx, tenant);
  await database.system
    .insertInto('outbound_terms_acceptances')
    .values({
      tenant_id: tenant.id,
      id: newId(),
      terms_version: '0.9',
      user_id: newId(),
      user_email: 'dana@example.com',
      ip: '192.0.2.1',
      accepted_at: new Date('2026-11-21T14:00:00Z'),
    })
    .execute();
  expect(await status(token)).toMatchObject({ body: { outbound_enabled: false, terms_version: '0.9' } });
  expect(await accept(token, undefined, { terms_version: '1' })).toMatchObject({
    body: { outbound_enabled: true, terms_version: '1.0' },
  });
});

test('nothing in the product can change or delete what was accepted', async () => {
  const tenant = await createTenant(database);
  await accept(await signIn(ctx, tenant));
  for (const db of [database.system, database.tenant(tenant.id)]) {
    const change = db.updateTable('outbound_terms_acceptances').set({ ip: 'elsewhere' });
    await expect(change.execute()).rejects.toThrow('permission denied');
    await expect(db.deleteFrom('outbound_terms_acceptances').execute()).rejects.toThrow('permission denied');
  }
});

test('members and keys cannot consent, and only to the terms in force', async () => {
  const tenant = await createTenant(database);
  const key = await createApiKey(forTenant(ctx, tenant), { name: 'Key' });
  expect(await accept(await signIn(ctx, tenant, { role: 'member' }))).toMatchObject({ status: 403 });
  expect(await accept(key.plaintext_key)).toMatchObject({ status: 403 });
  expect(await accept(await signIn(ctx, tenant), undefined, { terms_version: '2.0' })).toMatchObject({
    status: 422,
    body: { detail: [{ loc: ['body', 'terms_version'] }] },
  });
  expect(await api.request('GET', '/compliance/outbound')).toMatchObject({ status: 401 });
});
