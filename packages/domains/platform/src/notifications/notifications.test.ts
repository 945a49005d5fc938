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
import { runJobs } from '@leadlock/testing/run-jobs';
import { beforeEach, describe, expect, test } from 'vitest';
import { recordEvent, type EventType, type NewEvent } from '../events/index.ts';
import { clearReadNotifications } from './clear-read-notifications.ts';
import { deleteNotification } from './delete-notification.ts';
import { forgetNotifications } from './forget-notifications.ts';
import { notify, sendDueEmails } from './index.ts';
import { notifyOfEvent } from './notify-of-event.ts';
import { listNotifications } from './list-notifications.ts';
import { markAllNotificationsRead } from './mark-all-notifications-read.ts';
import { markNotificationRead } from './mark-notification-read.ts';
import { updateNotificationSettings } from './update-notification-settings.ts';
import type { NotificationSettingsUpdate } from './schemas.ts';

// A Wednesday; 10:00 in New York.
const NOW = new Date('2026-11-25T15:00:00Z');
const HOUR_MS = 3_600_000;

let clock: MovableClock;
let system: TestContext;
let tenant: Tenant;
const database = await useDatabase();
beforeEach(async () => {
  clock = createMovableClock(NOW);
  system = createTestContext(database, { clock, subscriptions: [notifyOfEvent] });
  tenant = await createTenant(database);
  await createUser(database, tenant, { email: `owner-${tenant.id}@example.com` });
  await createUser(database, tenant, { email: `member-${tenant.id}@example.com`, role: 'member' });
});

const rows = () =>
  database.tenant(tenant.id).selectFrom('notifications').selectAll().orderBy('created_at').orderBy('id').execute();
const set = (changes: NotificationSettingsUpdate) => updateNotificationSettings(forTenant(system, tenant), changes);

/** A name that no request may set any more. */
const storeZone = (zone: string) =>
  database.system
    .updateTable('notification_settings')
    .set({ quiet_hours_timezone: zone })
    .where('tenant_id', '=', tenant.id)
    .execute();

const endedCall = (changes: Partial<{ direction: 'inbound' | 'outbound' | 'test' }> = {}) => ({
  call_id: newId(),
  agent_id: null,
  direction: 'inbound' as const,
  from_number: '+12125550123',
  to_number: '+14155550100',
  end_reason: 'no_agent',
  started_at: NOW.toISOString(),
  ended_at: NOW.toISOString(),
  duration_seconds: 95,
  ...changes,
});
/** The job runs twice, as any may. */
async function happen<Type extends EventType>(event: Omit<NewEvent<Type>, 'tenantId'>): Promise<void> {
  await recordEvent(forTenant(system, tenant), { ...event, tenantId: tenant.id });
  system.jobs.enqueued.push(...system.jobs.enqueued.filter(({ name }) => name === notifyOfEvent.job.name));
  await runJobs(system, [notifyOfEvent]);
}
const fail = (changes: Parameters<typeof endedCall>[0] = {}, status: 'failed' | 'busy' = 'failed') =>
  happen({ type: 'call.failed', payload: { ...endedCall(changes), status } });
const broken = (occasion: string, at: Date = clock.now()) =>
  notify(database.system, {
    tenantId: tenant.id,
    type: 'integration.broken',
    occasion,
    title: `Twilio refuses ${occasion}`,
    body: 'Connect the account again.',
    at,
  });

describe('an event tells the people of its tenant', () => {
  test('that a call failed, with the ids that lead to it', async () => {
    await fail();
    expect(await rows()).toMatchObject([
      {
        type: 'call.failed',
        title: 'Call from +1 (212) 555-0123 failed',
        body: 'No agent is assigned to this number, so the call was not answered.',
        metadata: { call_id: expect.any(String) as string, status: 'failed' },
        read_at: null,
      },
    ]);
  });

  test('that somebody called, and that a limit is reached, once a day', async () => {
    await happen({
      type: 'call.completed',
      payload: { ...endedCall(), status: 'completed', billable_minutes: 2 },
    });
    const limit = { limit: 'trial minutes', used: 60, allowed: 60 };
    await happen({ type: 'usage.limit_reached', payload: limit });
    await happen({ type: 'usage.limit_reached', payload: limit });
    const told = await rows();
    expect(told.map(({ type }) => type).toSorted()).toEqual(['call.new', 'usage.limit_reached']);
    expect(told.map(({ body }) => body)).toContain('Your agent spoke with +1 (212) 555-0123 for 2 minutes.');
    expect(told.map(({ body }) => body)).toContain('You have used 60 of 60.');
  });

  test('but not of tests, nor of people who did not pick up', async () => {
    await fail({ direction: 'test' });
    await fail({ direction: 'outbound' }, 'busy');
    expect(await rows()).toEqual([]);
  });
});

