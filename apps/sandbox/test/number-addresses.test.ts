import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { DEMO_TWILIO } from '../src/demo-tenant.ts';
import type { Sandbox } from '../src/sandbox.ts';
import { admin, startTestSandbox, twilioClient, waitForCall, waitForStatus } from './sandbox-client.ts';
import { TenantServer } from './tenant-server.ts';

const { accountSid, authToken, phoneNumber, phoneNumberSid, callerNumber } = DEMO_TWILIO;
const TRUNK = `TK${'5'.repeat(32)}`;
const HANG_UP = '<Response><Hangup/></Response>';
let sandbox: Sandbox;
let tenant: TenantServer;
beforeAll(async () => {
  sandbox = await startTestSandbox();
});
afterAll(() => sandbox.close());
beforeEach(async () => {
  await admin(sandbox, 'POST', '/reset');
  tenant = await TenantServer.start(authToken);
  for (const path of ['/voice', '/app-voice', '/app-fallback']) tenant.answer(path, HANG_UP);
  await number().update({
    voiceUrl: `${tenant.url}/voice`,
    statusCallback: `${tenant.url}/status`,
    smsUrl: `${tenant.url}/sms`,
    smsFallbackUrl: `${tenant.url}/sms-fallback`,
  });
  return () => tenant.close();
});

const number = () => twilioClient(sandbox).incomingPhoneNumbers(phoneNumberSid);
const ring = async (from: string = callerNumber): Promise<string> =>
  (await admin<{ sid: string }>(sandbox, 'POST', '/twilio/calls', { to: phoneNumber, from })).sid;
const text = (body: string) =>
  admin(sandbox, 'POST', '/twilio/messages', { to: phoneNumber, from: callerNumber, body });
const createApplication = () =>
  twilioClient(sandbox).applications.create({
    friendlyName: 'Old phone system',
    voiceUrl: `${tenant.url}/app-voice`,
    voiceFallbackUrl: `${tenant.url}/app-fallback`,
    statusCallback: `${tenant.url}/app-status`,
    smsUrl: `${tenant.url}/app-sms`,
  });
const asked = (path: string) => tenant.webhooks.filter((webhook) => webhook.path === path).length;

test('an application comes before a number’s own addresses for calls, and until it is taken off', async () => {
  const { sid } = await createApplication();
  await number().update({ voiceApplicationSid: sid });
  await waitForStatus(sandbox, await ring(), 'completed');
  await tenant.webhook('/app-voice');
  await tenant.webhook('/app-status');
  expect([asked('/voice'), asked('/status')]).toEqual([0, 0]);
  await number().update({ voiceApplicationSid: '' });
  await waitForStatus(sandbox, await ring(), 'completed');
  expect(asked('/voice')).toBe(1);
  expect(asked('/app-voice')).toBe(1);
});

test('an application’s fallback takes over when its address fails', async () => {
  const { sid } = await createApplication();
  await number().update({ voiceApplicationSid: sid });
  tenant.answer('/app-voice', { status: 500 });
  await waitForStatus(sandbox, await ring(), 'completed');
  expect(asked('/app-fallback')).toBe(1);
});

test('an application comes before a number’s own address for texts', async () => {
  const { sid } = await createApplication();
  await number().update({ smsApplicationSid: sid });
  await text('Hello');
  await tenant.webhook('/app-sms');
  await number().update({ smsApplicationSid: '' });
  await text('Hello again');
  await tenant.webhook('/sms');
  expect([asked('/app-sms'), asked('/sms'), asked('/sms-fallback')]).toEqual([1, 1, 0]);
});

test('the fallback address is told of a text that the first did not take', async () => {
  tenant.answer('/sms', { status: 503 });
  await text('Hello');
  expect((await tenant.webhook('/sms-fallback')).params).toMatchObject({ Body: 'Hello' });
});

test('a trunk takes all calls, and it and an application put each other off', async () => {
  const { sid } = await createApplication();
  await number().update({ voiceApplicationSid: sid });
  expect(await number().update({ trunkSid: TRUNK })).toMatchObject({ trunkSid: TRUNK, voiceApplicationSid: '' });
  const call = await waitForStatus(sandbox, await ring(), 'failed');
  expect(call.alerts).toMatchObject([{ message: expect.stringContaining(TRUNK) as string }]);
  expect([asked('/voice'), asked('/app-voice')]).toEqual([0, 0]);
  expect(await number().update({ voiceApplicationSid: sid })).toMatchObject({ trunkSid: null });
});

test('an application or a trunk that is none is refused', async () => {
  const other = await admin<{ sid: string; authToken: string }>(sandbox, 'POST', '/twilio/accounts', {});
  const stranger = twilioClient(sandbox, { accountSid: other.sid, authToken: other.authToken });
  const { sid: theirs } = await stranger.applications.create({ friendlyName: 'Theirs' });
  for (const sid of [theirs, `AP${'0'.repeat(32)}`, 'x']) {
    await expect(number().update({ voiceApplicationSid: sid })).rejects.toMatchObject({ status: 400 });
    await expect(number().update({ smsApplicationSid: sid })).rejects.toMatchObject({ status: 400 });
  }
  await expect(number().update({ trunkSid: 'trunk' })).rejects.toMatchObject({ status: 400 });
  expect(await twilioClient(sandbox).applications.list()).toEqual([]);
  await expect(twilioClient(sandbox).applications(theirs).fetch()).rejects.toMatchObject({ code: 20404 });
  expect(await number().fetch()).toMatchObject({ accountSid, voiceApplicationSid: '', smsApplicationSid: '' });
});

test.each(['anonymous', '+266696687', 'client:alice', 'sip:alice@example.com', ''])(
  'somebody who shows %j can call',
  async (from) => {
    await waitForStatus(sandbox, await ring(from), 'completed');
    expect((await tenant.webhook('/voice')).params.From).toBe(from);
  },
);

test('keys that are pressed reach the stream, those of old military phones too', async () => {
  tenant.answer('/voice', `<Response><Connect><Stream url="${tenant.streamUrl}"/></Connect></Response>`);
  const sid = await ring();
  await waitForCall(sandbox, sid, 'a stream', () => tenant.streams.length === 1);
  const [peer] = tenant.streams;
  await peer?.message('start');
  await admin(sandbox, 'POST', `/twilio/calls/${sid}/press`, { digits: '1A#' });
  await waitForCall(
    sandbox,
    sid,
    'the keys',
    () => peer?.messages.filter(({ event }) => event === 'dtmf').length === 3,
  );
  expect(peer?.messages.filter(({ event }) => event === 'dtmf').map(({ dtmf }) => dtmf)).toEqual(
    ['1', 'A', '#'].map((digit) => ({ track: 'inbound_track', digit })),
  );
});
