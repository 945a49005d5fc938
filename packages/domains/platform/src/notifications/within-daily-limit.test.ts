import { forTenant, type Tenant } from '@leadlock/context/context';
import { newId } from '@leadlock/core/ids';
import { runIdentityJobs } from '@leadlock/identity/testing';
import { createMovableClock, createTenant, createTestContext, createUser } from '@leadlock/testing/factories';
import { useDatabase } from '@leadlock/testing/use-database';
import { expect, test } from 'vitest';
import { notify, sendDueEmails } from './index.ts';
import { updateNotificationSettings } from './update-notification-settings.ts';

const HOUR_MS = 3_600_000;

const database = await useDatabase();

test('emails to addresses of nobody of the account are few a day, for an address and for all of an account', async () => {
  const clock = createMovableClock(new Date('2026-11-25T15:00:00Z'));
  const system = createTestContext(database, { clock });
  const tenant = await createTenant(database);
  await createUser(database, tenant, { email: `owner-${tenant.id}@example.com` });
  await createUser(database, tenant, { email: `member-${tenant.id}@example.com`, role: 'member' });
  const broken = ({ id }: Pick<Tenant, 'id'>) =>
    notify(database.system, {
      tenantId: id,
      type: 'integration.broken',
      occasion: newId(),
      title: 'Twilio refuses it',
      body: 'Connect the account again.',
      at: clock.now(),
    });
  const owner = `owner-${tenant.id}@example.com`;
  const member = `member-${tenant.id}@example.com`;
  const strangers = Array.from({ length: 11 }, (_, index) => `stranger-${index}-${tenant.id}@example.com`);
  await updateNotificationSettings(forTenant(system, tenant), { additional_emails: [member, ...strangers] });
  const tell = async (times: number): Promise<Map<string, number>> => {
    for (let time = 0; time < times; time++) {
      await broken(tenant);
      await sendDueEmails(system);
    }
    await runIdentityJobs(system);
    const counts = new Map<string, number>();
    for (const { to } of system.providers.email.sent.splice(0)) counts.set(to, (counts.get(to) ?? 0) + 1);
    return counts;
  };
  const total = (counts: Map<string, number>) =>
    strangers.reduce((sum, address) => sum + (counts.get(address) ?? 0), 0);
  const first = await tell(21);
  expect([first.get(owner), first.get(member)]).toEqual([21, 21]);
  expect(Math.max(...strangers.map((address) => first.get(address) ?? 0))).toBeLessThanOrEqual(20);
  expect(total(first)).toBe(200);
  // Another account cannot write to them either, once they got enough.
  const [filled] = strangers.filter((address) => first.get(address) === 20).concat(strangers);
  const other = await createTenant(database);
  await createUser(database, other, { email: `owner-${other.id}@example.com` });
  await updateNotificationSettings(forTenant(system, other), { additional_emails: [filled ?? ''] });
  for (let time = 0; time < 21; time++) {
    await broken(other);
    await sendDueEmails(system);
  }
  await runIdentityJobs(system);
  const fromOther = system.providers.email.sent.splice(0).filter(({ to }) => to === filled);
  expect(fromOther.length + (first.get(filled ?? '') ?? 0)).toBe(20);
  clock.advance(24 * HOUR_MS);
  expect((await tell(1)).get(filled ?? '')).toBe(1);
});
