import { forTenant } from '@leadlock/context/context';
import { createMovableClock, createTenant, createTestContext } from '@leadlock/testing/factories';
import { runJobs } from '@leadlock/testing/run-jobs';
import { useDatabase } from '@leadlock/testing/use-database';
import { expect, test } from 'vitest';
import { recordEvent } from '../events/index.ts';
import { attemptDelivery } from './attempt-delivery.ts';
import { deliverJob } from './dispatch-deliveries.ts';
import { queueDelivery } from './queue-delivery.ts';
import { updateWebhookSettings } from './update-webhook-settings.ts';

const database = await useDatabase();

async function startTenant(webhook_enabled: boolean) {
  // The database's clock may be ahead by what a millisecond cannot tell.
  const clock = createMovableClock(new Date(Date.now() + 1_000));
  const system = createTestContext(database, { clock, subscriptions: [queueDelivery] });
  const ctx = forTenant(system, await createTenant(database));
  await updateWebhookSettings(ctx, { webhook_url: 'https://hooks.example.com/in', webhook_enabled: true });
  await updateWebhookSettings(ctx, { webhook_enabled });
  const deliveries = () => ctx.db.selectFrom('webhook_deliveries').select(['event_id', 'status']).execute();
  return { system, ctx, tenantId: ctx.tenant.id, deliveries };
}
const optOut = { contact_id: null, phone_number: '+14155550100', channel: 'sms' };

test('an event is laid out once, however often its job runs', async () => {
  const { system, ctx, tenantId, deliveries } = await startTenant(true);
  const id = await recordEvent(ctx, { tenantId, type: 'contact.opted_out', payload: optOut });
  const [job] = system.jobs.enqueued;
  if (job) system.jobs.enqueued.push(job, job);
  await runJobs(system, [queueDelivery]);
  expect(await deliveries()).toEqual([{ event_id: id, status: 'pending' }]);
  expect(system.jobs.enqueued).toMatchObject([
    { name: deliverJob.name, payload: { tenant_id: tenantId, delivery_id: id } },
  ]);
});

test('not where the webhook is disabled, and not a test, which goes its own way', async () => {
  const { system, ctx, tenantId, deliveries } = await startTenant(false);
  await recordEvent(ctx, { tenantId, type: 'contact.opted_out', payload: optOut });
  await updateWebhookSettings(ctx, { webhook_enabled: false });
  await runJobs(system, [queueDelivery]);
  await updateWebhookSettings(ctx, { webhook_enabled: true });
  await recordEvent(ctx, { tenantId, type: 'webhook.test', payload: { message: 'This is a test.' } });
  await runJobs(system, [queueDelivery]);
  expect(await deliveries()).toEqual([]);
});

test('a delivery fails when its event is kept no longer', async () => {
  const { system, ctx, tenantId, deliveries } = await startTenant(true);
  const id = await recordEvent(ctx, { tenantId, type: 'contact.opted_out', payload: optOut });
  await runJobs(system, [queueDelivery]);
  await database.system.deleteFrom('events').where('id', '=', id).execute();
  expect(await attemptDelivery(system, { tenantId, deliveryId: id, attemptsBefore: 0 })).toBeNull();
  expect(await deliveries()).toEqual([{ event_id: id, status: 'failed' }]);
});
