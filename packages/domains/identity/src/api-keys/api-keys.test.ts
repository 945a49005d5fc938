import { newId } from '@leadlock/core/ids';
import { createMovableClock, createTenant, createTestContext } from '@leadlock/testing/factories';
import { useDatabase } from '@leadlock/testing/use-database';
import { beforeEach, expect, test } from 'vitest';
import { identityRouter } from '../router.ts';
import { signIn, useOperations } from '../testing/index.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
let tenant: { id: string };
let token: string;
const database = await useDatabase();
const clock = createMovableClock(new Date('2026-11-22T14:00:00Z'));
const ctx = createTestContext(database, { clock });
const api = await useOperations(identityRouter, ctx);
beforeEach(async () => {
  tenant = await createTenant(database);
  token = await signIn(ctx, tenant, { role: 'admin' });
});

const create = async (body: Record<string, unknown> = {}, as: { token: string; subAccountId?: string } = { token }) => {
  const reply = await api.request('POST', '/auth/api-keys', { ...as, body });
  return { ...reply, key: reply.body as { id: string; plaintext_key: string; key_prefix: string } };
};
const context = (key: string) => api.request('GET', '/auth/context', { headers: { 'x-api-key': key } });
const list = async (as: { token: string; subAccountId?: string } = { token }) =>
  (await api.request('GET', '/auth/api-keys', as)).body;

test('a key is shown once, works, and is known by its first characters', async () => {
  const { status, key } = await create({ name: ' Zapier ' });
  expect(status).toBe(200);
  expect(key.plaintext_key).toMatch(/^sk_live_[0-9A-Za-z]{43}$/);
  expect(key).toMatchObject({ name: 'Zapier', key_prefix: key.plaintext_key.slice(0, 12), expires_at: null });
  expect(await context(key.plaintext_key)).toMatchObject({ status: 200, body: { current_tenant_id: tenant.id } });
  const keys = await list();
  expect(keys).toMatchObject({
    total: 1,
    keys: [{ id: key.id, is_active: true, last_used_at: '2026-11-22T14:00:00.000Z' }],
  });
  expect(JSON.stringify(keys)).not.toContain(key.plaintext_key.slice(12));
  const rows = await database.tenant(tenant.id).selectFrom('api_keys').selectAll().execute();
  expect(JSON.stringify(rows.map((row) => row.key_hash.toString('latin1')))).not.toContain(key.plaintext_key);
});

test('its use is written at most once a minute', async () => {
  const { key } = await create();
  const lastUse = async () => {
    await context(key.plaintext_key);
    const { keys } = (await list()) as { keys: { last_used_at: string }[] };
    return new Date(keys[0]?.last_used_at ?? 0).getTime() - start;
  };
  const start = clock.now().getTime();
  expect(await lastUse()).toBe(0);
  clock.advance(59_999);
  expect(await lastUse()).toBe(0);
  clock.advance(1);
  expect(await lastUse()).toBe(60_000);
});

test('it expires when it should', async () => {
  const { key } = await create({ expires_in_days: 1 });
  clock.advance(DAY_MS - 1);
  expect(await context(key.plaintext_key)).toMatchObject({ status: 200 });
  clock.advance(1);
  expect(await context(key.plaintext_key)).toMatchObject({ status: 401 });
  token = await signIn(ctx, tenant);
  expect(await list()).toMatchObject({ keys: [{ expires_at: clock.now().toISOString() }] });
});

test('revoking stops it and keeps it in the list, deleting takes it off', async () => {
  const { key } = await create();
  const { key: other } = await create();
  expect(await api.request('POST', `/auth/api-keys/${key.id}/revoke`, { token })).toMatchObject({ status: 200 });
  expect(await context(key.plaintext_key)).toMatchObject({ status: 401 });
  expect(await list()).toMatchObject({
    total: 2,
    keys: [
      { id: other.id, is_active: true },
      { id: key.id, is_active: false },
    ],
  });
  expect(await api.request('DELETE', `/auth/api-keys/${other.id}`, { token })).toMatchObject({ status: 200 });
  expect(await context(other.plaintext_key)).toMatchObject({ status: 401 });
  expect(await list()).toMatchObject({ total: 1, keys: [{ id: key.id }] });
});

