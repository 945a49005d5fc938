import type { Tenant } from '@leadlock/context/context';
import { newId } from '@leadlock/core/ids';
import { signIn, useOperations } from '@leadlock/identity/testing';
import { createTenant, createTestContext } from '@leadlock/testing/factories';
import { useDatabase } from '@leadlock/testing/use-database';
import { router } from '@leadlock/trpc/init';
import { beforeEach, expect, test } from 'vitest';
import { notify } from './index.ts';
import { notificationsRouter } from './router.ts';

let tenant: Tenant;
let token: string;
const database = await useDatabase();
const ctx = createTestContext(database);
const api = await useOperations(router({ notifications: notificationsRouter }), ctx);
beforeEach(async () => {
  tenant = await createTenant(database);
  token = await signIn(ctx, tenant, { role: 'member' });
});

async function tell({ id }: { id: string }, ...titles: string[]): Promise<void> {
  for (const title of titles) {
    await notify(database.system, {
      tenantId: id,
      type: 'invite.accepted',
      occasion: newId(),
      title,
      body: 'Dana joined.',
      at: new Date(),
    });
  }
}
const get = (path: string) => api.request('GET', `/notifications/${path}`, { token });
const titles = (reply: { body: unknown }) =>
  (reply.body as { notifications: { title: string }[] }).notifications.map(({ title }) => title);
const idsOf = (reply: { body: unknown }) =>
  (reply.body as { notifications: { id: string }[] }).notifications.map(({ id }) => id);

test('notifications are listed by page, read, cleared and deleted', async () => {
  await tell(tenant, 'first', 'second', 'third');
  const list = await get('in-app?limit=2');
  expect(list).toMatchObject({ status: 200, body: { total: 3, unread_count: 3 } });
  expect(titles(list)).toEqual(['third', 'second']);
  expect(titles(await get('in-app?limit=2&offset=2'))).toEqual(['first']);
  expect(await get('in-app?limit=101')).toMatchObject({ status: 422 });

  const [third, second] = idsOf(list);
  const onSecond = `/notifications/in-app/${second ?? ''}`;
  expect(await api.request('PATCH', `${onSecond}/read`, { token })).toMatchObject({ body: { success: true } });
  expect(await api.request('PATCH', `${onSecond}/read`, { token })).toMatchObject({ status: 200 });
  expect(await get('in-app/unread-count')).toMatchObject({ status: 200, body: { unread_count: 2 } });
  expect(await api.request('DELETE', '/notifications/in-app/clear', { token })).toMatchObject({ body: { deleted: 1 } });
  expect(await api.request('DELETE', onSecond, { token })).toMatchObject({ status: 404 });
  expect(await api.request('DELETE', `/notifications/in-app/${third ?? ''}`, { token })).toMatchObject({ status: 200 });
  expect(await api.request('PATCH', '/notifications/in-app/read-all', { token })).toMatchObject({
    body: { updated: 1 },
  });
  const left = await get('in-app');
  expect(left).toMatchObject({
    body: { total: 1, unread_count: 0, notifications: [{ title: 'first', is_read: true }] },
  });
});

test('marking and clearing touch nobody else’s notifications', async () => {
  const other = await createTenant(database);
  await tell(other, 'theirs');
  await tell(tenant, 'ours');
  await api.request('PATCH', '/notifications/in-app/read-all', { token });
  await api.request('DELETE', '/notifications/in-app/clear', { token });
  expect(await get('in-app')).toMatchObject({ body: { total: 0, unread_count: 0 } });
  token = await signIn(ctx, other);
  expect(await get('in-app')).toMatchObject({ body: { unread_count: 1, notifications: [{ title: 'theirs' }] } });
});

test('an agency sees what it and all its sub-accounts were told, and nobody else’s', async () => {
  const agency = await createTenant(database, { tenant_type: 'agency' });
  const client = await createTenant(database, { parent_tenant_id: agency.id, name: 'Bright Smile' });
  const stranger = await createTenant(database, { tenant_type: 'agency' });
  await tell(agency, 'own');
  await tell(client, 'client’s');
  await tell(stranger, 'stranger’s');
  token = await signIn(ctx, agency, { role: 'owner' });
  const aggregate = await api.request('GET', '/notifications/in-app/aggregate', { token, subAccountId: client.id });
  expect(aggregate).toMatchObject({
    status: 200,
    body: {
      total: 2,
      unread_count: 2,
      notifications: [
        { title: 'client’s', tenant_id: client.id, source_account_name: 'Bright Smile' },
        { title: 'own', source_account_name: null },
      ],
    },
  });
  expect(await get('in-app/aggregate/unread-count')).toMatchObject({ body: { unread_count: 2 } });
  expect(titles(await get('in-app'))).toEqual(['own']);
  const asClient = await api.request('GET', '/notifications/in-app', { token, subAccountId: client.id });
  expect(titles(asClient)).toEqual(['client’s']);
});

test('only the owner of an agency sees what all its sub-accounts were told', async () => {
  const agency = await createTenant(database, { tenant_type: 'agency' });
  const client = await createTenant(database, { parent_tenant_id: agency.id });
  for (const path of ['in-app/aggregate', 'in-app/aggregate/unread-count']) {
    for (const [account, role, status] of [
      [agency, 'owner', 200],
      [agency, 'admin', 403],
      [agency, 'member', 403],
      [client, 'owner', 403],
    ] as const) {
      token = await signIn(ctx, account, { role });
      expect([path, role, (await get(path)).status]).toEqual([path, role, status]);
    }
  }
});

test('settings have defaults until they are changed, field by field', async () => {
  const defaults = {
    email_new_call: true,
    email_weekly_digest: false,
    additional_emails: [],
    quiet_hours_start: '22:00:00',
    quiet_hours_timezone: 'America/New_York',
    notification_frequency: 'immediate',
    tenant_id: tenant.id,
  };
  const [first, second] = await Promise.all([get('settings'), get('settings')]);
  expect(first).toMatchObject({ status: 200, body: defaults });
  expect(second.body).toEqual(first.body);
  const body = { quiet_hours_start: '21:30', additional_emails: ['a@example.com'], email_new_call: null };
  expect(await api.request('PATCH', '/notifications/settings', { token, body })).toMatchObject({ status: 403 });
  token = await signIn(ctx, tenant, { role: 'admin' });
  expect(await api.request('PATCH', '/notifications/settings', { token, body })).toMatchObject({
    status: 200,
    body: { ...defaults, quiet_hours_start: '21:30:00', additional_emails: ['a@example.com'] },
  });
});

test.each([
  ['quiet_hours_start', '25:00'],
  ['quiet_hours_timezone', '+02:00'],
  ['quiet_hours_timezone', 'Mars/Olympus'],
  ['notification_frequency', 'hourly'],
  ['additional_emails', ['nobody']],
])('a setting that makes no sense is refused by name: %s %s', async (field, value) => {
  token = await signIn(ctx, tenant);
  const reply = await api.request('PATCH', '/notifications/settings', { token, body: { [field]: value } });
  expect(reply).toMatchObject({ status: 422 });
  expect((reply.body as { detail: { loc: string[] }[] }).detail[0]?.loc.slice(0, 2)).toEqual(['body', field]);
});
