import { forTenant, type TenantContext } from '@leadlock/context/context';
import { newId } from '@leadlock/core/ids';
import { createOutboundHttp } from '@leadlock/providers/outbound-http';
import { createMovableClock, createTenant, createTestContext } from '@leadlock/testing/factories';
import { runJobs } from '@leadlock/testing/run-jobs';
import { useDatabase } from '@leadlock/testing/use-database';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { startWebhookReceiver, type Answer, type WebhookReceiver } from '../../test/webhook-receiver.ts';
import { recordEvent } from '../events/index.ts';
import { attemptDelivery, type DeliveryTurn } from './attempt-delivery.ts';
import { deliverJob, dispatchDeliveries } from './dispatch-deliveries.ts';
import { getWebhookSettings } from './get-webhook-settings.ts';
import { listWebhookDeliveries } from './list-webhook-deliveries.ts';
import { queueDelivery } from './queue-delivery.ts';
import { replayWebhookDelivery } from './replay-webhook-delivery.ts';
import { testWebhook } from './test-webhook.ts';
import { updateWebhookSettings } from './update-webhook-settings.ts';

let receiver: WebhookReceiver;
const database = await useDatabase();
beforeAll(async () => {
  receiver = await startWebhookReceiver();
});
afterAll(async () => {
  receiver.close();
});

const clock = createMovableClock();
let ctx: TenantContext;
let system: ReturnType<typeof createTestContext>;
beforeEach(async () => {
  taken = 0;
  receiver.received = [];
  receiver.answer = { status: 204 };
  // What another test has left over is not this one's.
  await database.system.deleteFrom('webhook_deliveries').execute();
  const allowHosts = `localhost:${receiver.port},localhost:${receiver.otherPort}`;
  const providers = { outboundHttp: createOutboundHttp({ allowHosts }) };
  system = createTestContext(database, { clock, providers, subscriptions: [queueDelivery] });
  ctx = forTenant(system, await createTenant(database));
  await updateWebhookSettings(ctx, {
    webhook_url: `http://localhost:${receiver.port}/hook`,
    webhook_enabled: true,
  });
  // Deliveries are stamped by the database's clock, which this one must not be behind of.
  clock.advance(Math.max(0, Date.now() - clock.now().getTime()) + 1_000);
});

async function happen(): Promise<string> {
  const id = await recordEvent(ctx, {
    tenantId: ctx.tenant.id,
    type: 'recording.ready',
    payload: { call_id: newId(), recording_url: 'https://api.example.com/calls/1/recording', duration_seconds: 12 },
  });
  await runJobs(system, [queueDelivery]);
  return id;
}

/** What a worker would do now. */
let taken = 0;
async function takeDue(): Promise<DeliveryTurn[]> {
  await dispatchDeliveries(system);
  const before = taken;
  const jobs = system.jobs.enqueued.filter(({ name }) => name === deliverJob.name);
  taken = jobs.length;
  return jobs
    .slice(before)
    .map(({ payload }) => deliverJob.payload.parse(payload))
    .map((due) => ({ tenantId: due.tenant_id, deliveryId: due.delivery_id, attemptsBefore: due.attempts_before }));
}
async function work(): Promise<number> {
  const due = await takeDue();
  await Promise.all(due.map((turn) => attemptDelivery(system, turn, { timeoutMs: 5_000 })));
  return due.length;
}

/** The receiver takes its time, until it is told to answer. */
function holdAnswer(status: number): () => void {
  const held = Promise.withResolvers<Answer>();
  receiver.answer = held.promise;
  return () => held.resolve({ status });
}

const deliveries = async () => (await listWebhookDeliveries(ctx, { limit: 100, offset: 0 })).deliveries;
async function onlyDelivery() {
  const [delivery, ...more] = await deliveries();
  if (!delivery || more.length > 0) throw new Error('expected one delivery');
  return delivery;
}

