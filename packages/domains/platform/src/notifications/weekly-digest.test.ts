import { newId } from '@leadlock/core/ids';
import { forTenant, type Tenant } from '@leadlock/context/context';
import {
  createMovableClock,
  createTenant,
  createTestContext,
  createUser,
  type MovableClock,
  type TestContext,
} from '@leadlock/testing/factories';
import { useDatabase } from '@leadlock/testing/use-database';
import { runIdentityJobs } from '@leadlock/identity/testing';
import { beforeEach, expect, test } from 'vitest';
import { recordEvent } from '../events/index.ts';
import type { NotificationSettingsUpdate } from './schemas.ts';
import { sendWeeklyDigests } from './send-weekly-digests.ts';
import { updateNotificationSettings } from './update-notification-settings.ts';

// A Wednesday; 10:00 in New York.
const NOW = new Date('2026-11-25T15:00:00Z');
const HOUR_MS = 3_600_000;
// 8:00 on a Monday in New York.
const MONDAY = new Date('2026-11-30T13:00:00Z');

let clock: MovableClock;
let system: TestContext;
let tenant: Tenant;
const database = await useDatabase();
beforeEach(async () => {
  clock = createMovableClock(NOW);
  system = createTestContext(database, { clock });
  tenant = await createTenant(database);
  await createUser(database, tenant, { email: `owner-${tenant.id}@example.com` });
  // What other tests' tenants want is not this one's.
  await database.system.updateTable('notification_settings').set({ email_weekly_digest: false }).execute();
  await set({ email_weekly_digest: true, quiet_hours_timezone: 'America/New_York' });
});

const set = (changes: NotificationSettingsUpdate) => updateNotificationSettings(forTenant(system, tenant), changes);
const moveTo = (time: Date) => clock.advance(time.getTime() - clock.now().getTime());
const digests = async () => {
  await sendWeeklyDigests(system);
  await runIdentityJobs(system);
  return system.providers.email.sent.filter(({ to }) => to === `owner-${tenant.id}@example.com`);
};

const failedCall = () => ({
  call_id: newId(),
  agent_id: null,
  direction: 'inbound' as const,
  from_number: '+12125550123',
  to_number: '+14155550100',
  end_reason: 'provider_error',
  started_at: NOW.toISOString(),
  ended_at: NOW.toISOString(),
  duration_seconds: 95,
});
const announce = (type: 'call.failed' | 'call.completed', call = failedCall()) => {
  const tenantId = tenant.id;
  return type === 'call.failed'
    ? recordEvent(system, { tenantId, type, payload: { ...call, status: 'failed' } })
    : recordEvent(system, { tenantId, type, payload: { ...call, status: 'completed', billable_minutes: 2 } });
};
const fail = () => announce('call.failed');

test('the weekly digest goes out once, on Monday morning in the tenant’s time zone', async () => {
  await fail();
  await database.system.updateTable('events').set({ occurred_at: NOW }).where('tenant_id', '=', tenant.id).execute();
  moveTo(NOW);
  expect(await digests()).toEqual([]);
  moveTo(new Date(MONDAY.getTime() - 60_000));
  expect(await digests()).toEqual([]);
  moveTo(MONDAY);
  await Promise.all(Array.from({ length: 5 }, () => sendWeeklyDigests(system)));
  const [first, ...more] = await digests();
  expect(more).toEqual([]);
  expect(first?.text).toContain('had 1 call last week. 1 failed');
});

test('the weekly digest counts a call that was announced as failed, and later as completed, once, as it stands', async () => {
  const call = failedCall();
  const at = (id: string, occurred_at: Date) =>
    database.system.updateTable('events').set({ occurred_at }).where('id', '=', id).execute();
  const late = failedCall();
  await at(await announce('call.failed', call), NOW);
  await at(await announce('call.completed', call), new Date(NOW.getTime() + HOUR_MS));
  await at(await announce('call.failed', late), NOW);
  moveTo(MONDAY);
  const [first] = await digests();
  expect(first?.text).toContain('had 2 calls last week. 1 failed');
  // What was told last week is not told again for being corrected this week.
  await at(await announce('call.completed', late), new Date(MONDAY.getTime() + HOUR_MS));
  await at(await fail(), new Date(MONDAY.getTime() + HOUR_MS));
  moveTo(new Date(MONDAY.getTime() + 7 * 24 * HOUR_MS));
  const [, second] = await digests();
  expect(second?.text).toContain('had 1 call last week. 1 failed');
});

test('the weekly digest waits for the end of the quiet hours', async () => {
  await set({ quiet_hours_enabled: true, quiet_hours_start: '22:00', quiet_hours_end: '09:30' });
  moveTo(new Date(MONDAY.getTime() + 1.5 * HOUR_MS - 1));
  expect(await digests()).toEqual([]);
  moveTo(new Date(MONDAY.getTime() + 1.5 * HOUR_MS));
  expect(await digests()).toHaveLength(1);
});

test('the weekly digest that is late tells of its own week', async () => {
  await fail();
  const at = (occurred_at: Date) =>
    database.system.updateTable('events').set({ occurred_at }).where('tenant_id', '=', tenant.id).execute();
  // Tuesday, the last evening on which it goes out: a call of Monday belongs to the next week.
  const tuesday = new Date('2026-12-02T03:00:00Z');
  await at(MONDAY);
  moveTo(tuesday);
  const [late] = await digests();
  expect(late?.text).toContain('had 0 calls');
  moveTo(new Date(MONDAY.getTime() + 7 * 24 * HOUR_MS));
  const [, next] = await digests();
  expect(next?.text).toContain('had 1 call last week. 1 failed');
});

test('the weekly digest goes out at 8:00 UTC where the database does not know the time zone', async () => {
  // A name that no request may set any more.
  await database.system
    .updateTable('notification_settings')
    .set({ quiet_hours_timezone: 'Canada/East-Saskatchewan' })
    .where('tenant_id', '=', tenant.id)
    .execute();
  moveTo(new Date('2026-11-30T07:59:00Z'));
  expect(await digests()).toEqual([]);
  moveTo(new Date('2026-11-30T08:00:00Z'));
  expect(await digests()).toHaveLength(1);
});

test('the weekly digest of one tenant that fails keeps no other waiting, and comes with a later run', async () => {
  const troubled = await createTenant(database);
  await updateNotificationSettings(forTenant(system, troubled), { email_weekly_digest: true });
  await database.system
    .updateTable('notification_settings')
    .set({ additional_emails: '["no address"]' })
    .where('tenant_id', '=', troubled.id)
    .execute();
  moveTo(MONDAY);
  expect(await digests()).toHaveLength(1);
  const { digest_sent_for } = await database.system
    .selectFrom('notification_settings')
    .select('digest_sent_for')
    .where('tenant_id', '=', troubled.id)
    .executeTakeFirstOrThrow();
  expect(digest_sent_for).toBeNull();
});
