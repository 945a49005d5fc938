import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { DEMO_TWILIO } from '../src/demo-tenant.ts';
import type { Sandbox } from '../src/sandbox.ts';
import { admin, startTestSandbox, twilioClient, waitForCall, waitForStatus } from './sandbox-client.ts';
import { TenantServer } from './tenant-server.ts';

const { authToken, phoneNumber, phoneNumberSid, callerNumber } = DEMO_TWILIO;
const COLLEAGUE = '+14155550177';
let sandbox: Sandbox;
let tenant: TenantServer;
beforeAll(async () => {
  sandbox = await startTestSandbox();
});
afterAll(() => sandbox.close());
beforeEach(async () => {
  await admin(sandbox, 'POST', '/reset');
  tenant = await TenantServer.start(authToken);
  await twilioClient(sandbox)
    .incomingPhoneNumbers(phoneNumberSid)
    .update({ voiceUrl: `${tenant.url}/voice` });
  return () => tenant.close();
});

const placeCall = async (): Promise<string> =>
  (await admin<{ sid: string }>(sandbox, 'POST', '/twilio/calls', { to: phoneNumber, from: callerNumber })).sid;
const phone = (behavior: Record<string, unknown>) =>
  admin(sandbox, 'PUT', `/twilio/phones/${COLLEAGUE}`, { ringMs: 0, ...behavior });
const callColleague = (more: Record<string, unknown> = {}) =>
  twilioClient(sandbox).calls.create({ to: COLLEAGUE, from: phoneNumber, url: `${tenant.url}/ask`, ...more });
const GATHER = (attributes: string, timeoutSeconds = 2): string =>
  `<Response><Gather input="dtmf speech" numDigits="1" timeout="${timeoutSeconds}" action="/answer" ${attributes}><Say>Do you take the call?</Say></Gather><Hangup/></Response>`;

describe('<Gather>', () => {
  test.each([
    ['a key', { script: [{ press: '1' }], speaksFirst: false, hangUp: 'never' }, { Digits: '1' }],
    [
      'a word',
      { script: ['Yes, I will.'], hangUp: 'never' },
      { SpeechResult: expect.stringMatching(/yes/i) as string },
    ],
  ])('takes %s of whoever is called', async (_what, caller, params) => {
    await phone({ caller });
    tenant.answer('/ask', GATHER('', 20));
    tenant.answer('/answer', '<Response><Hangup/></Response>');
    const { sid } = await callColleague();
    // The first one waits for the speech engine to be there.
    await waitForStatus(sandbox, sid, 'completed', 40_000);
    const answer = await tenant.webhook('/answer');
    expect(answer).toMatchObject({ signed: true, params: { CallSid: sid, ...params } });
  });

  test.each([
    ['goes on', '', '/after'],
    ['tells its action where it is asked to', 'actionOnEmptyResult="true"', '/answer'],
  ])('%s when nobody says anything', async (_what, attributes, path) => {
    await phone({ caller: { hangUp: 'never', patienceMs: 60_000 } });
    tenant.answer('/ask', GATHER(attributes).replace('<Hangup/>', '<Redirect>/after</Redirect>'));
    tenant.answer(path, '<Response><Hangup/></Response>');
    const { sid } = await callColleague();
    const { params } = await tenant.webhook(path);
    expect(params).not.toHaveProperty('Digits');
    await waitForStatus(sandbox, sid, 'completed');
  });
});

test('two people in a conference hear each other, until one of them leaves', async () => {
  const room =
    '<Response><Dial><Conference waitUrl="" endConferenceOnExit="true" maxParticipants="2">room-1</Conference></Dial></Response>';
  tenant.answer('/voice', room);
  tenant.answer('/ask', room);
  const caller = await placeCall();
  await phone({ caller: { script: ['Good morning, this is billing.'], speaksFirst: true, hangUp: 'never' } });
  const { sid } = await callColleague();
  const heard = await waitForCall(sandbox, caller, 'the colleague', (call) => call.heard.length > 0);
  expect(heard.heard[0]?.text).toMatch(/morning|billing/i);
  const third = await callColleague();
  expect((await waitForStatus(sandbox, third.sid, 'completed')).alerts).toMatchObject([{ code: 13_236 }]);
  await admin(sandbox, 'POST', `/twilio/calls/${sid}/hangup`);
  await waitForStatus(sandbox, caller, 'completed');
});

