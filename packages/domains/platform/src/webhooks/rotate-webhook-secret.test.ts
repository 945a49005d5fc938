import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { forTenant } from '@leadlock/context/context';
import { findTenant } from '@leadlock/identity/tenants';
import { serveOperations, signIn, type OperationsServer } from '@leadlock/identity/testing';
import { createOutboundHttp } from '@leadlock/providers/outbound-http';
import { createMovableClock, createTenant, createTestContext, type TestContext } from '@leadlock/testing/factories';
import { useDatabase } from '@leadlock/testing/use-database';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { platformRouter } from '../router.ts';
import { forgetReplacedSecrets } from './jobs.ts';
import { OVERLAP_MS } from './rotate-webhook-secret.ts';
import { testWebhook } from './test-webhook.ts';

const clock = createMovableClock();
let ctx: TestContext;
let api: OperationsServer;
let receiver: Server;
let url: string;
let last: { id: string; signature: string; body: string };
const database = await useDatabase();
beforeAll(async () => {
  receiver = createServer((req, res) => {
    void text(req).then((body) => {
      last = { id: String(req.headers['webhook-id']), signature: String(req.headers['webhook-signature']), body };
      res.end();
    });
  }).listen(0);
  await once(receiver, 'listening');
  url = `http://localhost:${(receiver.address() as AddressInfo).port}/hook`;
  const outboundHttp = createOutboundHttp({ allowHosts: 'localhost' });
  ctx = createTestContext(database, { clock, providers: { outboundHttp } });
  api = await serveOperations(platformRouter, ctx);
});
afterAll(async () => {
  await api.close();
  receiver.closeAllConnections();
  receiver.close();
});

let tenant: { id: string };
let admin: string;
beforeEach(async () => {
  tenant = await createTenant(database);
  admin = await signIn(ctx, tenant, { role: 'admin' });
});

interface Settings {
  webhook_secret: string;
  previous_secret_until: string;
}
const ask = async (method: string, path: string, body?: object): Promise<Settings> =>
  (await api.request(method, path, { token: admin, body })).body as Settings;
const rotate = () => ask('POST', '/tenants/me/webhook-secret/rotate');
const shown = async () => (await ask('GET', '/tenants/me/webhook')).webhook_secret;

/** Which of the secrets have signed what is sent now. */
async function signers(...secrets: string[]): Promise<boolean[]> {
  const found = await findTenant(database.system, tenant.id);
  if (!found) throw new Error('The tenant is gone');
  await testWebhook(forTenant(ctx, found));
  const signatures = last.signature.split(' ');
  const known = secrets.map((secret) => signatures.includes(new Webhook(secret).sign(last.id, clock.now(), last.body)));
  expect(known.filter(Boolean)).toHaveLength(signatures.length);
  return known;
}

test('for a day both secrets sign, and the specification’s own library accepts either', async () => {
  await ask('PATCH', '/tenants/me', { webhook_url: url, webhook_enabled: true });
  const first = await shown();
  expect(await signers(first)).toEqual([true]);
  const { webhook_secret: second, previous_secret_until: until } = await rotate();
  expect(second).toMatch(/^whsec_/);
  expect(second).not.toBe(first);
  expect(await shown()).toBe(second);
  expect(new Date(until).getTime() - clock.now().getTime()).toBe(OVERLAP_MS);
  expect(await signers(first, second)).toEqual([true, true]);
  const headers = {
    'webhook-id': last.id,
    'webhook-timestamp': String(Math.floor(clock.now().getTime() / 1_000)),
    'webhook-signature': last.signature,
  };
  for (const secret of [first, second]) {
    expect(new Webhook(secret).verify(last.body, headers)).toMatchObject({ type: 'webhook.test' });
  }
  clock.advance(OVERLAP_MS - 1);
  expect(await signers(first, second)).toEqual([true, true]);
  clock.advance(1);
  expect(await signers(first, second)).toEqual([false, true]);
});

test('a second rotation ends the oldest secret at once', async () => {
  await ask('PATCH', '/tenants/me', { webhook_url: url, webhook_enabled: true });
  const first = await shown();
  const { webhook_secret: second } = await rotate();
  const { webhook_secret: third } = await rotate();
  expect(await signers(first, second, third)).toEqual([false, true, true]);
});

test('a secret that signs no more is forgotten, one that still does is not', async () => {
  await ask('PATCH', '/tenants/me', { webhook_url: url, webhook_enabled: true });
  await rotate();
  const previous = () =>
    database.system
      .selectFrom('webhook_endpoints')
      .select('previous_sealed_secret')
      .where('tenant_id', '=', tenant.id)
      .executeTakeFirstOrThrow();
  await forgetReplacedSecrets(ctx);
  expect(await previous()).toEqual({ previous_sealed_secret: expect.any(String) });
  clock.advance(OVERLAP_MS);
  await forgetReplacedSecrets(ctx);
  expect(await previous()).toEqual({ previous_sealed_secret: null });
});

test('members may not, and before an address was set there is nothing to replace', async () => {
  const path = '/tenants/me/webhook-secret/rotate';
  expect(await api.request('POST', path, { token: admin })).toMatchObject({ status: 409 });
  const token = await signIn(ctx, tenant, { role: 'member' });
  expect(await api.request('POST', path, { token })).toMatchObject({ status: 403 });
});
