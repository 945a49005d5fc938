import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { Ajv, type AnySchema } from 'ajv';
import twilio from 'twilio';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ProviderError } from '../contracts/index.ts';
import { createTwilio } from './twilio.ts';

const accountSid = `AC${'1'.repeat(32)}`;
const callSid = `CA${'2'.repeat(32)}`;
const numberSid = `PN${'3'.repeat(32)}`;
const recordingSid = `RE${'4'.repeat(32)}`;
const credentials = { accountSid, authToken: 'the-token' };
const ACCOUNT = `/twilio/2010-04-01/Accounts/${accountSid}`;

interface SpecOperation {
  method: string;
  path: string;
  query: AnySchema;
  form?: AnySchema;
}
interface Seen {
  method: string;
  url: URL;
  authorization: string | undefined;
  range: string | undefined;
  form: Record<string, string | string[]>;
}

const spec = JSON.parse(readFileSync(new URL('../../test/twilio-requests.spec.json', import.meta.url), 'utf8')) as {
  operations: SpecOperation[];
};
const ajv = new Ajv({ coerceTypes: 'array' });

function toObject(parameters: URLSearchParams): Record<string, string | string[]> {
  const names = [...new Set(parameters.keys())];
  return Object.fromEntries(
    names.map((name) => {
      const [first = '', ...more] = parameters.getAll(name);
      return [name, more.length === 0 ? first : [first, ...more]];
    }),
  );
}

/** What Twilio's published description says against a request; empty for one it allows. */
function objections({ method, url, form }: Seen): string[] {
  const path = url.pathname.replace('/twilio', '');
  const operation = spec.operations.find(
    (candidate) =>
      candidate.method === method &&
      new RegExp(`^${candidate.path.replace(/\{\w+\}/g, '[A-Z]{2}\\w{32}')}$`).test(path),
  );
  if (!operation) return [`no such operation: ${method} ${path}`];
  const problems: string[] = [];
  for (const [schema, value] of [
    [operation.query, toObject(url.searchParams)],
    [operation.form ?? { type: 'object', maxProperties: 0 }, form],
  ] as const) {
    const validate = ajv.compile(schema);
    if (!validate(structuredClone(value))) problems.push(ajv.errorsText(validate.errors));
  }
  return problems;
}

let answer: (seen: Seen, res: ServerResponse) => void;
let seen: Seen[] = [];
const json = (res: ServerResponse, status: number, body: unknown) =>
  res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));

const server = createServer((req: IncomingMessage, res) => {
  void (async () => {
    const request: Seen = {
      method: req.method ?? '',
      url: new URL(req.url ?? '/', 'http://twilio.test'),
      authorization: req.headers.authorization,
      range: req.headers.range,
      form: toObject(new URLSearchParams(await text(req))),
    };
    seen.push(request);
    answer(request, res);
  })();
});