test('of one occasion nobody is told twice', async () => {
  expect(await Promise.all(Array.from({ length: 10 }, () => broken('once')))).toEqual(
    expect.arrayContaining([true, ...Array.from({ length: 9 }, () => false)]),
  );
  expect(await rows()).toHaveLength(1);
});

const list = () => listNotifications(forTenant(system, tenant), { limit: 50, offset: 0 });
async function idOf(occasion: string): Promise<string> {
  const { id } = await database.system
    .selectFrom('notifications')
    .select('id')
    .where('tenant_id', '=', tenant.id)
    .where('occasion', '=', occasion)
    .executeTakeFirstOrThrow();
  return id;
}

describe('what somebody deletes', () => {
  test('is gone for all, and nobody is told of it again', async () => {
    await broken('deleted');
    await broken('cleared');
    await broken('kept');
    const ctx = forTenant(system, tenant);
    await deleteNotification(ctx, await idOf('deleted'));
    await markNotificationRead(ctx, await idOf('cleared'));
    expect(await clearReadNotifications(ctx)).toBe(1);
    expect(await Promise.all(['deleted', 'cleared', 'kept'].map((occasion) => broken(occasion)))).toEqual([
      false,
      false,
      false,
    ]);
    expect(await list()).toMatchObject({
      notifications: [{ title: 'Twilio refuses kept' }],
      total: 1,
      unread_count: 1,
    });
    await expect(deleteNotification(ctx, await idOf('deleted'))).rejects.toMatchObject({ kind: 'not_found' });
    await expect(markNotificationRead(ctx, await idOf('deleted'))).rejects.toMatchObject({ kind: 'not_found' });
    expect(await markAllNotificationsRead(ctx)).toBe(1);
    expect(await clearReadNotifications(ctx)).toBe(1);
  });

  test('is forgotten after three months, as is what was read, and what nobody reads after a year', async () => {
    for (const occasion of ['deleted', 'read', 'unread']) await broken(occasion);
    await markNotificationRead(forTenant(system, tenant), await idOf('read'));
    await deleteNotification(forTenant(system, tenant), await idOf('deleted'));
    const left = async () => {
      await forgetNotifications(system);
      return (await rows()).map(({ occasion }) => occasion).toSorted();
    };
    clock.advance(90 * 24 * HOUR_MS);
    expect(await left()).toEqual(['deleted', 'read', 'unread']);
    clock.advance(1);
    expect(await left()).toEqual(['unread']);
    clock.advance(275 * 24 * HOUR_MS);
    expect(await left()).toEqual([]);
  });
});

