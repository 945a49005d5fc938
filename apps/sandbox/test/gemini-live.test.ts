import { once } from 'node:events';
import { createResampler, decodeMulaw } from '@leadlock/voice/audio';
import { openSpeechEngine, type SpeechEngine } from '@leadlock/voice/local';
import { waitFor } from '@leadlock/voice/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { listAt, objectAt, parseObject, textAt, type JsonObject } from '../src/realtime/json.ts';
import type { Sandbox } from '../src/sandbox.ts';
import { admin, startTestSandbox } from './sandbox-client.ts';

const SERVICE = '/gemini/ws/google.ai.generativelanguage';
const path = (version = 'v1beta', key = 'AIza-sandbox') =>
  `${SERVICE}.${version}.GenerativeService.BidiGenerateContent?key=${key}`;

let sandbox: Sandbox;
let engine: SpeechEngine;
let clients: LiveClient[] = [];
beforeAll(async () => {
  [sandbox, engine] = await Promise.all([startTestSandbox(), openSpeechEngine()]);
});
afterAll(async () => {
  await sandbox.close();
  await engine.close();
});
beforeEach(() => admin(sandbox, 'POST', '/reset'));
afterEach(() => {
  for (const client of clients.splice(0)) client.socket.close();
});

/** A plain client of Gemini Live, as Google's documentation would have it. */
class LiveClient {
  readonly socket: WebSocket;
  readonly messages: JsonObject[] = [];
  closing: [code: number, reason: string] | null = null;
  isBinary = true;

  constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('error', () => undefined);
    socket.on('close', (code: number, reason: Buffer) => (this.closing = [code, reason.toString()]));
    socket.on('message', (data: Buffer, isBinary) => {
      this.isBinary &&= isBinary;
      this.messages.push(parseObject(data.toString()) ?? { garbage: data.toString() });
    });
  }

  static async connect(to = path()): Promise<LiveClient> {
    const socket = new WebSocket(sandbox.url.replace('http', 'ws') + to);
    const client = new LiveClient(socket);
    clients.push(client);
    await once(socket, 'open');
    return client;
  }

  send(message: JsonObject): void {
    this.socket.send(JSON.stringify(message));
  }

  /** The values of a key that have come, of messages and of their content. */
  all(key: string): unknown[] {
    return this.messages
      .flatMap((message) => [message[key], objectAt(message, 'serverContent')?.[key]])
      .filter(Boolean);
  }

  async until<T = JsonObject>(key: string, index = 0): Promise<T> {
    return waitFor(`${key} ${index}`, () => this.all(key)[index] as T | undefined, 20_000);
  }

  said(key: 'inputTranscription' | 'outputTranscription'): string {
    return this.all(key)
      .map((each) => textAt(each as JsonObject, 'text'))
      .join('');
  }

  get audioMs(): number {
    return this.all('modelTurn')
      .flatMap((turn) => listAt(turn as JsonObject, 'parts'))
      .reduce(
        (sum, part) => sum + Buffer.from(textAt(objectAt(part, 'inlineData'), 'data') ?? '', 'base64').length / 48,
        0,
      );
  }

  async closed(): Promise<[code: number, reason: string]> {
    return waitFor('the close', () => this.closing);
  }

  /** Says something in an activity of its own. */
  async speak(text: string): Promise<void> {
    this.send({ realtimeInput: { activityStart: {} } });
    await this.finishActivity(text);
  }

  /** Says something in the activity that was begun, and ends it. */
  async finishActivity(text: string): Promise<void> {
    const mulaw = await engine.synthesize(text, 'rms');
    const samples = new Int16Array(mulaw.length);
    decodeMulaw(mulaw, samples);
    const wide = createResampler(8000, 16_000).process(samples);
    for (let at = 0; at < wide.length; at += 1600) {
      const data = Buffer.from(wide.slice(at, at + 1600).buffer).toString('base64');
      this.send({ realtimeInput: { audio: { data, mimeType: 'audio/pcm;rate=16000' } } });
    }
    this.send({ realtimeInput: { activityEnd: {} } });
  }
}