test('members, keys and strangers cannot manage keys', async () => {
  const { key } = await create();
  const member = await signIn(ctx, tenant, { role: 'member' });
  const stranger = await signIn(ctx, await createTenant(database));
  const operations: [string, string, unknown?][] = [
    ['POST', '/auth/api-keys', {}],
    ['POST', `/auth/api-keys/${key.id}/revoke`],
    ['DELETE', `/auth/api-keys/${key.id}`],
  ];
  for (const [method, path, body] of operations) {
    const as = (token?: string) => api.request(method, path, { token, body });
    expect([path, (await as()).status]).toEqual([path, 401]);
    expect([path, (await as(member)).status]).toEqual([path, 403]);
    expect([path, (await as(key.plaintext_key)).status]).toEqual([path, 403]);
  }
  const seen = await api.request('GET', '/auth/api-keys', { token: member });
  expect(seen).toMatchObject({ status: 200, body: { total: 1, keys: [{ id: key.id, key_prefix: key.key_prefix }] } });
  expect(JSON.stringify(seen.body)).not.toContain(key.plaintext_key);
  const theirs = { token: stranger };
  expect(await api.request('POST', `/auth/api-keys/${key.id}/revoke`, theirs)).toMatchObject({ status: 404 });
  expect(await api.request('DELETE', `/auth/api-keys/${key.id}`, theirs)).toMatchObject({ status: 404 });
  for (const id of [newId(), 'no-id']) {
    expect(await api.request('DELETE', `/auth/api-keys/${id}`, { token })).toMatchObject({ status: 404 });
  }
  expect(await list()).toMatchObject({ total: 1, keys: [{ is_active: true }] });
});

test('an agency makes keys of the sub-account it names, which act for that one only', async () => {
  const agency = await createTenant(database, { tenant_type: 'agency', plan: 'agency' });
  const subAccount = await createTenant(database, { parent_tenant_id: agency.id });
  const sibling = await createTenant(database, { parent_tenant_id: agency.id });
  const as = { token: await signIn(ctx, agency), subAccountId: subAccount.id };
  const { key } = await create({}, as);
  expect(await list(as)).toMatchObject({ total: 1 });
  expect(await list({ token: as.token })).toMatchObject({ total: 0 });
  expect(await context(key.plaintext_key)).toMatchObject({ body: { current_tenant_id: subAccount.id } });
  const elsewhere = { token: key.plaintext_key, subAccountId: sibling.id };
  expect(await api.request('GET', '/auth/context', elsewhere)).toMatchObject({ status: 403 });
});

test('an account has a hundred keys that hold, however many are made at once', async () => {
  const rows = (count: number, changes: { is_active?: boolean; expires_at?: Date } = {}) =>
    Array.from({ length: count }, () => {
      const id = newId();
      return {
        tenant_id: tenant.id,
        id,
        name: 'Key',
        key_prefix: 'sk_live_0000',
        key_hash: Buffer.from(id),
        ...changes,
      };
    });
  const gone = [...rows(5, { is_active: false }), ...rows(5, { expires_at: clock.now() })];
  await database.system
    .insertInto('api_keys')
    .values([...rows(98), ...gone])
    .execute();
  const replies = await Promise.all(Array.from({ length: 4 }, () => create()));
  expect(replies.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 200, 403, 403]);
  expect((await create()).body).toEqual({ detail: expect.stringContaining('100 API keys') as string });
});

test('bad input names the field', async () => {
  const field = (name: string) => ({
    status: 422,
    body: { detail: [expect.objectContaining({ loc: ['body', name] })] },
  });
  expect(await create({ expires_in_days: 0 })).toMatchObject(field('expires_in_days'));
  expect(await create({ name: ' ' })).toMatchObject(field('name'));
});