describe('the time of an email', () => {
  const zone = { quiet_hours_timezone: 'America/New_York' };
  const due = async (at: string): Promise<string | undefined> => {
    await broken(at, new Date(at));
    const told = await rows();
    return told.find(({ occasion }) => occasion === at)?.email_due_at?.toISOString();
  };

  test('is now, unless the settings say otherwise', async () => {
    expect(await due('2026-11-25T15:00:00.000Z')).toBe('2026-11-25T15:00:00.000Z');
  });

  test('is the end of the quiet hours, over midnight and over a change of the clocks', async () => {
    await set({ ...zone, quiet_hours_enabled: true, quiet_hours_start: '22:00', quiet_hours_end: '07:00' });
    expect(await due('2026-11-26T02:59:59.000Z')).toBe('2026-11-26T02:59:59.000Z');
    expect(await due('2026-11-26T03:00:00.000Z')).toBe('2026-11-26T12:00:00.000Z');
    expect(await due('2026-11-26T11:59:00.000Z')).toBe('2026-11-26T12:00:00.000Z');
    expect(await due('2026-11-26T12:00:00.000Z')).toBe('2026-11-26T12:00:00.000Z');
    // Clocks went forward in the night of 8 March 2026: seven o'clock is an hour earlier in UTC.
    expect(await due('2026-03-08T04:00:00.000Z')).toBe('2026-03-08T11:00:00.000Z');
  });

  test('can lie within one day’s quiet hours', async () => {
    await set({ ...zone, quiet_hours_enabled: true, quiet_hours_start: '09:00', quiet_hours_end: '17:30' });
    expect(await due('2026-11-25T15:00:00.000Z')).toBe('2026-11-25T22:30:00.000Z');
    expect(await due('2026-11-25T22:30:00.000Z')).toBe('2026-11-25T22:30:00.000Z');
  });

  test('is eight o’clock for gathered ones, moved out of the quiet hours', async () => {
    await set({ ...zone, notification_frequency: 'daily' });
    expect(await due('2026-11-25T12:59:59.000Z')).toBe('2026-11-25T13:00:00.000Z');
    expect(await due('2026-11-25T13:00:00.000Z')).toBe('2026-11-26T13:00:00.000Z');
    await set({ notification_frequency: 'weekly' });
    expect(await due('2026-11-25T14:00:00.000Z')).toBe('2026-11-30T13:00:00.000Z');
    await set({ quiet_hours_enabled: true, quiet_hours_start: '22:00', quiet_hours_end: '09:15' });
    expect(await due('2026-11-25T14:00:01.000Z')).toBe('2026-11-30T14:15:00.000Z');
  });

  test('is reckoned in UTC where the database does not know the time zone', async () => {
    await set({ quiet_hours_enabled: true, quiet_hours_start: '22:00', quiet_hours_end: '07:00' });
    await storeZone('US/Pacific-New');
    expect(await due('2026-11-26T03:00:00.000Z')).toBe('2026-11-26T07:00:00.000Z');
  });

  test('is none for what the settings keep out of the mail', async () => {
    await set({ email_new_call: false });
    await fail();
    expect(await rows()).toMatchObject([{ email_due_at: null }]);
  });
});

describe('emails', () => {
  const sent = async () => {
    await runIdentityJobs(system);
    const mine = system.providers.email.sent.filter(({ to }) => to.includes(tenant.id));
    return mine.map(({ to, subject }) => ({ to, subject }));
  };

  test('go to owners and added addresses, each once, and never twice, however many workers there are', async () => {
    const owner = `owner-${tenant.id}@example.com`;
    const office = `office-${tenant.id}@example.com`;
    await set({ additional_emails: [office, owner.toUpperCase()] });
    await broken('AC1');
    await Promise.all(Array.from({ length: 8 }, () => sendDueEmails(system)));
    await sendDueEmails(system);
    const mails = await sent();
    expect(mails.map(({ to }) => to.toLowerCase()).toSorted()).toEqual([office, owner].toSorted());
    expect(mails.every(({ subject }) => subject === 'Twilio refuses AC1')).toBe(true);
  });

  test('gather what waits, and leave out what was deleted', async () => {
    await set({ notification_frequency: 'daily' });
    for (const name of ['AC1', 'AC2', 'AC3']) await broken(name);
    await deleteNotification(forTenant(system, tenant), await idOf('AC2'));
    await sendDueEmails(system);
    expect(await sent()).toEqual([]);
    clock.advance(24 * HOUR_MS);
    await sendDueEmails(system);
    expect(await sent()).toEqual([{ to: `owner-${tenant.id}@example.com`, subject: '2 new notifications' }]);
  });

  test('wait for the end of quiet hours that were set, or have begun, since they were due', async () => {
    await broken('AC1');
    // From 9 to 17 in New York; it is 10 there.
    await set({ quiet_hours_enabled: true, quiet_hours_start: '09:00', quiet_hours_end: '17:00' });
    await sendDueEmails(system);
    expect(await sent()).toEqual([]);
    clock.advance(7 * HOUR_MS);
    await sendDueEmails(system);
    expect(await sent()).toHaveLength(1);
  });

  test('are not lost when sending fails', async () => {
    await broken('AC1');
    const failing = { ...system, jobs: { enqueue: () => Promise.reject(new Error('no queue')) } };
    await sendDueEmails(failing);
    await sendDueEmails(system);
    expect(await sent()).toHaveLength(1);
  });
});