let telephony: ReturnType<typeof createTwilio>;
beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/twilio`;
  telephony = createTwilio({ apiUrl, messagingUrl: 'http://127.0.0.1:1' });
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  seen = [];
  answer = (_, res) => json(res, 200, {});
});

function onlyRequest(): Seen {
  expect(seen).toHaveLength(1);
  const [request] = seen;
  if (!request) throw new Error('nothing was requested');
  return request;
}

const incomingNumber = (sid: string, phoneNumber: string) => ({
  sid,
  phone_number: phoneNumber,
  friendly_name: 'Main line',
  capabilities: { voice: true, sms: false, mms: false, fax: false },
  voice_url: '',
});

describe('requests that Twilio understands', () => {
  it('reads the account with its own credentials', async () => {
    answer = (_, res) => json(res, 200, { sid: accountSid, friendly_name: 'Acme', status: 'active', type: 'Full' });
    expect(await telephony.fetchAccount(credentials)).toEqual({
      accountSid,
      friendlyName: 'Acme',
      status: 'active',
      type: 'Full',
    });
    const request = onlyRequest();
    expect(request.url.pathname).toBe(`${ACCOUNT}.json`);
    expect(request.authorization).toBe(`Basic ${Buffer.from(`${accountSid}:the-token`).toString('base64')}`);
    expect(objections(request)).toEqual([]);
  });

  it('lists the numbers of every page', async () => {
    answer = ({ url }, res) =>
      url.searchParams.get('Page') === '1'
        ? json(res, 200, { incoming_phone_numbers: [incomingNumber(numberSid, '+14155550101')], next_page_uri: null })
        : json(res, 200, {
            incoming_phone_numbers: [incomingNumber(numberSid, '+14155550100')],
            next_page_uri: `/2010-04-01/Accounts/${accountSid}/IncomingPhoneNumbers.json?Page=1&PageSize=1000`,
          });
    const numbers = await telephony.listNumbers(credentials);
    expect(numbers.map((number) => number.phoneNumber)).toEqual(['+14155550100', '+14155550101']);
    expect(numbers[0]).toEqual({
      sid: numberSid,
      phoneNumber: '+14155550100',
      friendlyName: 'Main line',
      capabilities: { voice: true, sms: false, mms: false },
      voiceUrl: null,
      statusCallback: null,
      voiceApplicationSid: null,
      trunkSid: null,
    });
    expect(seen.map((request) => request.url.pathname)).toEqual([
      `${ACCOUNT}/IncomingPhoneNumbers.json`,
      `${ACCOUNT}/IncomingPhoneNumbers.json`,
    ]);
    expect(seen.flatMap(objections)).toEqual([]);
  });

  it('points a number at our webhooks', async () => {
    answer = (_, res) => json(res, 200, incomingNumber(numberSid, '+14155550100'));
    await telephony.setNumberWebhooks(credentials, numberSid, {
      voiceUrl: 'https://api.test/webhooks/twilio/t/voice',
      statusCallback: 'https://api.test/webhooks/twilio/t/status',
    });
    const request = onlyRequest();
    expect(request.form).toMatchObject({
      VoiceUrl: 'https://api.test/webhooks/twilio/t/voice',
      VoiceMethod: 'POST',
      StatusCallback: 'https://api.test/webhooks/twilio/t/status',
      // What would come before these addresses, or take over from them.
      VoiceReceiveMode: 'voice',
      VoiceApplicationSid: '',
      VoiceFallbackUrl: '',
    });
    // Where its texts go is none of ours.
    expect(Object.keys(request.form).filter((name) => name.startsWith('Sms'))).toEqual([]);
    // An empty id takes an application off, which the description does not say.
    const { VoiceApplicationSid: _voice, ...described } = request.form;
    expect(objections({ ...request, form: described })).toEqual([]);
  });

  it('places a call, and is told who answers while they are spoken with', async () => {
    answer = (_, res) => json(res, 201, { sid: callSid, status: 'queued' });
    const call = {
      from: '+14155550100',
      to: '+14155550101',
      sendDigits: 'wwww45',
      url: 'https://api.test/ask',
      statusCallback: 'https://api.test/status',
      machineCallback: 'https://api.test/machine',
      timeoutSeconds: 25,
    };
    expect(await telephony.placeCall(credentials, call)).toEqual({ sid: callSid });
    const request = onlyRequest();
    expect(request.form).toMatchObject({ From: call.from, To: call.to, SendDigits: 'wwww45', Url: call.url });
    expect(request.form).toMatchObject({ StatusCallback: call.statusCallback, Timeout: '25' });
    expect(request.form.StatusCallbackEvent).toEqual(['ringing', 'answered', 'completed']);
    expect(request.form).toMatchObject({ MachineDetection: 'Enable', AsyncAmd: 'true' });
    expect(request.form.AsyncAmdStatusCallback).toBe(call.machineCallback);
    expect(objections(request)).toEqual([]);
  });

  it('gives a call other instructions, and says when it is over', async () => {
    const twiml = '<Response><Hangup/></Response>';
    answer = (_, res) => json(res, 200, { sid: callSid, status: 'in-progress' });
    expect(await telephony.redirectCall(credentials, callSid, twiml)).toBe(true);
    const request = onlyRequest();
    expect(request.form).toEqual({ Twiml: twiml });
    expect(objections(request)).toEqual([]);
    answer = (_, res) => json(res, 400, { code: 21_220, message: 'Call is not in-progress. Cannot redirect.' });
    expect(await telephony.redirectCall(credentials, callSid, twiml)).toBe(false);
    answer = (_, res) => json(res, 400, { code: 12_100, message: 'Document parse failure' });
    await expect(telephony.redirectCall(credentials, callSid, '<')).rejects.toMatchObject({ code: '12100' });
  });

  it.each([recordingSid, null])('stops the recording %s, where there is one', async (sid) => {
    answer = (_, res) => json(res, 200, { sid: recordingSid, status: 'stopped' });
    await telephony.stopRecording(credentials, callSid, sid);
    const request = onlyRequest();
    expect(request.url.pathname).toBe(`${ACCOUNT}/Calls/${callSid}/Recordings/${sid ?? 'Twilio.CURRENT'}.json`);
    expect(request.form).toEqual({ Status: 'stopped' });
    answer = (_, res) => json(res, 404, { code: 20_404, message: 'Not found' });
    await telephony.stopRecording(credentials, callSid, sid);
  });

  it('lists the recordings of a call', async () => {
    const recordings = ['61', '-1', null].map((duration) => ({ sid: recordingSid, duration }));
    answer = (_, res) => json(res, 200, { recordings });
    const listed = await telephony.listRecordings(credentials, callSid);
    expect(listed.map(({ durationSeconds }) => durationSeconds)).toEqual([61, null, null]);
    expect(listed[0]?.url).toMatch(new RegExp(`${ACCOUNT}/Recordings/${recordingSid}$`));
    expect(objections(onlyRequest())).toEqual([]);
  });

  it.each([
    '',
    '..',
    'PN1',
    `..\\IncomingPhoneNumbers\\${numberSid}`,
    `../Calls/${callSid}`,
    `%2e%2e%2fCalls%2f${callSid}`,
    `${numberSid}?PageSize=1`,
    `${numberSid}#`,
    `${numberSid}/../../Calls`,
    `${numberSid}\n`,
    numberSid.toLowerCase(),
  ])('asks for nothing at %j, which is no SID', async (sid) => {
    const webhooks = { voiceUrl: 'https://a.test', statusCallback: 'https://a.test' };
    const refused = { status: 404, provider: 'twilio' };
    await expect(telephony.fetchNumber(credentials, sid)).rejects.toMatchObject(refused);
    await expect(telephony.setNumberWebhooks(credentials, sid, webhooks)).rejects.toMatchObject(refused);
    await expect(telephony.fetchCall(credentials, sid)).rejects.toMatchObject(refused);
    await expect(telephony.endCall(credentials, sid)).rejects.toMatchObject(refused);
    await expect(telephony.startRecording(credentials, sid, 'https://a.test')).rejects.toMatchObject(refused);
    await expect(telephony.openRecording(credentials, sid)).rejects.toMatchObject(refused);
    const stranger = { accountSid: sid, authToken: 'x' };
    await expect(telephony.fetchAccount(stranger)).rejects.toMatchObject(refused);
    await expect(telephony.listNumbers(stranger)).rejects.toMatchObject(refused);
    const text = { from: '+14155550100', to: '+14155550101', body: 'Hi' };
    await expect(telephony.sendMessage(stranger, text)).rejects.toMatchObject(refused);
    expect(seen).toEqual([]);
  });

  it.each([
    ['in-progress', null, null],
    ['completed', '61', 61],
    ['no-answer', '0', 0],
  ])('reads a call that is %s', async (status, duration, seconds) => {
    answer = (_, res) => json(res, 200, { sid: callSid, status, duration });
    expect(await telephony.fetchCall(credentials, callSid)).toEqual({ sid: callSid, status, durationSeconds: seconds });
    expect(objections(onlyRequest())).toEqual([]);
  });

  it('ends a call', async () => {
    await telephony.endCall(credentials, callSid);
    const request = onlyRequest();
    expect(request.form).toEqual({ Status: 'completed' });
    expect(objections(request)).toEqual([]);
  });

  it('takes a call that is over as ended', async () => {
    answer = (_, res) => json(res, 400, { code: 21220, message: 'Call is not in-progress', status: 400 });
    await expect(telephony.endCall(credentials, callSid)).resolves.toBeUndefined();
  });

  it('starts a recording', async () => {
    answer = (_, res) => json(res, 201, { sid: recordingSid });
    const callback = 'https://api.test/webhooks/twilio/t/recording';
    expect(await telephony.startRecording(credentials, callSid, callback)).toEqual({ sid: recordingSid });
    const request = onlyRequest();
    expect(request.form.RecordingStatusCallback).toBe(callback);
    expect(objections(request)).toEqual([]);
  });

  it('sends a text', async () => {
    answer = (_, res) => json(res, 201, { sid: 'SM1', status: 'queued', num_segments: '2' });
    const sent = await telephony.sendMessage(credentials, {
      from: '+14155550100',
      to: '+14155550199',
      body: 'Hi & bye',
    });
    expect(sent).toEqual({ sid: 'SM1', status: 'queued', segments: 2 });
    const request = onlyRequest();
    expect(request.form).toEqual({ From: '+14155550100', To: '+14155550199', Body: 'Hi & bye' });
    expect(objections(request)).toEqual([]);
  });
});

