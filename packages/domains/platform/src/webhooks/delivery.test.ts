import { forTenant, type TenantContext } from '@leadlock/context/context';
import { NOBODY } from '@leadlock/core/id';
import { newId } from '@leadlock/core/ids';
import { withTransaction } from '@leadlock/db/transaction';
import { runIdentityJobs } from '@leadlock/identity/testing';
import { createOutboundHttp } from '@leadlock/providers/outbound-http';
import { createMovableClock, createTenant, createTestContext, createUser } from '@leadlock/testing/factories';
import { runJobs } from '@leadlock/testing/run-jobs';
import { useDatabase } from '@leadlock/testing/use-database';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { startWebhookReceiver, type Answer, type WebhookReceiver } from '../../test/webhook-receiver.ts';
import { recordEvent } from '../events/index.ts';
import { sendDueEmails } from '../notifications/index.ts';
import { updateNotificationSettings } from '../notifications/update-notification-settings.ts';
import { attemptDelivery, type DeliveryTurn } from './attempt-delivery.ts';
import { deliverJob, dispatchDeliveries } from './dispatch-deliveries.ts';
import { cleanUpDeliveries } from './jobs.ts';
import { getWebhookSettings } from './get-webhook-settings.ts';
import { listWebhookDeliveries } from './list-webhook-deliveries.ts';
import { queueDelivery } from './queue-delivery.ts';
import { replayWebhookDelivery } from './replay-webhook-delivery.ts';
import { LEASE_MS, RETRY_DELAYS_MS } from './retry-schedule.ts';
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

async function newTenantContext(): Promise<TenantContext> {
  const context = forTenant(system, await createTenant(database));
  await updateWebhookSettings(context, {
    webhook_url: `http://localhost:${receiver.port}/hook`,
    webhook_enabled: true,
  });
  return context;
}

beforeEach(async () => {
  taken = 0;
  receiver.received = [];
  receiver.answer = { status: 204 };
  // What another test has left over is not this one's.
  await database.system.deleteFrom('webhook_deliveries').execute();
  const providers = {
    outboundHttp: createOutboundHttp({ allowHosts: `localhost:${receiver.port},localhost:${receiver.otherPort}` }),
  };
  system = createTestContext(database, { clock, providers, subscriptions: [queueDelivery] });
  ctx = await newTenantContext();
  // Deliveries are stamped by the database's clock, which this one must not be behind of.
  clock.advance(Math.max(0, Date.now() - clock.now().getTime()) + 1_000);
});