describe('a receiver that answers 410 Gone', () => {
  test('is disabled at once; its owner is told and the log says why', async () => {
    receiver.answer = { status: 410, body: 'moved away' };
    await happen();
    await happen();
    const [first, second] = await takeDue();
    if (!first || !second) throw new Error('expected two deliveries');
    await attemptDelivery(system, first);
    expect(await getWebhookSettings(ctx, { showSecret: false })).toMatchObject({ webhook_enabled: false });
    const reason = 'The endpoint returned status 410 (Gone), so the webhook was disabled';
    const log = await deliveries();
    expect(log).toHaveLength(2);
    for (const delivery of log) {
      expect(delivery).toMatchObject({ status: 'failed', next_attempt_at: null, last_error: reason });
    }
    expect(log.find(({ id }) => id === first.deliveryId)).toMatchObject({
      last_status_code: 410,
      attempts: [{ status_code: 410, error: 'The endpoint returned status 410', response_excerpt: 'moved away' }],
    });
    // What was on its way already is not sent.
    expect(await attemptDelivery(system, second)).toBeNull();
    clock.advance(7 * 86_400_000);
    expect(await work()).toBe(0);
    expect(receiver.received).toHaveLength(1);
    const notices = await ctx.db.selectFrom('notifications').select(['type', 'body']).execute();
    expect(notices).toEqual([{ type: 'webhook.switched_off', body: expect.stringContaining('status 410 (Gone)') }]);
  });

  test('gets events again when it is enabled again', async () => {
    receiver.answer = { status: 410 };
    await happen();
    await work();
    const { id } = await onlyDelivery();
    await updateWebhookSettings(ctx, { webhook_enabled: true });
    receiver.answer = { status: 204 };
    await replayWebhookDelivery(ctx, id);
    expect(await work()).toBe(1);
    expect(await onlyDelivery()).toMatchObject({ status: 'delivered', last_status_code: 204, last_error: null });
  });

  test('does not disable another address that was set meanwhile, nor by a test', async () => {
    await happen();
    const [turn] = await takeDue();
    if (!turn) throw new Error('nothing is due');
    const release = holdAnswer(410);
    const running = attemptDelivery(system, turn);
    await vi.waitFor(() => expect(receiver.received).toHaveLength(1));
    await updateWebhookSettings(ctx, { webhook_url: `http://localhost:${receiver.otherPort}/hook` });
    release();
    await running;
    expect(await onlyDelivery()).toMatchObject({ status: 'pending', last_status_code: 410 });
    expect(await testWebhook(ctx)).toMatchObject({ success: false, status_code: 410 });
    expect(await getWebhookSettings(ctx, { showSecret: false })).toMatchObject({ webhook_enabled: true });
  });
});

describe('an address with a user name and a password', () => {
  const addressWith = (credentials: string, path = '/hook') => `http://${credentials}localhost:${receiver.port}${path}`;
  const sentCredentials = async (): Promise<string | undefined> => {
    await happen();
    expect(await work()).toBe(1);
    expect((await deliveries())[0]).toMatchObject({ status: 'delivered' });
    return receiver.received.at(-1)?.headers.authorization;
  };
  const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
  const shown = async () => (await getWebhookSettings(ctx, { showSecret: true })).webhook_url;

  test.each([
    ['user:p%40ss@', 'user:p@ss'],
    ['us%C3%A9r:p%C3%A4ss@', 'usér:päss'],
    ['token@', 'token:'],
    [':token@', ':token'],
    // No percent-encoding, so it stands for itself.
    ['user:100%@', 'user:100%'],
  ])('sends %s as HTTP Basic authentication', async (credentials, expected) => {
    await updateWebhookSettings(ctx, { webhook_url: addressWith(credentials) });
    expect(await sentCredentials()).toBe(basic(expected));
  });

  test('keeps them sealed, and shows and logs them nowhere', async () => {
    await updateWebhookSettings(ctx, { webhook_url: addressWith('agent007:hunter22@') });
    // As servers do that show what they were sent.
    receiver.answer = { status: 410, body: `${basic('agent007:hunter22')} user=agent007:hunter22 password=hunter22` };
    await happen();
    await work();
    expect(await shown()).toBe(addressWith('********@'));
    const stored = await Promise.all([
      ctx.db.selectFrom('webhook_endpoints').selectAll().execute(),
      ctx.db.selectFrom('webhook_deliveries').selectAll().execute(),
      ctx.db.selectFrom('webhook_attempts').selectAll().execute(),
      ctx.db.selectFrom('notifications').selectAll().execute(),
    ]);
    expect(JSON.stringify([stored, await deliveries()])).not.toMatch(/hunter22|agent007/);
    expect(stored[2]).toMatchObject([{ url: addressWith('') }]);
  });

  test('keeps them when the address is sent back as it is shown, also with another path', async () => {
    await updateWebhookSettings(ctx, { webhook_url: addressWith('user:pass@') });
    await updateWebhookSettings(ctx, { webhook_url: addressWith('********@'), webhook_enabled: true });
    expect(await sentCredentials()).toBe(basic('user:pass'));
    await updateWebhookSettings(ctx, { webhook_url: addressWith('********@', '/hook?v=2') });
    expect(await sentCredentials()).toBe(basic('user:pass'));
    await updateWebhookSettings(ctx, { webhook_url: addressWith('') });
    expect(await sentCredentials()).toBeUndefined();
  });

  test('does not hand hidden ones on to another server', async () => {
    await updateWebhookSettings(ctx, { webhook_url: addressWith('user:pass@') });
    for (const webhook_url of [
      'http://********@evil.example/hook',
      `http://********@localhost:${receiver.otherPort}/`,
    ]) {
      await expect(updateWebhookSettings(ctx, { webhook_url })).rejects.toMatchObject({ kind: 'validation' });
    }
    expect(await shown()).toBe(addressWith('********@'));
  });

  test('reads an address that was stored with them before they were kept apart', async () => {
    await ctx.db
      .updateTable('webhook_endpoints')
      .set({ url: addressWith('old:pass@') })
      .where('tenant_id', '=', ctx.tenant.id)
      .execute();
    expect(await shown()).toBe(addressWith('********@'));
    expect(await sentCredentials()).toBe(basic('old:pass'));
    expect(await ctx.db.selectFrom('webhook_attempts').select('url').execute()).toEqual([{ url: addressWith('') }]);
  });
});