describe('recordings', () => {
  const recordingUrl = `https://api.twilio.com/2010-04-01/Accounts/${accountSid}/Recordings/${recordingSid}`;

  it('passes the range on and streams the part', async () => {
    answer = (_, res) =>
      res
        .writeHead(206, {
          'content-type': 'audio/mpeg',
          'content-range': 'bytes 2-4/10',
          'content-length': 3,
          'x-own': '1',
        })
        .end('234');
    const stream = await telephony.openRecording(credentials, recordingUrl, 'bytes=2-4');
    expect(stream.status).toBe(206);
    expect(stream.headers).toEqual({
      'content-type': 'audio/mpeg',
      'content-range': 'bytes 2-4/10',
      'content-length': '3',
    });
    expect(await text(stream.body)).toBe('234');
    const request = onlyRequest();
    expect(request.range).toBe('bytes=2-4');
    expect(request.url.pathname).toBe(`${ACCOUNT}/Recordings/${recordingSid}.mp3`);
  });

  it('asks the configured host whatever host the address names', async () => {
    answer = (_, res) => res.writeHead(200).end('all');
    const forged = recordingUrl.replace('api.twilio.com', 'evil.example:1');
    expect(await text((await telephony.openRecording(credentials, forged)).body)).toBe('all');
    expect(onlyRequest().range).toBeUndefined();
  });

  it('refuses an address that is none of a recording', async () => {
    const call = telephony.openRecording(credentials, 'https://api.twilio.com/2010-04-01/Accounts.json');
    await expect(call).rejects.toMatchObject({ name: 'ProviderError', status: 404 });
    expect(seen).toHaveLength(0);
  });

  it('says that a recording is gone', async () => {
    answer = (_, res) => res.writeHead(404).end('not here');
    await expect(telephony.openRecording(credentials, recordingUrl)).rejects.toMatchObject({ status: 404 });
  });
});

