import { forTenant, type Tenant } from '@leadlock/context/context';
import { firstIdAt, newId } from '@leadlock/core/ids';
import { createApiKey } from '@leadlock/identity/api-keys';
import { signIn, useOperations } from '@leadlock/identity/testing';
import { createTenant, createTestContext, createUser } from '@leadlock/testing/factories';
import { useDatabase } from '@leadlock/testing/use-database';
import { router } from '@leadlock/trpc/init';
import { beforeEach, expect, test } from 'vitest';
import { notify } from './index.ts';
import { notificationsRouter } from './router.ts';

const HOUR_MS = 3_600_000;

let tenant: Tenant;
let ana: string;
let bob: string;
const database = await useDatabase();
const ctx = createTestContext(database);
const api = await useOperations(router({ notifications: notificationsRouter }), ctx);
beforeEach(async () => {
  tenant = await createTenant(database);
  ana = await signIn(ctx, tenant, { role: 'owner' });
  bob = await signIn(ctx, tenant, { role: 'member' });
});

async function tell({ id }: { id: string }, ...titles: string[]): Promise<void> {
  for (const title of titles) {
    const told = { tenantId: id, occasion: newId(), title, body: 'Dana joined.', at: new Date() };
    await notify(database.system, { ...told, type: 'invite.accepted' });
  }
}

/** One that was made a while ago, by its ID too. */
async function tellEarlier({ id }: { id: string }, title: string, ageMs: number): Promise<void> {
  const at = new Date(Date.now() - ageMs);
  const row = { tenant_id: id, id: firstIdAt(at), type: 'invite.accepted', occasion: title, title, body: '' };
  await database.system
    .insertInto('notifications')
    .values({ ...row, created_at: at })
    .execute();
}

interface List {
  notifications: { id: string; title: string; is_read: boolean }[];
  total: number;
  unread_count: number;
}

/** Each title, with a star where it is unread; the number of unread ones is checked with it. */
async function listOf(token: string): Promise<string[]> {
  const { body } = await api.request('GET', '/notifications/in-app', { token });
  const { notifications, total, unread_count: unread } = body as List;
  const count = await api.request('GET', '/notifications/in-app/unread-count', { token });
  expect(count.body).toEqual({ unread_count: unread });
  expect([notifications.length, notifications.filter((each) => !each.is_read).length]).toEqual([total, unread]);
  return notifications.map(({ title, is_read: isRead }) => (isRead ? title : `${title}*`));
}
async function idOf(title: string): Promise<string> {
  const query = database.system.selectFrom('notifications').select('id').where('tenant_id', '=', tenant.id);
  const { id } = await query.where('title', '=', title).executeTakeFirstOrThrow();
  return id;
}
const change = (token: string, method: string, path: string, subAccountId?: string) =>
  api.request(method, `/notifications/in-app/${path}`, { token, subAccountId });

test('what one person reads and clears, others still have', async () => {
  await tell(tenant, 'first', 'second', 'third');
  expect(await change(ana, 'PATCH', `${await idOf('second')}/read`)).toMatchObject({ status: 200 });
  expect(await change(ana, 'PATCH', `${await idOf('second')}/read`)).toMatchObject({ status: 200 });
  expect(await listOf(ana)).toEqual(['third*', 'second', 'first*']);
  expect(await listOf(bob)).toEqual(['third*', 'second*', 'first*']);
  expect(await change(ana, 'DELETE', 'clear')).toMatchObject({ body: { deleted: 1 } });
  expect(await listOf(ana)).toEqual(['third*', 'first*']);
  expect(await change(ana, 'PATCH', 'read-all')).toMatchObject({ body: { updated: 2 } });
  expect(await change(ana, 'PATCH', 'read-all')).toMatchObject({ body: { updated: 0 } });
  expect(await listOf(ana)).toEqual(['third', 'first']);
  expect(await listOf(bob)).toEqual(['third*', 'second*', 'first*']);
  await tell(tenant, 'fourth');
  expect(await listOf(ana)).toEqual(['fourth*', 'third', 'first']);
  expect(await change(ana, 'DELETE', 'clear')).toMatchObject({ body: { deleted: 2 } });
  expect(await listOf(ana)).toEqual(['fourth*']);
  expect(await change(bob, 'DELETE', await idOf('fourth'))).toMatchObject({ status: 200 });
  expect(await listOf(ana)).toEqual([]);
  expect(await listOf(bob)).toEqual(['third*', 'second*', 'first*']);
});

