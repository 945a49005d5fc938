import { forTenant } from '@leadlock/context/context';
import { serveInTest, signIn } from '@leadlock/identity/testing';
import { createOutboundHttp } from '@leadlock/providers/outbound-http';
import { createTenant, createTestContext } from '@leadlock/testing/factories';
import { useDatabase } from '@leadlock/testing/use-database';
import { afterAll, expect, test } from 'vitest';
import { startWebhookReceiver } from '../../test/webhook-receiver.ts';
import { platformRouter } from '../router.ts';
import type { WebhookEndpointResponse } from '../webhooks/schemas.ts';
import { createAuditLog } from './create-audit-log.ts';
import { describeAuditLog } from './describe-audit-log.ts';

const database = await useDatabase();
const receiver = await startWebhookReceiver();
afterAll(() => receiver.close());
const outboundHttp = createOutboundHttp({ allowHosts: `localhost:${receiver.port},localhost:${receiver.otherPort}` });
const ctx = createTestContext(database, { providers: { outboundHttp } });

test('tells which of several webhooks was changed, by its host alone', async () => {
  receiver.answer = { status: 204 };
  const tenant = await createTenant(database);
  const token = await signIn(ctx, tenant, { role: 'admin' });
  const api = await serveInTest(platformRouter, ctx, { onMutation: createAuditLog(ctx) });
  const add = async (port: number) => {
    const body = { url: `http://localhost:${port}/hook?token=secret` };
    return (await api.request('POST', '/webhooks/endpoints', { token, body })).body as WebhookEndpointResponse;
  };
  const kept = await add(receiver.port);
  const deleted = await add(receiver.otherPort);
  await api.request('PATCH', `/webhooks/endpoints/${kept.id}`, { token, body: { enabled: false } });
  await api.request('DELETE', `/webhooks/endpoints/${deleted.id}`, { token });

  const { entries } = await describeAuditLog(forTenant(ctx, tenant), { limit: 10, offset: 0 });
  const [keptHost, deletedHost] = [`localhost:${receiver.port}`, `localhost:${receiver.otherPort}`];
  expect(entries.map(({ action }) => action.map(({ text }) => text).join(''))).toEqual([
    `deleted the webhook ${deletedHost}`,
    `changed the status of the webhook ${keptHost}`,
    'added a webhook that was deleted later',
    `added the webhook ${keptHost}`,
  ]);
  expect(entries[1]?.action.at(-1)).toEqual({ text: keptHost, link: { kind: 'webhook', id: kept.id } });
  expect(JSON.stringify(entries)).not.toContain('secret');
});