test('a call that goes on is moved into a conference, out of its stream', async () => {
  tenant.answer('/voice', `<Response><Connect><Stream url="${tenant.streamUrl}"/></Connect></Response>`);
  const caller = await placeCall();
  await waitForCall(sandbox, caller, 'the stream', () => tenant.streams.length > 0);
  const twiml = '<Response><Dial><Conference>room-2</Conference></Dial></Response>';
  await twilioClient(sandbox).calls(caller).update({ twiml });
  await tenant.streams[0]?.message('stop');
  await admin(sandbox, 'POST', `/twilio/calls/${caller}/hangup`);
  await expect(twilioClient(sandbox).calls(caller).update({ twiml })).rejects.toMatchObject({ code: 21_220 });
});

test('<Dial> shows the caller’s number or one of the account, and no other', async () => {
  const dial = (callerId: string): string =>
    `<Response><Dial callerId="${callerId}"><Number sendDigits="wwww45">${COLLEAGUE}</Number></Dial></Response>`;
  tenant.answer('/voice', dial('+14155550999'));
  const refused = await waitForStatus(sandbox, await placeCall(), 'failed');
  expect(refused.alerts).toMatchObject([{ code: 13_214 }]);
  tenant.answer('/voice', dial(callerNumber));
  const caller = await placeCall();
  const shown = async () => (await twilioClient(sandbox).calls.list({ to: COLLEAGUE })).map(({ from }) => from);
  await expect.poll(shown).toEqual([callerNumber]);
  await admin(sandbox, 'POST', `/twilio/calls/${caller}/hangup`);
});

describe('answering machine detection', () => {
  const detection = (mode: 'Enable' | 'DetectMessageEnd') => ({
    machineDetection: mode,
    asyncAmd: 'true',
    asyncAmdStatusCallback: `${tenant.url}/machine`,
  });

  test.each([
    ['a person', 'answers', 'Enable', 'human'],
    ['a machine', 'voicemail', 'Enable', 'machine_start'],
    ['a machine, when it has said all', 'voicemail', 'DetectMessageEnd', 'machine_end_silence'],
  ] as const)('tells %s by what is heard, while the document is followed', async (_what, answer, mode, by) => {
    const script = ['You have reached the voice mailbox of Lee. Please leave a message after the tone.'];
    const isMachine = answer === 'voicemail';
    await phone({ answer, ...(isMachine && { caller: { script, speaksFirst: true, hangUp: 'never' } }) });
    tenant.answer('/ask', '<Response><Pause length="60"/></Response>');
    const { sid } = await callColleague(detection(mode));
    const result = await tenant.webhook('/machine');
    expect(result).toMatchObject({ signed: true, params: { CallSid: sid, AnsweredBy: by } });
    expect((await twilioClient(sandbox).calls(sid).fetch()).answeredBy).toBe(by);
    await admin(sandbox, 'POST', `/twilio/calls/${sid}/hangup`);
  });

  test('is heard of by the document itself where nobody else is told', async () => {
    tenant.answer('/ask', '<Response><Hangup/></Response>');
    await callColleague({ machineDetection: 'Enable' });
    expect((await tenant.webhook('/ask')).params).toMatchObject({ AnsweredBy: 'human' });
  });

  test('refuses modes and keys that there are not', async () => {
    await expect(callColleague({ machineDetection: 'Perhaps' })).rejects.toMatchObject({ status: 400 });
    await expect(callColleague({ sendDigits: 'call me' })).rejects.toMatchObject({ status: 400 });
  });
});
