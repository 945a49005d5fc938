import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { newId } from '@leadlock/core/ids';
import { serveOperations, signIn, type OperationsServer } from '@leadlock/identity/testing';
import { createJobQueue, type StartedJobQueue } from '@leadlock/jobs/job-queue';
import { migrateJobs } from '@leadlock/jobs/migrate-jobs';
import { startWorker } from '@leadlock/jobs/worker';
import { silentLogger } from '@leadlock/observability/logger';
import { createOutboundHttp } from '@leadlock/providers/outbound-http';
import { createTenant, createTestContext, type TestContext } from '@leadlock/testing/factories';
import { ownerUrlOf } from '@leadlock/testing/test-database';
import { useDatabase } from '@leadlock/testing/use-database';
import { findExampleProblems } from '@leadlock/trpc/document-examples';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { recordEvent } from '../events/index.ts';
import { platformRouter } from '../router.ts';
import { dispatchDeliveries } from './index.ts';
import { webhookJobs } from './jobs.ts';
import { queueDelivery } from './queue-delivery.ts';

let ctx: TestContext;
let api: OperationsServer;
let receiver: Server;
let url: string;
const received: unknown[] = [];
const receivedBytes: string[] = [];
const database = await useDatabase();
beforeAll(async () => {
  receiver = createServer((req, res) => {
    void text(req).then((body) => {
      received.push(JSON.parse(body));
      receivedBytes.push(body);
      res.end('thanks');
    });
  }).listen(0);
  await once(receiver, 'listening');
  url = `http://localhost:${(receiver.address() as AddressInfo).port}/hook`;
  ctx = createTestContext(database, { providers: { outboundHttp: createOutboundHttp({ allowHosts: 'localhost' }) } });
  api = await serveOperations(platformRouter, ctx);
});
afterAll(async () => {
  await api.close();
  receiver.closeAllConnections();
  receiver.close();
});

let tenant: Awaited<ReturnType<typeof createTenant>>;
let admin: string;
let member: string;
beforeEach(async () => {
  received.length = 0;
  receivedBytes.length = 0;
  tenant = await createTenant(database);
  admin = await signIn(ctx, tenant, { role: 'admin' });
  member = await signIn(ctx, tenant, { role: 'member' });
});

const patch = (body: object, token = admin) => api.request('PATCH', '/tenants/me', { token, body });
const complaint = (field: string) => ({
  status: 422,
  body: { detail: [expect.objectContaining({ loc: ['body', field] })] },
});

/** Sets the webhook, and forgets the test that its address was tried with. */
async function setWebhook(body: object): Promise<void> {
  expect(await patch(body)).toMatchObject({ status: 200 });
  received.length = 0;
  receivedBytes.length = 0;
}

test('every operation has words and examples that its own schemas accept', () => {
  expect(findExampleProblems(platformRouter)).toEqual([]);
});

test('an account without a webhook has none, and nothing to test', async () => {
  expect(await api.request('GET', '/tenants/me/webhook', { token: member })).toMatchObject({
    status: 200,
    body: {
      webhook_url: null,
      webhook_secret: null,
      webhook_enabled: false,
      ghl_conversation_sync_enabled: false,
    },
  });
  expect(await api.request('POST', '/tenants/me/webhook-test', { token: admin })).toMatchObject({
    status: 400,
    body: { detail: 'No webhook URL is set' },
  });
});

test('an admin sets the webhook; the secret stays, and members do not see it', async () => {
  const changes = {
    name: 'Bright Dental',
    webhook_url: url,
    webhook_enabled: true,
    ghl_conversation_sync_enabled: true,
  };
  expect(await patch(changes)).toMatchObject({ status: 200, body: { id: tenant.id, name: 'Bright Dental' } });
  const shown = (await api.request('GET', '/tenants/me/webhook', { token: admin })).body;
  expect(shown).toEqual({
    webhook_url: url,
    webhook_secret: expect.stringMatching(/^whsec_/),
    webhook_enabled: true,
    ghl_conversation_sync_enabled: true,
  });
  await patch({ webhook_url: `${url}/other`, webhook_enabled: null, name: null });
  expect((await api.request('GET', '/tenants/me/webhook', { token: admin })).body).toEqual({
    ...(shown as object),
    webhook_url: `${url}/other`,
  });
  expect((await api.request('GET', '/tenants/me/webhook', { token: member })).body).toMatchObject({
    webhook_url: `${url}/other`,
    webhook_secret: null,
  });
  const stored = await database.system
    .selectFrom('webhook_endpoints')
    .select('sealed_secret')
    .where('tenant_id', '=', tenant.id)
    .executeTakeFirstOrThrow();
  expect(stored.sealed_secret).not.toContain('whsec_');
  await patch({ webhook_url: null });
  expect((await api.request('GET', '/tenants/me/webhook', { token: admin })).body).toMatchObject({
    webhook_url: null,
    webhook_enabled: false,
  });
});

test('an agency changes and reads its sub-account’s webhook, not its own', async () => {
  const agency = await createTenant(database, { tenant_type: 'agency', plan: 'agency' });
  const subAccount = await createTenant(database, { parent_tenant_id: agency.id });
  const token = await signIn(ctx, agency);
  await api.request('PATCH', '/tenants/me', { token, subAccountId: subAccount.id, body: { webhook_url: url } });
  const read = (subAccountId?: string) => api.request('GET', '/tenants/me/webhook', { token, subAccountId });
  expect((await read(subAccount.id)).body).toMatchObject({ webhook_url: url });
  expect((await read()).body).toMatchObject({ webhook_url: null });
});

