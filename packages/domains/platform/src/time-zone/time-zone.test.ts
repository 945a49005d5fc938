import { signIn, useOperations } from '@leadlock/identity/testing';
import { createTenant, createTestContext } from '@leadlock/testing/factories';
import { useDatabase } from '@leadlock/testing/use-database';
import { expect, test } from 'vitest';
import { platformRouter } from '../router.ts';

const database = await useDatabase();
const ctx = createTestContext(database);
const api = await useOperations(platformRouter, ctx);

const path = '/tenants/me/time-zone';

test('an account is in UTC until its admins say otherwise, and notifications follow', async () => {
  const agency = await createTenant(database, { tenant_type: 'agency' });
  const tenant = await createTenant(database, { parent_tenant_id: agency.id });
  const [admin, member] = [await signIn(ctx, tenant, { role: 'admin' }), await signIn(ctx, tenant, { role: 'member' })];
  const notifiedIn = async () =>
    ((await api.request('GET', '/notifications/settings', { token: admin })).body as { quiet_hours_timezone: string })
      .quiet_hours_timezone;
  expect(await api.request('GET', path, { token: member })).toMatchObject({ status: 200, body: { timezone: 'UTC' } });
  expect(await notifiedIn()).toBe('America/New_York');
  const set = (timezone: unknown, token = admin, subAccountId?: string) =>
    api.request('PUT', path, { token, subAccountId, body: { timezone } });

  expect(await set('Asia/Kathmandu')).toMatchObject({ status: 200, body: { timezone: 'Asia/Kathmandu' } });
  expect(await notifiedIn()).toBe('Asia/Kathmandu');
  const asAgency = await signIn(ctx, agency);
  expect(await set('Europe/Berlin', asAgency, tenant.id)).toMatchObject({ status: 200 });
  expect(await api.request('GET', path, { token: member })).toMatchObject({ body: { timezone: 'Europe/Berlin' } });
  expect(await api.request('GET', path, { token: asAgency })).toMatchObject({ body: { timezone: 'UTC' } });

  const own = { quiet_hours_timezone: 'Asia/Tokyo' };
  await api.request('PATCH', '/notifications/settings', { token: admin, body: own });
  expect(await set('America/Chicago')).toMatchObject({ status: 200 });
  expect(await notifiedIn()).toBe('Asia/Tokyo');

  expect(await set('America/Denver', member)).toMatchObject({ status: 403 });
  for (const zone of ['Mars/Olympus', '+02:00', 'EST', '', null, 5]) {
    expect(await set(zone)).toMatchObject({ status: 422, body: { detail: [{ loc: ['body', 'timezone'] }] } });
  }
  expect(await api.request('GET', path, { token: member })).toMatchObject({ body: { timezone: 'America/Chicago' } });
});

test('notifications that are first looked at later begin in the zone of the account', async () => {
  const tenant = await createTenant(database, { timezone: 'Australia/Lord_Howe' });
  const token = await signIn(ctx, tenant);
  expect(await api.request('GET', '/notifications/settings', { token })).toMatchObject({
    body: { quiet_hours_timezone: 'Australia/Lord_Howe' },
  });
});