const INSTRUCTIONS = `You are Ava, the receptionist of Sunrise Dental.
Opening hours: Monday to Friday from nine to five.
Parking: there is free parking behind the building.`;
const SETUP = {
  model: 'models/gemini-3.8-live',
  generationConfig: {
    responseModalities: ['AUDIO'],
    speechConfig: { voiceConfig: { prebuiltVoiceConfig: { voiceName: 'Puck' } } },
  },
  systemInstruction: { parts: [{ text: INSTRUCTIONS }] },
  tools: [{ functionDeclarations: [{ name: 'end_call', description: 'Ends the call.' }] }],
  realtimeInputConfig: { automaticActivityDetection: { disabled: true }, activityHandling: 'NO_INTERRUPTION' },
  inputAudioTranscription: {},
  outputAudioTranscription: {},
  sessionResumption: {},
  contextWindowCompression: { slidingWindow: {} },
};

async function openSession(more: JsonObject = {}, to = path()): Promise<LiveClient> {
  const client = await LiveClient.connect(to);
  client.send({ setup: { ...SETUP, ...more } });
  await client.until('setupComplete');
  return client;
}

test('a session that may search Google answers with what is there, and one that may not does not know', async () => {
  const ask = async (tools: JsonObject[]): Promise<string> => {
    const client = await openSession({ tools });
    client.send({ clientContent: userTurn('What is the weather in Springfield today?') });
    await client.until('turnComplete');
    return client.said('outputTranscription');
  };
  expect(await ask([...SETUP.tools, { googleSearch: {} }])).toMatch(/sunny/);
  expect(await ask(SETUP.tools)).not.toMatch(/sunny/);
});

const userTurn = (text: string) => ({ turns: [{ role: 'user', parts: [{ text }] }], turnComplete: true });

describe('a connection', () => {
  const config = (more: JsonObject) => ({ generationConfig: { ...SETUP.generationConfig, ...more } });
  test.each<[string, JsonObject, number, RegExp, string?]>([
    ['another model', { model: 'models/gemini-9' }, 1008, /gemini-9 is not found/],
    [
      'a voice that there is not',
      config({ speechConfig: { voiceConfig: { prebuiltVoiceConfig: { voiceName: 'Eve' } } } }),
      1007,
      /voiceName/,
    ],
    ['a field that it does not know', { voice: 'Puck' }, 1007, /Unknown name "voice" at 'setup'/],
    ['a misplaced field', config({ proactivity: {} }), 1007, /Unknown name "proactivity"/],
    ['the role of a system', { systemInstruction: { role: 'system', parts: [{ text: 'Hi' }] } }, 1007, /role/],
    [
      'a schema as JSON has it',
      { tools: [{ functionDeclarations: [{ name: 'f', parameters: { type: 'object' } }] }] },
      1007,
      /type/,
    ],
    [
      'an object without properties',
      { tools: [{ functionDeclarations: [{ name: 'f', parameters: { type: 'OBJECT', properties: {} } }] }] },
      1007,
      /non-empty/,
    ],
    ['affective dialog on v1beta', config({ enableAffectiveDialog: false }), 1007, /enableAffectiveDialog/],
    ['proactive audio on v1beta', { proactivity: { proactiveAudio: true } }, 1007, /proactivity/],
    [
      'affective dialog of another model',
      { model: 'models/gemini-3.1-flash-live-preview', ...config({ enableAffectiveDialog: true }) },
      1007,
      /enableAffectiveDialog/,
      'v1alpha',
    ],
    ['a handle of no session', { sessionResumption: { handle: 'nothing' } }, 1008, /session not found/],
  ])('is closed over %s', async (_, more, code, reason, version) => {
    const client = await LiveClient.connect(path(version));
    client.send({ setup: { ...SETUP, ...more } });
    expect(await client.closed()).toEqual([code, expect.stringMatching(reason)]);
    expect(client.messages).toEqual([]);
  });

  test('is closed over a wrong key, and over anything before its setup', async () => {
    const stranger = await LiveClient.connect(path('v1beta', 'AIza-other'));
    expect(await stranger.closed()).toEqual([1008, expect.stringContaining('API key not valid')]);
    const hasty = await LiveClient.connect();
    hasty.send({ clientContent: userTurn('Hello') });
    expect((await hasty.closed())[0]).toBe(1007);
  });

  test.each<[string, JsonObject]>([
    ['a second setup', { setup: SETUP }],
    ['content of a system', { clientContent: { turns: [{ role: 'system', parts: [{ text: 'x' }] }] } }],
    ['the end of an activity that was not begun', { realtimeInput: { activityEnd: {} } }],
    ['μ-law', { realtimeInput: { audio: { data: '//8=', mimeType: 'audio/pcmu;rate=8000' } } }],
    ['the result of no call', { toolResponse: { functionResponses: [{ id: 'x', name: 'y', response: {} }] } }],
    ['two things at once', { realtimeInput: { activityStart: {} }, clientContent: {} }],
  ])('is closed over %s', async (_, message) => {
    const client = await openSession();
    client.send(message);
    expect((await client.closed())[0]).toBe(1007);
  });

  test('takes what only the preview knows on v1alpha', async () => {
    const more = { proactivity: { proactiveAudio: true }, ...config({ enableAffectiveDialog: true }) };
    expect((await openSession(more, path('v1alpha'))).closing).toBeNull();
  });

  test('comes to its end, and says so before', async () => {
    await admin(sandbox, 'PUT', '/gemini/settings', { connectionMs: 400, goAwayMs: 300 });
    const client = await openSession();
    expect(await client.until('goAway')).toEqual({ timeLeft: '0.3s' });
    expect((await client.closed())[0]).toBe(1001);
  });

  test('has faults on demand', async () => {
    await admin(sandbox, 'POST', '/gemini/faults', { kind: 'drop', afterMs: 0 });
    const dropped = await LiveClient.connect();
    expect((await dropped.closed())[0]).toBe(1006);
    await admin(sandbox, 'POST', '/gemini/faults', { kind: 'garbage' });
    const mad = await openSession();
    await mad.until('garbage');
    await admin(sandbox, 'POST', '/gemini/faults', { kind: 'rate-limit', retryAfterMs: 0 });
    const limited = await openSession();
    limited.send({ clientContent: userTurn('Hello') });
    expect(await limited.closed()).toEqual([1011, expect.stringContaining('exhausted')]);
  });
});

