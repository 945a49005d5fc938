import { forTenant, type TenantContext } from '@leadlock/context/context';
import { newId } from '@leadlock/core/ids';
import { signIn, useOperations } from '@leadlock/identity/testing';
import { createOutboundHttp } from '@leadlock/providers/outbound-http';
import { createMovableClock, createTenant, createTestContext } from '@leadlock/testing/factories';
import { runJobs } from '@leadlock/testing/run-jobs';
import { useDatabase } from '@leadlock/testing/use-database';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { startWebhookReceiver } from '../../test/webhook-receiver.ts';
import { recordEvent } from '../events/index.ts';
import { platformRouter } from '../router.ts';
import { attemptDelivery } from './attempt-delivery.ts';
import { createWebhookEndpoint } from './create-webhook-endpoint.ts';
import { deliverJob, dispatchDeliveries } from './dispatch-deliveries.ts';
import { queueDelivery } from './queue-delivery.ts';
import type { WebhookDeliveryList, WebhookEndpointList, WebhookEndpointResponse } from './schemas.ts';

const database = await useDatabase();
const receiver = await startWebhookReceiver();
afterAll(() => receiver.close());
const clock = createMovableClock();
const outboundHttp = createOutboundHttp({
  allowHosts: `localhost:${receiver.port},localhost:${receiver.otherPort},localhost:1`,
});
const ctx = createTestContext(database, { clock, providers: { outboundHttp }, subscriptions: [queueDelivery] });
const api = await useOperations(platformRouter, ctx);
const url = `http://localhost:${receiver.port}/hook`;
const otherUrl = `http://localhost:${receiver.otherPort}/hook`;

let tenant: TenantContext['tenant'];
let token: string;
beforeEach(async () => {
  await database.system.deleteFrom('webhook_deliveries').execute();
  tenant = await createTenant(database);
  token = await signIn(ctx, tenant, { role: 'admin' });
  receiver.answer = { status: 204 };
  receiver.received = [];
  ctx.jobs.enqueued.length = 0;
});

const create = (body: object, as = token) => api.request('POST', '/webhooks/endpoints', { token: as, body });
const created = async (body: object) => (await create(body)).body as WebhookEndpointResponse;
const update = (id: string, body: object, as = token) =>
  api.request('PATCH', `/webhooks/endpoints/${id}`, { token: as, body });
const list = async () => (await api.request('GET', '/webhooks/endpoints', { token })).body as WebhookEndpointList;
const deliveriesOf = async (endpointId?: string) => {
  const query = endpointId === undefined ? '' : `?endpoint_id=${endpointId}`;
  return ((await api.request('GET', `/webhooks/deliveries${query}`, { token })).body as WebhookDeliveryList).deliveries;
};
const setting = async () => (await api.request('GET', '/tenants/me/webhook', { token })).body;
const complaint = (field: string, msg?: string) => ({
  status: 422,
  body: { detail: [expect.objectContaining({ loc: ['body', field], ...(msg === undefined ? {} : { msg }) })] },
});

async function happen(type: 'recording.ready' | 'contact.opted_out'): Promise<string> {
  const payload =
    type === 'recording.ready'
      ? { call_id: newId(), recording_url: 'https://api.example.com/calls/1/recording', duration_seconds: 12 }
      : { contact_id: null, phone_number: '+14155550100', channel: 'sms' };
  const id = await recordEvent(forTenant(ctx, tenant), { tenantId: tenant.id, type, payload });
  // Events are stamped by the database's clock, which this one must not be behind of.
  clock.advance(Math.max(0, Date.now() - clock.now().getTime()) + 1_000);
  await runJobs(ctx, [queueDelivery]);
  return id;
}

/** What a worker would do now. @returns how many attempts */
async function work(): Promise<number> {
  await dispatchDeliveries(ctx);
  const due = ctx.jobs.enqueued.filter(({ name }) => name === deliverJob.name).splice(0);
  ctx.jobs.enqueued.length = 0;
  for (const { payload } of due) {
    const { tenant_id, delivery_id, attempts_before } = deliverJob.payload.parse(payload);
    await attemptDelivery(ctx, { tenantId: tenant_id, deliveryId: delivery_id, attemptsBefore: attempts_before });
  }
  return due.length;
}

test('each endpoint gets the events it wants, once, signed with its own secret', async () => {
  const first = await created({ url });
  const second = await created({ url: otherUrl, events: ['contact.opted_out'] });
  expect(first).toMatchObject({ id: tenant.id, url, events: null, enabled: true });
  expect(second).toMatchObject({ url: otherUrl, events: ['contact.opted_out'] });
  expect(second.secret).not.toBe(first.secret);
  expect((await list()).endpoints.map(({ id }) => id)).toEqual([first.id, second.id]);
  receiver.received = [];

  await happen('recording.ready');
  const optOut = await happen('contact.opted_out');
  // A job that runs again lays nothing out again.
  await queueDelivery.run(
    ctx,
    { tenant_id: tenant.id, event_id: optOut },
    { id: 'again', attempt: 2, signal: new AbortController().signal },
  );
  expect(await work()).toBe(3);
  expect(await work()).toBe(0);
  expect(await deliveriesOf(first.id)).toHaveLength(2);
  expect(await deliveriesOf(second.id)).toMatchObject([
    { event_id: optOut, endpoint_id: second.id, event_type: 'contact.opted_out', status: 'delivered' },
  ]);
  const ofOptOut = receiver.received.filter(({ headers }) => headers['webhook-id'] === optOut);
  const verifies = (secret: string) =>
    ofOptOut.filter(({ body, headers }) => {
      try {
        new Webhook(secret).verify(body, headers as Record<string, string>);
        return true;
      } catch {
        return false;
      }
    });
  expect(ofOptOut).toHaveLength(2);
  expect([verifies(first.secret).length, verifies(second.secret).length]).toEqual([1, 1]);
});