test('what was read before people read for themselves, or by an API key, is read for all', async () => {
  await tell(tenant, 'before', 'by key', 'unread');
  const before = database.system.updateTable('notifications').set({ read_at: new Date() });
  await before.where('id', '=', await idOf('before')).execute();
  const { plaintext_key: key } = await createApiKey(forTenant(ctx, tenant), { name: 'Zapier' });
  expect(await listOf(key)).toEqual(['unread*', 'by key*', 'before']);
  expect(await change(ana, 'PATCH', `${await idOf('unread')}/read`)).toMatchObject({ status: 200 });
  expect(await change(key, 'PATCH', `${await idOf('by key')}/read`)).toMatchObject({ status: 200 });
  expect(await listOf(key)).toEqual(['unread*', 'by key', 'before']);
  expect(await listOf(ana)).toEqual(['unread', 'by key', 'before']);
  expect(await listOf(bob)).toEqual(['unread*', 'by key', 'before']);
  expect(await change(bob, 'DELETE', 'clear')).toMatchObject({ body: { deleted: 2 } });
  expect(await listOf(ana)).toEqual(['unread', 'by key', 'before']);
  expect(await change(key, 'PATCH', 'read-all')).toMatchObject({ body: { updated: 1 } });
  expect(await listOf(bob)).toEqual(['unread']);
  expect(await change(key, 'DELETE', 'clear')).toMatchObject({ body: { deleted: 3 } });
  expect(await listOf(ana)).toEqual([]);
});

const readsOf = (tenantId: string) =>
  database.system.selectFrom('notification_reads').select('is_cleared').where('tenant_id', '=', tenantId).execute();

test('marking all as read keeps no rows of old notifications, and misses none that appears late', async () => {
  await tellEarlier(tenant, 'old', 5 * HOUR_MS);
  await tellEarlier(tenant, 'older', 9 * HOUR_MS);
  await change(ana, 'PATCH', `${await idOf('old')}/read`);
  expect(await readsOf(tenant.id)).toHaveLength(1);
  await tell(tenant, 'new');
  expect(await change(ana, 'PATCH', 'read-all')).toMatchObject({ body: { updated: 2 } });
  expect(await readsOf(tenant.id)).toHaveLength(1);
  // Its transaction began before, and has ended only now.
  await tellEarlier(tenant, 'late', HOUR_MS / 2);
  expect(await listOf(ana)).toEqual(['new', 'late*', 'old', 'older']);
  expect(await change(ana, 'DELETE', 'clear')).toMatchObject({ body: { deleted: 3 } });
  expect(await listOf(ana)).toEqual(['late*']);
  expect(await change(ana, 'PATCH', 'read-all')).toMatchObject({ body: { updated: 1 } });
  expect(await listOf(ana)).toEqual(['late']);
  expect(await listOf(bob)).toEqual(['new*', 'late*', 'old*', 'older*']);
});

test('an agency’s people read what a client was told for themselves, and nobody reads another account’s', async () => {
  const agency = await createTenant(database, { tenant_type: 'agency' });
  tenant = await createTenant(database, { parent_tenant_id: agency.id });
  const stranger = await createTenant(database);
  const [owner, client, theirs] = [
    await signIn(ctx, agency, { role: 'owner' }),
    await signIn(ctx, tenant, { role: 'owner' }),
    await signIn(ctx, stranger, { role: 'owner' }),
  ];
  await tell(tenant, 'one', 'two');
  await tell(agency, 'own');
  await change(owner, 'PATCH', `${await idOf('one')}/read`, tenant.id);
  const aggregate = async () => {
    const { body } = await api.request('GET', '/notifications/in-app/aggregate', { token: owner });
    const count = await api.request('GET', '/notifications/in-app/aggregate/unread-count', { token: owner });
    const { notifications, unread_count: unread } = body as List;
    expect(count.body).toEqual({ unread_count: unread });
    return notifications.map(({ title, is_read: isRead }) => (isRead ? title : `${title}*`));
  };
  expect(await aggregate()).toEqual(['own*', 'two*', 'one']);
  expect(await listOf(client)).toEqual(['two*', 'one*']);
  expect(await change(owner, 'PATCH', 'read-all')).toMatchObject({ body: { updated: 1 } });
  expect(await aggregate()).toEqual(['own', 'two*', 'one']);
  for (const [method, path] of [
    ['PATCH', `${await idOf('two')}/read`],
    ['DELETE', await idOf('two')],
  ] as const) {
    expect(await change(theirs, method, path)).toMatchObject({ status: 404 });
  }
  expect(await readsOf(stranger.id)).toEqual([]);
  expect(await listOf(client)).toEqual(['two*', 'one*']);
});

test('two windows of one person can mark at the same time, and nothing is left of a person who is removed', async () => {
  await tell(tenant, 'first', 'second');
  const both = await Promise.all(
    ['read-all', 'read-all', `${await idOf('first')}/read`].map((path) => change(ana, 'PATCH', path)),
  );
  expect(both.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(await listOf(ana)).toEqual(['second', 'first']);
  expect(await readsOf(tenant.id)).toHaveLength(2);
  const { id } = await createUser(database, tenant);
  const readers = database.system
    .selectFrom('notification_readers')
    .select('reader_id')
    .where('tenant_id', '=', tenant.id);
  await database.system.insertInto('notification_readers').values({ tenant_id: tenant.id, reader_id: id }).execute();
  const read = { tenant_id: tenant.id, reader_id: id, notification_id: await idOf('first') };
  await database.system.insertInto('notification_reads').values(read).execute();
  expect(await readers.execute()).toHaveLength(2);
  await database.system.deleteFrom('users').where('id', '=', id).execute();
  expect(await readers.execute()).toHaveLength(1);
  expect(await readsOf(tenant.id)).toHaveLength(2);
});
