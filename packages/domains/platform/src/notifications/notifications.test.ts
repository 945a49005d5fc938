import { newId } from '@leadlock/core/ids';
import type { Database } from '@leadlock/db/client';
import { forTenant, type Tenant } from '@leadlock/context/context';
import {
  createMovableClock,
  createTenant,
  createTestContext,
  createUser,
  type MovableClock,
  type TestContext,
} from '@leadlock/testing/factories';
import { createTestDatabase } from '@leadlock/testing/test-database';
import { runIdentityJobs } from '@leadlock/identity/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { recordEvent } from '../events/index.ts';
import { notify, sendDueEmails } from './index.ts';
import { sendWeeklyDigests } from './send-weekly-digests.ts';
import { updateNotificationSettings } from './update-notification-settings.ts';
import type { NotificationSettingsUpdate } from './schemas.ts';

// A Wednesday; 10:00 in New York.
const NOW = new Date('2026-11-25T15:00:00Z');
const HOUR_MS = 3_600_000;

let database: Database;
let clock: MovableClock;
let system: TestContext;
let tenant: Tenant;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  clock = createMovableClock(NOW);
  system = createTestContext(database, { clock });
  tenant = await createTenant(database);
  await createUser(database, tenant, { email: `owner-${tenant.id}@example.com` });
  await createUser(database, tenant, { email: `member-${tenant.id}@example.com`, role: 'member' });
});

const rows = () =>
  database.tenant(tenant.id).selectFrom('notifications').selectAll().orderBy('created_at').orderBy('id').execute();
const set = (changes: NotificationSettingsUpdate) => updateNotificationSettings(forTenant(system, tenant), changes);

const endedCall = (changes: Partial<{ direction: 'inbound' | 'outbound' | 'test' }> = {}) => ({
  call_id: newId(),
  agent_id: null,
  direction: 'inbound' as const,
  from_number: '+12125550123',
  to_number: '+14155550100',
  end_reason: 'provider_error',
  started_at: NOW.toISOString(),
  ended_at: NOW.toISOString(),
  duration_seconds: 95,
  ...changes,
});
const actor = { type: 'system', name: 'test' } as const;
const fail = (changes: Parameters<typeof endedCall>[0] = {}, status: 'failed' | 'busy' = 'failed') =>
  recordEvent(database.tenant(tenant.id), {
    tenantId: tenant.id,
    type: 'call.failed',
    payload: { ...endedCall(changes), status },
    actor,
  });
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
        title: 'A call from +12125550123 failed',
        metadata: { call_id: expect.any(String) as string, status: 'failed' },
        read_at: null,
      },
    ]);
  });

  test('that somebody called, and that a limit is reached, once a day', async () => {
    const db = database.tenant(tenant.id);
    await recordEvent(db, {
      tenantId: tenant.id,
      type: 'call.completed',
      payload: { ...endedCall(), status: 'completed', billable_minutes: 2 },
      actor,
    });
    const limit = { limit: 'trial minutes', used: 60, allowed: 60 };
    const reached = { tenantId: tenant.id, type: 'usage.limit_reached', payload: limit, actor } as const;
    await recordEvent(db, reached);
    await recordEvent(db, reached);
    const told = await rows();
    expect(told.map(({ type }) => type).toSorted()).toEqual(['call.new', 'usage.limit_reached']);
    expect(told.map(({ body }) => body)).toContain('Your agent spoke with +12125550123 for 2 minutes.');
    expect(told.map(({ body }) => body)).toContain('You have used 60 of 60.');
  });

  test('but not of tests, nor of people who did not pick up', async () => {
    await fail({ direction: 'test' });
    await fail({ direction: 'outbound' }, 'busy');
    expect(await rows()).toEqual([]);
  });

  test('only when what happened is committed', async () => {
    const work = database
      .tenant(tenant.id)
      .transaction()
      .execute(async (trx) => {
        await recordEvent(trx, {
          tenantId: tenant.id,
          type: 'call.failed',
          payload: { ...endedCall(), status: 'failed' },
          actor,
        });
        throw new Error('the change failed');
      });
    await expect(work).rejects.toThrow('the change failed');
    expect(await rows()).toEqual([]);
  });
});

test('of one occasion nobody is told twice', async () => {
  expect(await Promise.all(Array.from({ length: 10 }, () => broken('once')))).toEqual(
    expect.arrayContaining([true, ...Array.from({ length: 9 }, () => false)]),
  );
  expect(await rows()).toHaveLength(1);
});

describe('the time of an e-mail', () => {
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

  test('is none for what the settings keep out of the mail', async () => {
    await set({ email_new_call: false });
    await fail();
    expect(await rows()).toMatchObject([{ email_due_at: null }]);
  });
});

describe('e-mails', () => {
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
    await database.system.deleteFrom('notifications').where('occasion', '=', 'AC2').execute();
    await sendDueEmails(system);
    expect(await sent()).toEqual([]);
    clock.advance(24 * HOUR_MS);
    await sendDueEmails(system);
    expect(await sent()).toEqual([{ to: `owner-${tenant.id}@example.com`, subject: '2 notifications' }]);
  });

  test('are not lost when sending fails', async () => {
    await broken('AC1');
    const failing = { ...system, jobs: { enqueue: () => Promise.reject(new Error('no queue')) } };
    await sendDueEmails(failing);
    await sendDueEmails(system);
    expect(await sent()).toHaveLength(1);
  });
});

test('the weekly digest goes out once, on Monday morning in the tenant’s time zone', async () => {
  await set({ email_weekly_digest: true, quiet_hours_timezone: 'America/New_York' });
  await fail();
  await database.system.updateTable('events').set({ occurred_at: NOW }).where('tenant_id', '=', tenant.id).execute();
  const digests = () => system.jobs.enqueued.length;
  await sendWeeklyDigests(system);
  expect(digests()).toBe(0);
  clock.advance(new Date('2026-11-30T12:59:00Z').getTime() - NOW.getTime());
  await sendWeeklyDigests(system);
  expect(digests()).toBe(0);
  clock.advance(60_000);
  await Promise.all(Array.from({ length: 5 }, () => sendWeeklyDigests(system)));
  await sendWeeklyDigests(system);
  await runIdentityJobs(system);
  const mine = system.providers.email.sent.filter(({ to }) => to === `owner-${tenant.id}@example.com`);
  expect(mine).toHaveLength(1);
  expect(mine[0]?.text).toContain('took part in 1 calls; 1 of them failed');
});