test('an endpoint that fails holds up no other, and is retried by itself', async () => {
  const [first, second] = [await created({ url }), await created({ url: otherUrl })];
  await happen('recording.ready');
  receiver.answer = { status: 500 };
  await work();
  receiver.answer = { status: 204 };
  // The one that is lost is retried, and the other has failed for itself.
  clock.advance(5_000);
  expect(await work()).toBe(2);
  for (const { id } of [first, second]) {
    expect(await deliveriesOf(id)).toMatchObject([{ status: 'delivered', attempts: [{}, {}] }]);
  }
  await update(first.id, { enabled: false });
  await happen('recording.ready');
  expect(await work()).toBe(1);
  expect([(await deliveriesOf(first.id)).length, (await deliveriesOf(second.id)).length]).toEqual([1, 2]);
});

test('what waited for an endpoint fails when it is disabled or deleted, and nothing else', async () => {
  const [first, second] = [await created({ url }), await created({ url: otherUrl })];
  await happen('recording.ready');
  expect(await api.request('DELETE', `/webhooks/endpoints/${second.id}`, { token })).toMatchObject({ status: 204 });
  const [lost] = await deliveriesOf(second.id);
  expect(lost).toMatchObject({ status: 'failed', last_error: 'The webhook was deleted' });
  expect(await api.request('POST', `/webhooks/deliveries/${lost?.id}/replay`, { token })).toMatchObject({
    status: 409,
    body: { detail: 'The webhook was deleted' },
  });
  expect(await deliveriesOf(first.id)).toMatchObject([{ status: 'pending' }]);
  expect(await update(first.id, { enabled: false })).toMatchObject({ status: 200, body: { enabled: false } });
  expect(await deliveriesOf(first.id)).toMatchObject([{ status: 'failed', last_error: 'The webhook was disabled' }]);
});

test('the webhook of the account’s settings is the first of its endpoints', async () => {
  const patch = (body: object) => api.request('PATCH', '/tenants/me', { token, body });
  expect(await patch({ webhook_url: url, webhook_enabled: true })).toMatchObject({ status: 200 });
  const before = (await setting()) as { webhook_secret: string };
  const [first] = (await list()).endpoints;
  expect(first).toMatchObject({ id: tenant.id, url, enabled: true, events: null, secret: before.webhook_secret });
  const second = await created({ url: otherUrl });
  expect(second.id).not.toBe(tenant.id);
  await patch({ webhook_enabled: false });
  expect((await list()).endpoints).toMatchObject([{ enabled: false }, { enabled: true }]);
  await patch({ webhook_url: null });
  expect((await list()).endpoints.map(({ id }) => id)).toEqual([second.id]);
  expect(await setting()).toMatchObject({ webhook_url: null, webhook_secret: before.webhook_secret });
  // Its place is taken again, with the secret that receivers know.
  expect(await created({ url })).toMatchObject({ id: tenant.id, secret: before.webhook_secret });
  expect(await setting()).toMatchObject({ webhook_url: url, webhook_enabled: true });
});

test('an address that nothing answers at, or that is not public, is not saved', async () => {
  const unreachable = 'Couldn’t connect to the endpoint';
  const forbidden = 'The URL doesn’t resolve to a public address';
  expect(await create({ url: 'http://localhost:1/' })).toMatchObject(complaint('url', unreachable));
  expect(await create({ url: 'http://169.254.169.254/latest' })).toMatchObject(complaint('url', forbidden));
  expect(await create({ url: 'http://127.0.0.1:5432/' })).toMatchObject(complaint('url', forbidden));
  expect(await create({ url: 'not an address' })).toMatchObject(complaint('url'));
  expect((await list()).total).toBe(0);
  // What answers may be unfinished: it is there.
  receiver.answer = { status: 404 };
  const endpoint = await created({ url });
  expect(receiver.received).toHaveLength(1);
  const [{ body, headers } = { body: '', headers: {} }] = receiver.received;
  expect(new Webhook(endpoint.secret).verify(body, headers as Record<string, string>)).toMatchObject({
    type: 'webhook.test',
  });
  expect(await update(endpoint.id, { url: 'http://localhost:1/' })).toMatchObject(complaint('url', unreachable));
  const inSettings = { webhook_url: 'http://localhost:1/' };
  expect(await api.request('PATCH', '/tenants/me', { token, body: inSettings })).toMatchObject(
    complaint('webhook_url', unreachable),
  );
  expect((await list()).endpoints).toMatchObject([{ url }]);
  // The same address is not tried again.
  expect(await update(endpoint.id, { url, events: ['call.failed'] })).toMatchObject({ status: 200 });
  expect(receiver.received).toHaveLength(1);
});