async function happen(tenant = ctx): Promise<string> {
  const id = await recordEvent(tenant, {
    tenantId: tenant.tenant.id,
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

const deliveries = async (tenant = ctx) => (await listWebhookDeliveries(tenant, { limit: 100, offset: 0 })).deliveries;
async function onlyDelivery() {
  const [delivery, ...more] = await deliveries();
  if (!delivery || more.length > 0) throw new Error('expected one delivery');
  return delivery;
}
const secretOf = async (tenant = ctx) => (await getWebhookSettings(tenant, { showSecret: true })).webhook_secret ?? '';

test('an event arrives once, signed so that the specification’s own library accepts it', async () => {
  const eventId = await happen();
  expect(await work()).toBe(1);
  expect(await work()).toBe(0);
  expect(receiver.received).toHaveLength(1);
  const [{ headers, body } = { headers: {}, body: '' }] = receiver.received;
  expect(headers).toMatchObject({ 'webhook-id': eventId, 'leadlock-attempt': '1', 'content-type': 'application/json' });
  const signed = {
    'webhook-id': String(headers['webhook-id']),
    'webhook-timestamp': String(headers['webhook-timestamp']),
    'webhook-signature': String(headers['webhook-signature']),
  };
  const secret = await secretOf();
  expect(secret).toMatch(/^whsec_/);
  expect(new Webhook(secret).verify(body, signed)).toEqual({
    type: 'recording.ready',
    timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
    data: expect.objectContaining({ duration_seconds: 12 }),
  });
  expect(() => new Webhook(secret).verify(body.replace('12', '13'), signed)).toThrow('No matching signature found');
  expect(await onlyDelivery()).toMatchObject({
    status: 'delivered',
    last_status_code: 204,
    next_attempt_at: null,
    attempts: [{ attempt: 1, status_code: 204, error: null }],
  });
});

test('nothing is queued for a webhook that is not enabled, nor for an event that was undone', async () => {
  const undone = withTransaction(ctx.db, async (trx) => {
    await happen({ ...ctx, db: trx });
    throw new Error('undo');
  });
  await expect(undone).rejects.toThrow('undo');
  await updateWebhookSettings(ctx, { webhook_enabled: false });
  await happen();
  expect(await deliveries()).toEqual([]);
});

test('a receiver that fails is tried again on schedule, each attempt numbered and logged, until none is left', async () => {
  receiver.answer = { status: 500 };
  const eventId = await happen();
  for (const delay of RETRY_DELAYS_MS) {
    expect(await work()).toBe(1);
    const { status, next_attempt_at } = await onlyDelivery();
    expect({ status, next_attempt_at }).toEqual({
      status: 'pending',
      next_attempt_at: new Date(clock.now().getTime() + delay).toISOString(),
    });
    clock.advance(delay - 1);
    expect(await work()).toBe(0);
    clock.advance(1);
  }
  expect(await work()).toBe(1);
  const failed = await onlyDelivery();
  expect(failed).toMatchObject({ status: 'failed', next_attempt_at: null, last_status_code: 500 });
  expect(failed.attempts).toHaveLength(8);
  expect(receiver.received.map(({ headers }) => [headers['webhook-id'], headers['leadlock-attempt']])).toEqual(
    failed.attempts.map(({ attempt }) => [eventId, String(attempt)]),
  );
  clock.advance(86_400_000);
  expect(await work()).toBe(0);
});

test('a failed delivery can be sent again by hand, marked as the attempt that it is', async () => {
  receiver.answer = { status: 500 };
  await happen();
  await work();
  receiver.answer = { status: 200 };
  const { id } = await onlyDelivery();
  expect(await replayWebhookDelivery(ctx, id)).toMatchObject({ id, status: 'pending' });
  expect(await work()).toBe(1);
  expect(await onlyDelivery()).toMatchObject({ status: 'delivered', attempts: [{ attempt: 1 }, { attempt: 2 }] });
  expect(receiver.received.map(({ headers }) => headers['leadlock-attempt'])).toEqual(['1', '2']);
  await replayWebhookDelivery(ctx, id);
  expect(await work()).toBe(1);
  expect(receiver.received).toHaveLength(3);
});

test('a delivery that is being sent can be sent again after that, whatever becomes of it', async () => {
  for (const status of [204, 500]) {
    await database.system.deleteFrom('webhook_deliveries').execute();
    receiver.received = [];
    await happen();
    const [turn] = await takeDue();
    if (!turn) throw new Error('nothing is due');
    const release = holdAnswer(status);
    const running = attemptDelivery(system, turn, { timeoutMs: 10_000 });
    await vi.waitFor(() => expect(receiver.received).toHaveLength(1));
    const { id } = await onlyDelivery();
    expect(await replayWebhookDelivery(ctx, id)).toMatchObject({ status: 'pending' });
    expect(await work()).toBe(0);
    release();
    await running;
    receiver.answer = { status: 204 };
    expect(await work()).toBe(1);
    expect(receiver.received).toHaveLength(2);
    expect(await onlyDelivery()).toMatchObject({ status: 'delivered', attempts: [{ attempt: 1 }, { attempt: 2 }] });
    expect(await work()).toBe(0);
  }
});

test('a replay is refused for another tenant’s delivery and while the webhook is disabled', async () => {
  await happen();
  const { id } = await onlyDelivery();
  await expect(replayWebhookDelivery(await newTenantContext(), id)).rejects.toMatchObject({ kind: 'not_found' });
  await expect(replayWebhookDelivery(ctx, NOBODY)).rejects.toMatchObject({ kind: 'not_found' });
  await updateWebhookSettings(ctx, { webhook_enabled: false });
  await expect(replayWebhookDelivery(ctx, id)).rejects.toMatchObject({ kind: 'conflict' });
});

test('a receiver that never answers costs one attempt', async () => {
  receiver.answer = 'never';
  await happen();
  const [turn] = await takeDue();
  if (!turn) throw new Error('nothing is due');
  await attemptDelivery(system, turn, { timeoutMs: 200 });
  expect(await onlyDelivery()).toMatchObject({
    status: 'pending',
    attempts: [{ status_code: null, error: 'The endpoint didn’t respond in time' }],
  });
});

test('a long answer counts by its status, and its beginning is kept', async () => {
  receiver.answer = { status: 200, body: 'thank you '.repeat(20_000) };
  await happen();
  expect(await work()).toBe(1);
  const delivery = await onlyDelivery();
  expect(delivery).toMatchObject({ status: 'delivered', attempts: [{ status_code: 200, error: null }] });
  expect(delivery.attempts[0]?.response_excerpt).toBe('thank you '.repeat(50));
});

test.each([307, 308])('a redirect with status %s is followed with the same event, signed as before', async (status) => {
  receiver.answer = { status, headers: { location: `http://localhost:${receiver.otherPort}/elsewhere` } };
  await happen();
  await work();
  const [first, second] = receiver.received;
  expect(receiver.received).toHaveLength(2);
  expect(second?.body).toBe(first?.body);
  for (const name of ['content-type', 'webhook-id', 'webhook-timestamp', 'webhook-signature', 'leadlock-attempt']) {
    expect(second?.headers[name]).toBe(first?.headers[name]);
  }
  expect(await onlyDelivery()).toMatchObject({ status: 'delivered', attempts: [{ status_code: 204 }] });
});

test.each([301, 302, 303])(
  'a redirect with status %s would become another request, and is a failure',
  async (status) => {
    receiver.answer = { status, headers: { location: `http://localhost:${receiver.otherPort}/elsewhere` } };
    await happen();
    await work();
    expect(receiver.received).toHaveLength(1);
    expect(await onlyDelivery()).toMatchObject({
      status: 'pending',
      last_status_code: status,
      last_error: `The endpoint returned status ${status}`,
    });
  },
);

test('a redirect to a private address is not followed, because every address is checked', async () => {
  receiver.answer = { status: 307, headers: { location: `http://127.0.0.1:${receiver.port}/elsewhere` } };
  await happen();
  await work();
  expect(receiver.received).toHaveLength(1);
  expect(await onlyDelivery()).toMatchObject({
    status: 'pending',
    last_status_code: 307,
    last_error: 'The URL doesn’t resolve to a public address, after a redirect with status 307',
  });
});

test('an address that is private itself is never reached', async () => {
  await updateWebhookSettings(ctx, { webhook_url: `http://127.0.0.1:${receiver.port}/` });
  await happen();
  await work();
  expect(receiver.received).toEqual([]);
  expect(await onlyDelivery()).toMatchObject({
    status: 'pending',
    last_error: 'The URL doesn’t resolve to a public address',
  });
});

test('of two jobs for one attempt the second does nothing', async () => {
  await happen();
  const [turn] = await takeDue();
  if (!turn) throw new Error('nothing is due');
  const outcomes = await Promise.all([attemptDelivery(system, turn), attemptDelivery(system, turn)]);
  expect(outcomes.filter((outcome) => outcome !== null)).toHaveLength(1);
  expect(receiver.received).toHaveLength(1);
});

test('what a dead worker had taken is sent by another one when its lease is over', async () => {
  await happen();
  expect(await takeDue()).toHaveLength(1);
  expect(await work()).toBe(0);
  clock.advance(LEASE_MS);
  expect(await work()).toBe(1);
  expect(await onlyDelivery()).toMatchObject({ status: 'delivered' });
});

describe('several workers', () => {
  const happenOften = async (count: number): Promise<void> => {
    for (let index = 0; index < count; index += 1) await happen();
  };
  const ofThisTenant = (turns: DeliveryTurn[]) => turns.filter(({ tenantId }) => tenantId === ctx.tenant.id);

  test('never take the same delivery, and one tenant’s backlog leaves room for others', async () => {
    const other = await newTenantContext();
    await happenOften(12);
    await happen(other);
    const taken = (await Promise.all([takeDue(), takeDue(), takeDue()])).flat();
    const ids = new Set(system.jobs.enqueued.map(({ options }) => options?.singletonKey));
    expect(ids.size).toBe(system.jobs.enqueued.length);
    expect(taken.some(({ tenantId }) => tenantId === other.tenant.id)).toBe(true);
    expect(new Set(ofThisTenant(taken).map((turn) => turn.deliveryId)).size).toBe(4);
  });

  test('send more at once to a receiver that answers well, until it no longer does', async () => {
    await happen();
    await work();
    await happenOften(40);
    const taken = await takeDue();
    expect(taken).toHaveLength(32);
    expect(await takeDue()).toEqual([]);
    receiver.answer = { status: 500 };
    for (const turn of taken) await attemptDelivery(system, turn);
    expect(await takeDue()).toHaveLength(4);
  });

  test('take all that is due in one go', async () => {
    const others = await Promise.all(Array.from({ length: 4 }, newTenantContext));
    await Promise.all([ctx, ...others].map((tenant) => happen(tenant)));
    expect(await work()).toBe(5);
    for (const tenant of [ctx, ...others]) for (let index = 0; index < 24; index += 1) await happen(tenant);
    expect(await takeDue()).toHaveLength(120);
  });
});

test('an endpoint that has failed for five days is disabled and its owners are told once', async () => {
  receiver.answer = { status: 500 };
  const owner = await createUser(database, ctx.tenant);
  const office = `office-${ctx.tenant.id}@example.com`;
  await updateNotificationSettings(ctx, { additional_emails: [office] });
  await createUser(database, ctx.tenant, { role: 'admin' });
  await happen();
  await work();
  clock.advance(5 * 86_400_000);
  await happen();
  await work();
  expect(await getWebhookSettings(ctx, { showSecret: false })).toMatchObject({ webhook_enabled: false });
  expect((await deliveries()).map(({ status }) => status)).toEqual(['failed', 'failed']);
  expect(await ctx.db.selectFrom('notifications').select(['type', 'title']).execute()).toEqual([
    { type: 'webhook.switched_off', title: 'Your webhook was disabled' },
  ]);

  await sendDueEmails(system);
  await sendDueEmails(system);
  await runIdentityJobs(system);
  const mails = system.providers.email.sent.filter(({ to }) => [owner.email, office].includes(to));
  expect(mails.map(({ to, subject }) => ({ to, subject }))).toEqual([
    { to: owner.email, subject: 'Your webhook was disabled' },
    { to: office, subject: 'Your webhook was disabled' },
  ]);

  await updateWebhookSettings(ctx, { webhook_enabled: true });
  await happen();
  await work();
  expect(await getWebhookSettings(ctx, { showSecret: false })).toMatchObject({ webhook_enabled: true });
});

test('what was settled a month ago is forgotten, and what is still to be sent is not', async () => {
  await happen();
  await work();
  await happen();
  clock.advance(30 * 86_400_000);
  await cleanUpDeliveries(system);
  expect(await deliveries()).toHaveLength(2);
  clock.advance(1);
  await cleanUpDeliveries(system);
  expect((await deliveries()).map(({ status }) => status)).toEqual(['pending']);
});

test('a success in between keeps an endpoint on', async () => {
  for (let days = 0; days < 8; days += 3) {
    receiver.answer = { status: days === 3 ? 200 : 500 };
    await happen();
    await work();
    clock.advance(3 * 86_400_000);
  }
  expect(await getWebhookSettings(ctx, { showSecret: false })).toMatchObject({ webhook_enabled: true });
});

test('a test is sent at once, also before the webhook is enabled, and not repeated', async () => {
  await updateWebhookSettings(ctx, { webhook_enabled: false });
  expect(await testWebhook(ctx)).toMatchObject({ success: true, status_code: 204, error: null });
  receiver.answer = { status: 418 };
  expect(await testWebhook(ctx)).toMatchObject({ success: false, status_code: 418 });
  expect(JSON.parse(receiver.received[0]?.body ?? '')).toMatchObject({ type: 'webhook.test' });
  clock.advance(86_400_000);
  expect(await work()).toBe(0);
  await updateWebhookSettings(ctx, { webhook_url: null });
  await expect(testWebhook(ctx)).rejects.toMatchObject({ kind: 'bad_request' });
});