test('members change nothing, and addresses that cannot be are refused', async () => {
  expect(await patch({ webhook_url: url }, member)).toMatchObject({ status: 403 });
  for (const [method, path] of [
    ['POST', '/tenants/me/webhook-test'],
    ['GET', '/webhooks/deliveries'],
    ['GET', `/webhooks/deliveries/${newId()}`],
    ['POST', `/webhooks/deliveries/${newId()}/replay`],
  ] as const) {
    expect(await api.request(method, path, { token: member })).toMatchObject({ status: 403 });
    expect(await api.request(method, path)).toMatchObject({ status: 401 });
  }
  for (const wrong of ['not an address', 'ftp://example.com/', 'javascript:alert(1)', '']) {
    expect(await patch({ webhook_url: wrong })).toMatchObject(complaint('webhook_url'));
  }
  expect(await patch({ webhook_enabled: true })).toMatchObject(complaint('webhook_enabled'));
});

test('a test says what came back', async () => {
  await setWebhook({ webhook_url: url });
  expect(await api.request('POST', '/tenants/me/webhook-test', { token: admin })).toMatchObject({
    status: 200,
    body: { success: true, status_code: 200, error: null },
  });
  expect(received).toMatchObject([{ type: 'webhook.test' }]);
});

test('a delivery shows the very bytes that were sent, to its account alone', async () => {
  await setWebhook({ webhook_url: url });
  const { body: tested } = await api.request('POST', '/tenants/me/webhook-test', { token: admin });
  const path = `/webhooks/deliveries/${(tested as { delivery_id: string }).delivery_id}`;
  expect(await api.request('GET', path, { token: admin })).toMatchObject({
    status: 200,
    body: {
      event_type: 'webhook.test',
      status: 'delivered',
      attempts: [{ attempt: 1, status_code: 200, response_excerpt: 'thanks' }],
      body: receivedBytes[0],
    },
  });
  const stranger = await signIn(ctx, await createTenant(database));
  expect((await api.request('GET', path, { token: stranger })).status).toBe(404);
  expect((await api.request('GET', '/webhooks/deliveries/none', { token: admin })).status).toBe(404);
});

test('the manifest has a schema of every event that what is sent obeys', async () => {
  const { body } = await api.request('GET', '/webhooks/events', { token: member });
  const { events } = body as { events: { type: string; description: string; schema: object }[] };
  expect(events).toHaveLength(16);
  for (const { type, description, schema } of events) {
    expect(schema).toMatchObject({ properties: { type: { const: type } } });
    expect(description).toMatch(/^[A-Z].*\.$/);
  }
  await patch({ webhook_url: url });
  await api.request('POST', '/tenants/me/webhook-test', { token: admin });
  const schema = events.find(({ type }) => type === 'webhook.test')?.schema ?? {};
  const validate = new Ajv2020({ validateFormats: false }).compile(schema);
  expect(validate(received[0])).toBe(true);
  expect(validate({ type: 'webhook.test', data: {} })).toBe(false);
});

test('a worker delivers what happened; the log shows it, and a replay delivers it again', async () => {
  await migrateJobs(ownerUrlOf(database));
  const queue: StartedJobQueue = await createJobQueue({
    connectionString: database.connectionString,
    log: silentLogger,
  });
  const system = { ...ctx, jobs: queue, subscriptions: [queueDelivery] };
  const worker = await startWorker({
    connectionString: database.connectionString,
    handlers: [...webhookJobs, queueDelivery],
    context: system,
    log: silentLogger,
  });
  const deliver = async (count: number) => {
    const arrived = async () => {
      await dispatchDeliveries(system);
      expect(received).toHaveLength(count);
    };
    await vi.waitFor(arrived, { timeout: 25_000, interval: 20 });
  };
  try {
    await setWebhook({ webhook_url: url, webhook_enabled: true });
    await recordEvent(system, {
      tenantId: tenant.id,
      type: 'contact.opted_out',
      payload: { contact_id: null, phone_number: '+14155550100', channel: 'sms' },
    });
    await deliver(1);
    const list = (query = '') => api.request('GET', `/webhooks/deliveries${query}`, { token: admin });
    const delivered = await vi.waitFor(
      async () => {
        const { body } = await list('?status=delivered');
        expect(body).toMatchObject({ total: 1, deliveries: [{ attempts: [{ response_excerpt: 'thanks' }] }] });
        return (body as { deliveries: { id: string }[] }).deliveries[0]?.id;
      },
      { timeout: 25_000, interval: 20 },
    );
    expect((await list('?status=failed')).body).toEqual({ deliveries: [], total: 0 });
    expect((await list('?status=lost')).status).toBe(422);
    expect(await api.request('POST', `/webhooks/deliveries/${delivered}/replay`, { token: admin })).toMatchObject({
      status: 200,
      body: { status: 'pending' },
    });
    await deliver(2);
    expect(received[1]).toEqual(received[0]);
    const stranger = await signIn(ctx, await createTenant(database));
    expect(await api.request('POST', `/webhooks/deliveries/${delivered}/replay`, { token: stranger })).toMatchObject({
      status: 404,
    });
    expect(await api.request('POST', '/webhooks/deliveries/nonsense/replay', { token: admin })).toMatchObject({
      status: 404,
    });
  } finally {
    await worker.stop(5_000);
    await queue.close();
  }
});