test('each endpoint is tested and gets another secret by itself', async () => {
  const [first, second] = [await created({ url }), await created({ url: otherUrl })];
  receiver.received = [];
  expect(await api.request('POST', `/webhooks/endpoints/${second.id}/test`, { token })).toMatchObject({
    status: 200,
    body: { success: true, status_code: 204 },
  });
  expect(await deliveriesOf(second.id)).toMatchObject([{ event_type: 'webhook.test', attempts: [{ url: otherUrl }] }]);
  const path = `/webhooks/endpoints/${second.id}/secret/rotate`;
  const { webhook_secret } = (await api.request('POST', path, { token })).body as { webhook_secret: string };
  const secrets = (await list()).endpoints.map(({ secret }) => secret);
  expect(secrets).toEqual([first.secret, webhook_secret]);
  expect(webhook_secret).not.toBe(second.secret);
});

test('credentials in an address are kept, hidden, and sealed for their endpoint', async () => {
  await created({ url });
  const withPassword = otherUrl.replace('://', '://hook:s3cret-word@');
  const second = await created({ url: withPassword });
  expect(second.url).toBe(otherUrl.replace('://', '://********@'));
  expect(receiver.received.at(-1)?.headers.authorization).toBe(`Basic ${btoa('hook:s3cret-word')}`);
  receiver.received = [];
  await update(second.id, { url: second.url, events: null });
  await api.request('POST', `/webhooks/endpoints/${second.id}/test`, { token });
  expect(receiver.received[0]?.headers.authorization).toBe(`Basic ${btoa('hook:s3cret-word')}`);
  const rows = await database.system.selectFrom('webhook_endpoints').selectAll().execute();
  expect(JSON.stringify(rows)).not.toContain('s3cret-word');
});

test('an account has so many endpoints, and no more, also when many are added at once', async () => {
  for (let made = 0; made < 8; made++) await create({ url });
  const answers = await Promise.all(Array.from({ length: 4 }, () => create({ url })));
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 201, 409, 409]);
  expect((await list()).total).toBe(10);
});

test('members and strangers get nowhere, and bad input names the field', async () => {
  const endpoint = await created({ url });
  const member = await signIn(ctx, tenant, { role: 'member' });
  const stranger = await signIn(ctx, await createTenant(database));
  const path = `/webhooks/endpoints/${endpoint.id}`;
  for (const [method, at] of [
    ['PATCH', path],
    ['DELETE', path],
    ['POST', `${path}/test`],
    ['POST', `${path}/secret/rotate`],
  ] as const) {
    expect(await api.request(method, at, { token: member })).toMatchObject({ status: 403 });
    expect(await api.request(method, at, { token: stranger })).toMatchObject({ status: 404 });
    expect(await api.request(method, at)).toMatchObject({ status: 401 });
  }
  expect(await create({ url }, member)).toMatchObject({ status: 403 });
  expect(await create({ url, events: ['call.lost'] })).toMatchObject({ status: 422 });
  expect(await create({ url, events: [] })).toMatchObject(complaint('events'));
  expect(await create({})).toMatchObject(complaint('url'));
  expect(await update(endpoint.id, { enabled: 'perhaps' })).toMatchObject(complaint('enabled'));
});

test('of two that are created at once after the first was deleted, only one gets the secret it had', async () => {
  const { id, secret } = await created({ url });
  expect((await api.request('DELETE', `/webhooks/endpoints/${id}`, { token })).status).toBe(204);
  const { promise: bothSent, resolve } = Promise.withResolvers<void>();
  let sent = 0;
  const slow: typeof outboundHttp = {
    request: async (request) => {
      sent += 1;
      if (sent === 2) resolve();
      await bothSent;
      return outboundHttp.request(request);
    },
  };
  const within = { ...forTenant(ctx, tenant), providers: { ...ctx.providers, outboundHttp: slow } };
  const both = await Promise.all(
    [url, otherUrl].map((wanted) => createWebhookEndpoint(within, { url: wanted, enabled: true })),
  );
  expect(both.filter((one) => one.id === id && one.secret === secret)).toHaveLength(1);
  expect(new Set(both.map((one) => one.secret)).size).toBe(2);
});

test('a webhook whose URL was removed comes back with all events, whichever way it was removed', async () => {
  const change = (body: object) => api.request('PATCH', '/tenants/me', { token, body });
  await created({ url, events: ['recording.ready'] });
  expect((await change({ webhook_url: null })).status).toBe(200);
  expect((await change({ webhook_url: url, webhook_enabled: true })).status).toBe(200);
  expect((await list()).endpoints).toMatchObject([{ url, events: null, enabled: true }]);
});
