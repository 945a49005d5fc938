import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { forTenant } from '@leadlock/context/context';
import { newId } from '@leadlock/core/ids';
import { findTenant } from '@leadlock/identity/tenants';
import { platform } from '@leadlock/platform/domain';
import { recordEvent } from '@leadlock/platform/events';
import { updateWebhookSettings } from '@leadlock/platform/webhooks';
import { runJobs } from '@leadlock/testing/run-jobs';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startRealApi, type Account, type RealApi } from './harness/real-api.ts';
import { CTRL_C, openTerminal } from './harness/terminal.ts';

// Every command is a process of its own, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 180_000 });

let api: RealApi;
beforeAll(async () => {
  api = await startRealApi({ subscriptions: platform.subscriptions });
});
afterAll(() => api.close());

interface Received {
  headers: IncomingHttpHeaders;
  body: string;
}

/** Somebody's program on their own machine. */
async function startReceiver() {
  const received: Received[] = [];
  let status = 204;
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      received.push({ headers: request.headers, body });
      response.writeHead(status).end();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    answerWith: (next: number) => void (status = next),
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

async function limitReached(account: Account, limit: string): Promise<string> {
  const payload = { limit, used: 3, allowed: 3 };
  const id = await recordEvent(api.system, { tenantId: account.tenant.id, type: 'usage.limit_reached', payload });
  await runJobs(api.system, platform.subscriptions);
  return id;
}

/** Where nothing answers: the API would not save it. */
async function setWebhook({ token, tenant }: Account): Promise<string> {
  const headers = { authorization: `Bearer ${token}` };
  const endpoint = { webhook_url: 'https://hooks.example.com/in', webhook_enabled: true };
  const found = await findTenant(api.system.db, tenant.id);
  if (!found) throw new Error('The account is gone');
  await updateWebhookSettings(forTenant(api.system, found), endpoint);
  const settings = await fetch(`${api.url}/tenants/me/webhook`, { headers });
  return ((await settings.json()) as { webhook_secret: string }).webhook_secret;
}

test('events are forwarded as the product sends them, signed with the account’s secret', async () => {
  const account = await api.signUp();
  const secret = await setWebhook(account);
  const receiver = await startReceiver();
  const listening = account.user.start(['webhooks', 'listen', '--forward-to', receiver.url]);
  await listening.printed('Listening, forwarding to');
  const id = await limitReached(account, 'agents');
  await listening.printed(new RegExp(`usage\\.limit_reached {2}${id} {2}204 in \\d+ ms`));
  const [first] = receiver.received;
  expect(first?.headers).toMatchObject({ 'webhook-id': id, 'leadlock-attempt': '1' });
  const event = new Webhook(secret).verify(first?.body ?? '', first?.headers as Record<string, string>);
  expect(event).toMatchObject({ type: 'usage.limit_reached', data: { limit: 'agents' } });

  receiver.answerWith(500);
  const failing = await limitReached(account, 'minutes');
  await listening.printed(`${failing}  500 in`);
  await receiver.close();
  const unheard = await limitReached(account, 'texts');
  await listening.printed(`${unheard}  ECONNREFUSED`);
  expect(await listening.stop()).toBe(130);
});

test('without a secret one is made for the time, and types can be chosen', async () => {
  const account = await api.signUp();
  const receiver = await startReceiver();
  const onlyOptOuts = ['--event', 'contact.opted_out', '--json'];
  const listening = account.user.start(['webhooks', 'listen', '--forward-to', receiver.url, ...onlyOptOuts]);
  await listening.printed('Listening');
  const secret = /whsec_\S+/.exec(listening.stderr())?.[0] ?? '';
  await limitReached(account, 'agents');
  const id = await recordEvent(api.system, {
    tenantId: account.tenant.id,
    type: 'contact.opted_out',
    payload: { contact_id: null, phone_number: '+12125550123', channel: 'sms' },
  });
  await listening.printed(id);
  expect(JSON.parse(listening.stdout())).toMatchObject({
    id,
    event: { type: 'contact.opted_out' },
    forwarded: { succeeded: true, status: 204 },
  });
  expect(receiver.received).toHaveLength(1);
  const [only] = receiver.received;
  expect(() => new Webhook(secret).verify(only?.body ?? '', only?.headers as Record<string, string>)).not.toThrow();
  await listening.stop();
  await receiver.close();
});

test('events are shown in a terminal', async () => {
  const account = await api.signUp();
  const terminal = openTerminal(['webhooks', 'listen'], account.user.environment());
  await terminal.shows('Listening. Press Ctrl+C to stop.');
  const id = await limitReached(account, 'agents');
  await terminal.shows(`usage.limit_reached  ${id}`);
  terminal.type(CTRL_C);
  expect(await terminal.ended()).toBe(130);
});

test('a type that never comes is not waited for', async () => {
  const { user } = await api.signUp();
  const { code, stderr } = await user.run(['webhooks', 'listen', '--event', 'nonsense']);
  expect([code, stderr]).toEqual([2, expect.stringContaining('Unknown event type: nonsense')]);
  expect(stderr).toContain('call.completed');
});

test('an address that is none is refused', async () => {
  const { user } = await api.signUp();
  const { code, stderr } = await user.run(['webhooks', 'listen', '--forward-to', 'localhost:3000']);
  expect([code, stderr]).toEqual([2, 'Error: localhost:3000 is not an http or https URL\n']);
});

test('deliveries are listed and sent again', async () => {
  const account = await api.signUp();
  const { user } = account;
  expect((await user.run(['webhooks', 'deliveries'])).stderr).toContain('No deliveries found');
  await setWebhook(account);
  const eventId = await limitReached(account, 'agents');
  const [delivery] = await user.json<{ id: string; event_id: string }[]>(['webhooks', 'deliveries']);
  expect(delivery?.event_id).toBe(eventId);
  const table = await user.ok(['webhooks', 'deliveries', '--status', 'pending', '--event', 'usage.limit_reached']);
  expect(table).toMatch(new RegExp(`${delivery?.id}.*usage\\.limit_reached +pending +0`));
  expect(await user.json(['webhooks', 'deliveries', '--status', 'failed'])).toEqual([]);
  const replayed = await user.run(['webhooks', 'replay', delivery?.id ?? '']);
  expect(replayed.stderr).toContain('Resending usage.limit_reached');
  expect((await user.run(['webhooks', 'replay', newId()])).code).toBe(4);
  const unknown = newId();
  const partly = await user.run(['webhooks', 'replay', delivery?.id ?? '', unknown, '--json']);
  expect(JSON.parse(partly.stdout)).toMatchObject([{ event_id: eventId }, { id: unknown, error: expect.any(String) }]);
  expect([partly.code, partly.stderr]).toEqual([1, expect.stringContaining('1 of 2 was done before')]);
});

test('webhooks are listed, changed, and deleted', async () => {
  const account = await api.signUp();
  await setWebhook(account);
  const list = async () =>
    JSON.parse((await account.user.run(['webhooks', 'list', '--json'])).stdout) as Record<string, unknown>[];
  const url = 'https://hooks.example.com/in';
  const [endpoint] = await list();
  expect(endpoint).toMatchObject({ id: account.tenant.id, url, events: null, enabled: true });
  expect(endpoint).not.toHaveProperty('secret');
  const update = ['webhooks', 'update', url, '--events', 'call.completed, call.failed', '--disable'];
  expect(await account.user.run(update)).toMatchObject({ code: 0 });
  expect(await list()).toMatchObject([{ events: ['call.completed', 'call.failed'], enabled: false }]);
  expect((await account.user.run(['webhooks', 'update', url, '--events', 'call.lost'])).code).not.toBe(0);
  expect((await account.user.run(['webhooks', 'update', url])).stderr).toContain('Nothing to change');
  const rotated = await account.user.run(['webhooks', 'rotate-secret', url, '--json']);
  expect(JSON.parse(rotated.stdout)).toMatchObject({ webhook_secret: expect.stringMatching(/^whsec_/) as string });
  expect(await account.user.run(['webhooks', 'delete', url, '--yes'])).toMatchObject({ code: 0 });
  expect(await list()).toEqual([]);
});