test('its models are listed to who has the key', async () => {
  const list = (key: string) => fetch(`${sandbox.url}/gemini/v1beta/models`, { headers: { 'x-goog-api-key': key } });
  expect(JSON.stringify(await (await list('AIza-sandbox')).json())).toContain('models/gemini-3.8-live');
  const refused = await list('AIza-other');
  expect(refused.status).toBe(400);
  expect(await refused.json()).toMatchObject({ error: { status: 'INVALID_ARGUMENT' } });
});

describe('a conversation', { timeout: 60_000 }, () => {
  test('hears the caller, answers aloud, calls a function, and goes on with its result', async () => {
    const client = await openSession();
    await client.speak('What are your opening hours?');
    await client.until('turnComplete');
    expect(client.said('inputTranscription')).toMatch(/opening hours/i);
    expect(client.said('outputTranscription')).toMatch(/nine to five/i);
    expect(client.audioMs).toBeGreaterThan(1000);
    expect(client.isBinary).toBe(true);
    expect(await client.until('usageMetadata')).toMatchObject({ responseTokensDetails: [{}, { modality: 'AUDIO' }] });

    await client.speak('Thank you, that is all. Goodbye.');
    const { functionCalls } = await client.until<{ functionCalls: { id: string; name: string }[] }>('toolCall');
    expect(functionCalls).toMatchObject([{ name: 'end_call', args: {} }]);
    expect(client.all('turnComplete')).toHaveLength(1);
    const [call] = functionCalls;
    client.send({ toolResponse: { functionResponses: [{ id: call?.id, name: 'end_call', response: { ok: true } }] } });
    await client.until('turnComplete', 1);
  });

  test('is interrupted by content, not by a voice, and takes calls back', async () => {
    const client = await openSession();
    const long = 'We are open every day. '.repeat(8);
    client.send({ clientContent: userTurn(`[Say exactly the following text:]\n${long}`) });
    await client.until('modelTurn');
    await client.speak('Is there any parking?');
    await client.until('modelTurn', 5);
    expect(client.all('interrupted')).toEqual([]);
    client.send({ clientContent: { turns: [], turnComplete: false } });
    await client.until('interrupted');
    await client.until('turnComplete');

    await client.speak('Thank you, that is all. Goodbye.');
    await client.until('toolCall');
    client.send({ realtimeInput: { activityStart: {} } });
    const { ids } = await client.until<{ ids: string[] }>('toolCallCancellation');
    expect(ids).toHaveLength(1);
  });

  const sms = {
    name: 'send_sms',
    description: 'Texts',
    parameters: { type: 'OBJECT', properties: { message: { type: 'STRING' } } },
  };
  const TEXTING = { tools: [{ functionDeclarations: [sms] }] };

  test('tells what came of a call that was taken back, and answers what was said meanwhile', async () => {
    const client = await openSession(TEXTING);
    client.send({ clientContent: userTurn('Can you text me your opening hours?') });
    await client.until('toolCall');
    client.send({ realtimeInput: { activityStart: {} } });
    await client.until('toolCallCancellation');
    client.send({ realtimeInput: { activityEnd: {} } });
    const before = client.all('turnComplete').length;
    const result = '[The tool send_sms that you called has answered, so do not call it again for this: {"sent":true}]';
    const parts = [result, 'Is there any parking?'].map((each) => ({ role: 'user', parts: [{ text: each }] }));
    client.send({ clientContent: { turns: parts, turnComplete: true } });
    await client.until('turnComplete', before + 1);
    expect(client.said('outputTranscription')).toMatch(/sent you a text message\. .*behind the building/i);
    expect(client.all('toolCall')).toHaveLength(1);
  });

  test('takes back what was called while the caller spoke, and answers them', async () => {
    const client = await openSession(TEXTING);
    client.send({ realtimeInput: { activityStart: {} } });
    client.send({ clientContent: userTurn('Can you text me your opening hours?') });
    const { functionCalls } = await client.until<{ functionCalls: { id: string }[] }>('toolCall');
    await client.finishActivity('Is there any parking?');
    expect(await client.until('toolCallCancellation')).toEqual({ ids: functionCalls.map(({ id }) => id) });
    await waitFor('the answer', () => /behind the building/i.test(client.said('outputTranscription')));
  });

  test('takes back what is called by an answer that the caller has spoken over, and answers them', async () => {
    const parking = `Parking: there is free parking ${'behind the building, and '.repeat(12)}in front of it.`;
    const text = `You are the receptionist of Sunrise Dental.\nOpening hours: from nine to five.\n${parking}`;
    const client = await openSession({ ...TEXTING, systemInstruction: { parts: [{ text }] } });
    client.send({ clientContent: userTurn('Can you text me your opening hours?') });
    await client.until('toolCall');
    client.send({ clientContent: userTurn('Is there any parking?') });
    await client.until('toolCallCancellation');
    // Says where to park, and calls the function again.
    await client.until('modelTurn', 10);
    await client.speak('What are your opening hours?');
    await client.until('toolCallCancellation', 1);
    expect(client.all('toolCall')).toHaveLength(2);
    await waitFor('the answer', () => /nine to five/i.test(client.said('outputTranscription')), 20_000);
  });

  test('answers a turn once that content follows before the answer to it has begun', async () => {
    const client = await openSession();
    await client.speak('Is there any parking?');
    client.send({ clientContent: userTurn('[It is your turn to speak now.]') });
    await client.until('turnComplete');
    expect(client.said('outputTranscription')).toMatch(/behind the building/i);
    client.send({ clientContent: userTurn('[Say exactly the following text:]\nGoodbye.') });
    await client.until('turnComplete', 1);
    expect(client.said('outputTranscription').match(/building/g)).toHaveLength(1);
  });

  test('goes on over another connection, until its handle expires', async () => {
    const client = await openSession();
    client.send({ clientContent: userTurn('[Say exactly the following text:]\nHello.') });
    const { newHandle } = await client.until<{ newHandle: string }>('sessionResumptionUpdate', 1);
    client.socket.terminate();
    const resumed = await openSession({ sessionResumption: { handle: newHandle } });
    await resumed.speak('Is there any parking?');
    await resumed.until('turnComplete');
    expect(resumed.said('outputTranscription')).toMatch(/behind the building/i);
    await admin(sandbox, 'PUT', '/gemini/settings', { handleMs: 1 });
    const other = await openSession();
    other.send({ clientContent: userTurn('[Say exactly the following text:]\nHello.') });
    const update = await other.until<{ newHandle: string }>('sessionResumptionUpdate', 1);
    const late = await LiveClient.connect();
    late.send({ setup: { ...SETUP, sessionResumption: { handle: update.newHandle } } });
    expect((await late.closed())[0]).toBe(1008);
  });

  test('takes in what was said before without a word', async () => {
    const client = await openSession({ historyConfig: { initialHistoryInClientContent: true } });
    client.send({
      clientContent: {
        turns: [
          { role: 'model', parts: [{ text: 'Hello, how can I help you?' }] },
          { role: 'user', parts: [{ text: 'Where can I park?' }] },
        ],
        turnComplete: true,
      },
    });
    client.send({ clientContent: userTurn('[It is your turn to speak now.]') });
    await client.until('turnComplete');
    expect(client.said('outputTranscription')).toMatch(/behind the building/i);
    expect(client.all('interrupted')).toEqual([]);
  });
});
