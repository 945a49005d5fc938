import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { announceChange } from '@leadlock/db/announcements';
import { DEMO_TWILIO } from '@leadlock/app-sandbox/demo-tenant';
import { startSandbox, type Sandbox } from '@leadlock/app-sandbox/sandbox';
import { silentLogger } from '@leadlock/observability/logger';
import { createTwilio } from '@leadlock/providers/twilio';
import { createAgent } from '@leadlock/testing/factories';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { WebSocketServer } from 'ws';
import { connectTwilio, startRealApi, type Account, type RealApi } from './harness/real-api.ts';
import { CTRL_C, openTerminal } from './harness/terminal.ts';

// Every command is a process of its own, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 180_000 });

/** Takes the streams of calls and says nothing; the test writes what was said in its place. */
let gateway: WebSocketServer;
let sandbox: Sandbox;
let api: RealApi;
let account: Account;
let env: Record<string, string>;
beforeAll(async () => {
  gateway = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(gateway, 'listening');
  sandbox = await startSandbox({ port: 0, log: silentLogger });
  env = { LEADLOCK_SANDBOX_URL: sandbox.url };
  api = await startRealApi({
    settings: { publicGatewayUrl: `ws://127.0.0.1:${(gateway.address() as AddressInfo).port}` },
    providers: { telephony: createTwilio({ apiUrl: `${sandbox.url}/twilio`, messagingUrl: sandbox.url }) },
  });
  account = await api.signUp();
  await connectTwilio(api.url, account, DEMO_TWILIO);
  const agent = await createAgent(api.database, account.tenant, {
    name: 'Front desk',
    settings: { voice_provider: 'local', voice: 'slt' },
  });
  await account.user.ok(['numbers', 'import', DEMO_TWILIO.phoneNumber]);
  await account.user.ok(['numbers', 'assign', DEMO_TWILIO.phoneNumber, '--agent', agent.id]);
}, 180_000);
afterAll(async () => {
  for (const socket of gateway.clients) socket.terminate();
  await sandbox.close();
  await api.close();
  gateway.close();
});

const callRow = () =>
  api.database.system
    .selectFrom('call_logs')
    .select(['tenant_id', 'id', 'twilio_call_sid', 'from_number'])
    .orderBy('started_at', 'desc')
    .executeTakeFirstOrThrow();

const stateAtCarrier = async (sid: string) =>
  (await (await fetch(`${sandbox.url}/sandbox/twilio/calls/${sid}`)).json()) as { status: string };

test('somebody calls a number, and what is said is read along', async () => {
  const calling = account.user.start(['call', '(415) 555-0100', '--say', 'Hello'], { env });
  await calling.printed(`Calling ${DEMO_TWILIO.phoneNumber} from ${DEMO_TWILIO.callerNumber}`);
  await calling.printed(/\d\d:\d\d:\d\d (ringing|in-progress)/);
  const { id, tenant_id } = await callRow();
  const tell = (): void => announceChange(api.database.system, { table: 'call_logs', tenant_id, id, part: 'call' });
  const turns = [{ role: 'assistant', content: 'Good morning!' }];
  await api.database.system
    .updateTable('call_logs')
    .set({ transcript: JSON.stringify(turns) })
    .where('id', '=', id)
    .execute();
  tell();
  await calling.printed('agent   Good morning!');
  await api.database.system
    .updateTable('call_logs')
    .set({ status: 'completed', ended_at: new Date(), duration_seconds: 3 })
    .where('id', '=', id)
    .execute();
  tell();
  expect(await calling.ended()).toBe(0);
  expect(calling.stdout()).toBe('agent   Good morning!\n');
  expect(calling.stderr()).toContain(`leadlock calls show ${id}`);
});

test('Ctrl-C hangs up', async () => {
  const calling = account.user.start(['call', DEMO_TWILIO.phoneNumber, '--from', '+12125550177'], { env });
  await calling.printed(/\d\d:\d\d:\d\d (ringing|in-progress)/);
  const { twilio_call_sid, from_number } = await callRow();
  expect(from_number).toBe('+12125550177');
  expect(await calling.stop()).toBe(130);
  expect((await stateAtCarrier(twilio_call_sid)).status).toMatch(/completed|no-answer/);
});

test('a call is read along in a terminal, and Ctrl-C hangs up', async () => {
  const terminal = openTerminal(['call', DEMO_TWILIO.phoneNumber], account.user.environment(env));
  await terminal.shows(`Calling ${DEMO_TWILIO.phoneNumber} from`);
  await terminal.shows(/\d\d:\d\d:\d\d (ringing|in-progress)/);
  const { twilio_call_sid } = await callRow();
  terminal.type(CTRL_C);
  expect(await terminal.ended()).toBe(130);
  expect((await stateAtCarrier(twilio_call_sid)).status).toMatch(/completed|no-answer/);
});

test('an address of a sandbox that is none is refused', async () => {
  const { code, stderr } = await account.user.run(['call', DEMO_TWILIO.phoneNumber, '--sandbox-url', 'nonsense']);
  expect([code, stderr]).toEqual([2, 'Error: nonsense is not an http or https URL\n']);
});

test('without a sandbox nobody can call', async () => {
  const missing = await account.user.run(['call', DEMO_TWILIO.phoneNumber], {
    env: { LEADLOCK_SANDBOX_URL: api.url },
  });
  expect(missing.code).toBe(1);
  expect(missing.stderr).toContain(`No sandbox found at ${api.url}`);
  expect(missing.stderr).toContain('PROVIDERS=sandbox');
});

test('a number of somebody else is not called', async () => {
  const { code, stderr } = await account.user.run(['call', '+14155550999'], { env });
  expect([code, stderr]).toEqual([4, 'Error: Phone number not found: +14155550999\n']);
});

test('a caller is one or the other', async () => {
  const both = await account.user.run(['call', '+14155550100', '--persona', 'Dana'], { env });
  expect([both.code, both.stderr]).toEqual([2, 'Error: --persona and --goal must be used together\n']);
});
