import { linearOfMulaw } from '@leadlock/voice/audio';
import { createSpeech, type SpeechVendorName } from '@leadlock/voice/speech';
import { openSpeechVoice } from '@leadlock/voice/local';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { mulawOfWav } from '../src/audio/wav.ts';
import type { Sandbox } from '../src/sandbox.ts';
import { admin, startTestSandbox } from './sandbox-client.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startTestSandbox();
});
afterAll(() => sandbox.close());
afterEach(() => admin(sandbox, 'POST', '/reset'));

const VENDORS = {
  openai: { base: '/openai/v1', key: 'sk-sandbox', voice: 'marin' },
  xai: { base: '/xai/v1', key: 'xai-sandbox', voice: 'ara' },
  elevenlabs: { base: '/elevenlabs', key: 'elevenlabs-sandbox', voice: 'EXAVITQu4vr4xnSDxMaL' },
  gemini: { base: '/gemini', key: 'AIza-sandbox', voice: 'Kore' },
} as const satisfies Record<SpeechVendorName, object>;
const vendors = Object.keys(VENDORS) as SpeechVendorName[];

const say = (
  provider: SpeechVendorName,
  {
    voice = VENDORS[provider].voice as string,
    text = 'Good morning, how can I help you?',
    apiKey = '',
    timeoutMs = 10_000,
  },
) =>
  createSpeech({
    accountAt: (vendor) => ({
      url: `${sandbox.url}${VENDORS[vendor].base}`,
      apiKey: apiKey === '' ? VENDORS[vendor].key : apiKey,
    }),
    openVoice: openSpeechVoice,
    timeoutMs,
  }).speak({ provider, voice, text });

test.each(vendors)('%s speaks what the product asks for', async (vendor) => {
  const short = await say(vendor, { text: 'Hello.' });
  const long = await say(vendor, { text: 'Good morning, you have reached Bright Smile Dental. How can I help you?' });
  expect(short.contentType).toBe(vendor === 'gemini' ? 'audio/wav' : 'audio/mpeg');
  expect(long.audio.length).toBeGreaterThan(2 * short.audio.length);
  const { requests } = await admin<{ requests: unknown[] }>(sandbox, 'GET', `/${vendor}/speech/requests`);
  expect(requests).toHaveLength(2);
});

test('what is spoken can be heard', async () => {
  const { audio } = await say('gemini', { text: 'Good morning, you have reached Bright Smile Dental.' });
  const loud = mulawOfWav(Buffer.from(audio)).filter((sample) => Math.abs(linearOfMulaw[sample] ?? 0) > 1000);
  expect(loud.length).toBeGreaterThan(2000);
});

test.each(vendors)('%s refuses what the real one refuses', async (vendor) => {
  await expect(say(vendor, { voice: 'nobody' })).rejects.toMatchObject({ kind: 'voice_unknown' });
  await expect(say(vendor, { apiKey: 'wrong' })).rejects.toMatchObject({ kind: 'key_refused' });
  await expect(say(vendor, { text: ' ' })).rejects.toMatchObject({ kind: expect.stringMatching(/refused/) });
});

test.each([
  ['refuse', { status: 429, retryAfterSeconds: 3 }, { kind: 'rate_limited', retryAfterMs: 3000 }],
  ['refuse', { status: 503 }, { kind: 'vendor_down' }],
  ['stall', {}, { kind: 'timeout' }],
  ['drop', {}, { kind: 'vendor_down' }],
  ['garbage', {}, { kind: 'bad_answer' }],
  ['empty', {}, { kind: 'bad_answer' }],
  ['flood', {}, { kind: 'bad_answer' }],
])('what goes wrong is told: %s %o', async (kind, details, expected) => {
  for (const vendor of vendors) {
    await admin(sandbox, 'POST', `/${vendor}/speech/faults`, { kind, ...details });
    await expect(say(vendor, { timeoutMs: kind === 'stall' ? 300 : 10_000 })).rejects.toMatchObject(expected);
  }
});

/** Requests as somebody else's code could send them. */
async function post(vendor: SpeechVendorName, path: string, body: object): Promise<{ status: number; text: string }> {
  const { base, key } = VENDORS[vendor];
  const headers = { authorization: `Bearer ${key}`, 'xi-api-key': key, 'x-goog-api-key': key };
  const response = await fetch(`${sandbox.url}${base}${path}`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, text: await response.text() };
}

const OPENAI = { model: 'gpt-4o-mini-tts', input: 'Hello.', voice: 'alloy' };
const ELEVENLABS = '/v1/text-to-speech/EXAVITQu4vr4xnSDxMaL';
const geminiBody = (voiceName: string) => ({
  contents: [{ parts: [{ text: 'Hello.' }] }],
  generationConfig: {
    responseModalities: ['AUDIO'],
    speechConfig: { voiceConfig: { prebuiltVoiceConfig: { voiceName } } },
  },
});

test.each([
  ['openai', '/audio/speech', { ...OPENAI, tone: 'glad' }, 400, "Unknown parameter: 'tone'."],
  ['openai', '/audio/speech', { model: 'tts-1', voice: 'alloy' }, 400, "Missing required parameter: 'input'."],
  ['openai', '/audio/speech', { ...OPENAI, response_format: 'gsm' }, 400, 'response_format'],
  ['openai', '/audio/speech', { ...OPENAI, model: 'tts-9' }, 404, 'model_not_found'],
  // It has fewer voices than the model that realtime voices need.
  ['openai', '/audio/speech', { ...OPENAI, model: 'tts-1', voice: 'marin' }, 400, "Invalid value: 'marin'."],
  ['openai', '/audio/speech', { ...OPENAI, input: 'a'.repeat(4097) }, 400, 'input'],
  ['xai', '/tts', { text: 'Hello.', voice_id: 'ara' }, 400, 'language'],
  ['xai', '/tts', { text: 'Hello.', language: 'en', output_format: { codec: 'gsm' } }, 400, 'codec'],
  ['elevenlabs', `${ELEVENLABS}?output_format=gsm`, { text: 'Hello.' }, 422, 'invalid_output_format'],
  ['elevenlabs', ELEVENLABS, { text: 'Hello.', model_id: 'eleven_v9' }, 400, 'model_not_found'],
  ['gemini', '/v1beta/models/gemini-9-tts:generateContent', geminiBody('Kore'), 404, 'not found'],
  ['gemini', '/v1beta/models/gemini-3.8-flash-tts:generateContent', {}, 400, 'INVALID_ARGUMENT'],
  ['gemini', '/v1beta/models/gemini-3.8-flash-tts:generateContent', geminiBody('kore'), 400, 'No matching speaker'],
] as const)('%s %s checks the request as published', async (vendor, path, body, status, words) => {
  const answer = await post(vendor, path, body);
  expect([answer.status, answer.text]).toEqual([status, expect.stringContaining(words)]);
});
