import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { wavOfPcm } from '../audio/wav.ts';
import { createSpeech, SpeechError } from './index.ts';

/** A frame of MPEG audio begins so. */
const MP3 = Buffer.from([0xff, 0xfb, 0x90, 0x00]);
const SAMPLES = Buffer.from([1, 0, 2, 0]);
const WAV = Buffer.from(wavOfPcm(SAMPLES, { sampleRate: 24_000 }));
const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
const inlined = (mimeType: string, audio: Buffer): Buffer =>
  json({ candidates: [{ content: { parts: [{ inlineData: { mimeType, data: audio.toString('base64') } }] } }] });

interface Asked {
  url: string | undefined;
  headers: IncomingHttpHeaders;
  body: unknown;
}

let server: Server;
let asked: Asked[];
let answer: { status: number; body: Buffer; headers?: Record<string, string> } | null;
const openVoice = vi.fn<Parameters<typeof createSpeech>[0]['openVoice']>();

beforeEach(async () => {
  asked = [];
  answer = { status: 200, body: MP3 };
  server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const { url, headers } = request;
      asked.push({ url, headers, body: JSON.parse(Buffer.concat(parts).toString()) });
      if (answer) response.writeHead(answer.status, answer.headers).end(answer.body);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const speech = (options: Partial<Parameters<typeof createSpeech>[0]> = {}) =>
  createSpeech({
    accountAt: () => ({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/base/`, apiKey: 'key-1' }),
    openVoice,
    ...options,
  });
const say = (provider: string, voice = 'v/1', options = {}) =>
  speech(options).speak({ provider, voice, text: 'Hello.' });

test.each([
  ['openai', '/base/audio/speech', { voice: 'v/1', input: 'Hello.', response_format: 'mp3' }],
  ['xai', '/base/tts', { voice_id: 'v/1', text: 'Hello.', language: 'auto', output_format: { codec: 'mp3' } }],
  ['elevenlabs', '/base/v1/text-to-speech/v%2F1?output_format=mp3_44100_128', { text: 'Hello.' }],
])('%s is asked where it says, with its key', async (provider, url, body) => {
  expect(await say(provider)).toEqual({ audio: MP3, contentType: 'audio/mpeg' });
  expect(asked).toMatchObject([{ url, body }]);
  expect(JSON.stringify(asked[0]?.headers)).toContain('key-1');
});

test.each([
  ['audio/wav', WAV],
  ['audio/L16;codec=pcm;rate=24000', SAMPLES],
])('Gemini is heard whether it sends a file or bare samples: %s', async (type, audio) => {
  answer = { status: 200, body: inlined(type, audio) };
  const spoken = await say('gemini', 'Puck');
  expect(spoken.contentType).toBe('audio/wav');
  expect(Buffer.from(spoken.audio)).toEqual(WAV);
  const voiceConfig = { prebuiltVoiceConfig: { voiceName: 'Puck' } };
  expect(asked).toMatchObject([
    {
      url: '/base/v1beta/models/gemini-3.8-flash-lite-tts:generateContent',
      headers: { 'x-goog-api-key': 'key-1' },
      body: { generationConfig: { responseModalities: ['AUDIO'], speechConfig: { voiceConfig } } },
    },
  ]);
});

test.each([
  ['openai', 401, { error: { message: 'Incorrect API key provided: sk-1', code: 'invalid_api_key' } }, 'key_refused'],
  ['openai', 429, { error: { message: 'Slow down', code: 'rate_limit_exceeded' } }, 'rate_limited'],
  ['openai', 429, { error: { message: 'No money', code: 'insufficient_quota' } }, 'quota_exhausted'],
  ['openai', 400, { error: { message: "Invalid value: 'x'.", param: 'voice' } }, 'voice_unknown'],
  ['openai', 400, { error: { message: 'Not said', code: 'content_policy_violation' } }, 'text_refused'],
  ['openai', 404, { error: { message: 'The model does not exist', code: 'model_not_found' } }, 'request_refused'],
  ['xai', 400, { code: 'invalid', error: 'Incorrect API key provided: xa***ng.' }, 'key_refused'],
  ['xai', 404, { code: 'not found', error: "Voice 'x' not found." }, 'voice_unknown'],
  ['xai', 503, { code: 'down', error: 'The voice service is away' }, 'vendor_down'],
  ['elevenlabs', 401, { detail: { status: 'quota_exceeded', message: 'You have 0 left' } }, 'quota_exhausted'],
  ['elevenlabs', 401, { detail: { status: 'invalid_api_key', message: 'Invalid API key' } }, 'key_refused'],
  ['elevenlabs', 404, { detail: { status: 'voice_not_found', message: 'Not found.' } }, 'voice_unknown'],
  ['elevenlabs', 422, { detail: [{ loc: ['body', 'text'], msg: 'Too short' }] }, 'request_refused'],
  ['gemini', 400, { error: { message: 'Bad', details: [{ reason: 'API_KEY_INVALID' }] } }, 'key_refused'],
  ['gemini', 400, { error: { message: 'No matching speaker voice found for name: x' } }, 'voice_unknown'],
  ['gemini', 403, 'Forbidden', 'key_refused'],
])('what %s refuses with %i is understood: %o', async (provider, status, said, kind) => {
  answer = { status, body: json(said), headers: { 'retry-after': '7' } };
  const error: unknown = await say(provider).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(SpeechError);
  expect(error).toMatchObject({ kind, status, retryAfterMs: 7000 });
  expect(String(error)).not.toContain('sk-1');
});

test.each([
  ['nothing', Buffer.alloc(0)],
  ['a page', Buffer.from('<html>')],
  ['too much', Buffer.alloc(9 * 1024 * 1024, 0xff)],
])('what is no audio is no answer: %s', async (_, body) => {
  for (const provider of ['openai', 'gemini']) {
    answer = { status: 200, body };
    await expect(say(provider)).rejects.toMatchObject({ kind: 'bad_answer' });
  }
});

test('a vendor that does not answer is given up, and one that is not there is away', async () => {
  answer = null;
  await expect(say('xai', 'ara', { timeoutMs: 50 })).rejects.toMatchObject({ kind: 'timeout' });
  const nowhere = { url: 'http://127.0.0.1:1', apiKey: 'key-1' };
  await expect(say('xai', 'ara', { accountAt: () => nowhere })).rejects.toMatchObject({ kind: 'vendor_down' });
});

test('a key goes nowhere else', async () => {
  answer = { status: 307, body: Buffer.alloc(0), headers: { location: '/elsewhere' } };
  await expect(say('openai')).rejects.toMatchObject({ kind: 'vendor_down' });
  expect(asked).toHaveLength(1);
});

test('without a key nobody is asked', async () => {
  await expect(say('openai', 'alloy', { accountAt: () => null })).rejects.toMatchObject({ kind: 'key_missing' });
  await expect(say('acme')).rejects.toMatchObject({ kind: 'request_refused' });
  expect(asked).toEqual([]);
});

test('our own synthesizer speaks, and is opened again after it was lost', async () => {
  const close = vi.fn<() => Promise<void>>(async () => undefined);
  openVoice.mockImplementation(async () => ({ synthesize: async () => Buffer.alloc(160, 0xff), close }));
  const here = speech();
  const order = { provider: 'local', voice: 'slt', text: 'Hello.' };
  const spoken = await here.speak(order);
  expect(spoken).toMatchObject({ contentType: 'audio/wav' });
  expect(spoken.audio).toHaveLength(44 + 320);
  await here.speak(order);
  expect(openVoice).toHaveBeenCalledOnce();
  await expect(here.speak({ ...order, voice: 'ara' })).rejects.toMatchObject({ kind: 'voice_unknown' });

  openVoice.mockImplementation(async () => ({ synthesize: () => Promise.reject(new Error('gone')), close }));
  const other = speech();
  await expect(other.speak(order)).rejects.toMatchObject({ kind: 'vendor_down' });
  openVoice.mockImplementation(async () => ({ synthesize: async () => new Uint8Array(0), close }));
  await expect(other.speak(order)).rejects.toMatchObject({ kind: 'text_refused' });
});