describe('failures', () => {
  const message = { from: '+14155550100', to: '+14155550199', body: 'Hi' };

  it("carries Twilio's code and whether trying again may help", async () => {
    answer = (_, res) =>
      json(res, 400, { code: 21610, message: 'Attempt to send to unsubscribed recipient', status: 400 });
    const error = await telephony.sendMessage(credentials, message).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ProviderError);
    expect(error).toMatchObject({
      status: 400,
      code: '21610',
      retryable: false,
      message: 'Attempt to send to unsubscribed recipient',
    });
  });

  it.each([
    ['an HTML page', 502, '<h1>Bad gateway</h1>'],
    ['nothing', 503, ''],
  ])('survives %s instead of JSON', async (_name, status, body) => {
    answer = (_, res) => res.writeHead(status).end(body);
    await expect(telephony.fetchAccount(credentials)).rejects.toMatchObject({
      name: 'ProviderError',
      status,
      code: undefined,
      retryable: true,
    });
  });

  it('tells of credentials that are refused at work, not of ones that are only tried out', async () => {
    const refused: string[] = [];
    const { port } = server.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}/twilio`;
    const watched = createTwilio({ apiUrl: url, messagingUrl: url, onRefusedCredentials: (sid) => refused.push(sid) });
    answer = (_, res) => json(res, 401, { code: 20003, message: 'Authenticate', status: 401 });
    await expect(watched.fetchAccount(credentials)).rejects.toMatchObject({ status: 401 });
    expect(refused).toEqual([]);
    await expect(watched.sendMessage(credentials, message)).rejects.toMatchObject({ status: 401, code: '20003' });
    await expect(
      watched.openRecording(credentials, `https://api.twilio.com/Accounts/${accountSid}/Recordings/${recordingSid}`),
    ).rejects.toMatchObject({ status: 401 });
    expect(refused).toEqual([accountSid, accountSid]);
    answer = (_, res) => json(res, 400, { code: 21610, message: 'Unsubscribed', status: 400 });
    await expect(watched.sendMessage(credentials, message)).rejects.toMatchObject({ status: 400 });
    expect(refused).toHaveLength(2);
  });

  it('never puts the credentials into the error', async () => {
    const unreachable = createTwilio({ apiUrl: 'http://127.0.0.1:1', messagingUrl: 'http://127.0.0.1:1' });
    const error = await unreachable.fetchAccount(credentials).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'ProviderError', status: undefined, retryable: true });
    const { inspect } = await import('node:util');
    expect(inspect(error, { depth: 10 })).not.toMatch(/the-token|Basic /);
  });

  it('gives up on an API that does not answer', async () => {
    answer = () => undefined;
    const { port } = server.address() as AddressInfo;
    const hasty = createTwilio({ apiUrl: `http://127.0.0.1:${port}/twilio`, messagingUrl: '', timeoutMs: 50 });
    await expect(hasty.fetchAccount(credentials)).rejects.toMatchObject({
      message: 'Twilio timed out',
      retryable: true,
    });
  });
});

describe('signatures', () => {
  const url = 'https://api.test/webhooks/twilio/t/voice?x=1%202';
  const form = { CallSid: callSid, From: '+14155550199', MediaUrl: ['b', 'a'] };
  const signature = twilio.getExpectedTwilioSignature('the-token', url, form);

  it('knows its own token and refuses another', () => {
    expect(telephony.isSigned('the-token', signature, url, form)).toBe(true);
    expect(telephony.isSigned('other-token', signature, url, form)).toBe(false);
  });

  it.each([
    ['no signature', undefined, url, form],
    ['an empty one', '', url, form],
    ['another address', signature, url.replace('/t/', '/u/'), form],
    ['another form', signature, url, { ...form, From: '+14155550198' }],
  ])('refuses %s', (_name, header, address, fields) => {
    expect(telephony.isSigned('the-token', header, address, fields)).toBe(false);
  });
});
