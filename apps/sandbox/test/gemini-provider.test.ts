import { createGeminiProvider } from '@leadlock/voice/realtime/gemini';
import { openSpeechEngine, type SpeechEngine } from '@leadlock/voice/local';
import { ProviderRecorder, sampleSessionConfig, waitFor } from '@leadlock/voice/testing';
import type { RealtimeSession, RealtimeSessionConfig } from '@leadlock/voice/contracts';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { silence } from '../src/audio/frames.ts';
import type { Sandbox } from '../src/sandbox.ts';
import { admin, startTestSandbox } from './sandbox-client.ts';

const PATIENCE_MS = 30_000;
const INSTRUCTIONS = `You are the receptionist of Acme Plumbing.
Opening hours: Monday to Friday from nine to five.
Parking: there is free parking behind the building.`;

let sandbox: Sandbox;
let engine: SpeechEngine;
let heard: ProviderRecorder;
let session: RealtimeSession | null = null;
beforeAll(async () => {
  [sandbox, engine] = await Promise.all([startTestSandbox(), openSpeechEngine()]);
});
afterAll(async () => {
  await sandbox.close();
  await engine.close();
});
beforeEach(async () => {
  await admin(sandbox, 'POST', '/reset');
  heard = new ProviderRecorder();
});
afterEach(() => session?.close());

async function open(config: Partial<RealtimeSessionConfig> = {}, apiKey = 'AIza-sandbox'): Promise<RealtimeSession> {
  const options = { url: `${sandbox.url.replace('http', 'ws')}/gemini`, apiKey, model: 'gemini-3.8-live' };
  const opened = createGeminiProvider(options).open(
    sampleSessionConfig({ voice: 'Puck', instructions: INSTRUCTIONS, ...config }),
    heard,
  );
  session = opened;
  await waitFor('the session', () => heard.ready === 1 || heard.ends.length > 0);
  return opened;
}

/** As a phone line brings it, but faster. */
async function say(to: RealtimeSession, text: string): Promise<void> {
  const audio = Buffer.concat([silence(400), await engine.synthesize(text, 'rms'), silence(700)]);
  for (let at = 0; at < audio.length; at += 160) {
    to.sendAudio(Buffer.from(audio.subarray(at, at + 160).toString('base64'), 'latin1'));
  }
}

/** Of the answers that somebody was to hear; what they cost is told with the end of the turn. */
const answers = () => heard.responses.filter((_, index) => heard.details[index]?.discarded !== true);
const ended = (count: number) => waitFor(`${count} answers`, () => answers().length >= count, PATIENCE_MS);
const lastWords = (): string => heard.agentTranscripts.at(-1)?.text ?? '';

describe('the product’s own client of Gemini', { timeout: 120_000 }, () => {
  test('greets, hears, answers, is interrupted, and calls a tool', async () => {
    const to = await open();
    to.speak('Thank you for calling Acme Plumbing.');
    await ended(1);
    expect(lastWords()).toBe('Thank you for calling Acme Plumbing.');
    expect(heard.audio.length).toBeGreaterThan(8000);

    await say(to, 'What are your opening hours?');
    await ended(2);
    expect(heard.userTranscripts.findLast(({ final }) => final)?.text).toMatch(/opening hours/i);
    expect(lastWords()).toMatch(/nine to five/i);
    expect(answers().map(([status]) => status)).toEqual(['completed', 'completed']);
    await waitFor('the bill', () => heard.responses.filter(([, usage]) => usage !== null).length === 2);

    to.speak('We fix everything. '.repeat(20));
    await waitFor('a third item', () => heard.items.length === 3);
    to.interrupt(heard.items.at(-1) ?? '', 100);
    await waitFor('its end', () => heard.responses.some(([status]) => status === 'cancelled'), PATIENCE_MS);

    await say(to, 'Thank you, that is all. Goodbye.');
    const call = await waitFor('the tool', () => heard.toolCalls[0], PATIENCE_MS);
    expect(call.name).toBe('end_call');
    to.sendToolResult(call.id, '{"ok":true}', false);
    expect([heard.warnings, heard.ends]).toEqual([[], []]);
  });

  // From a syllable to a sentence.
  test.each(['Yes.', 'Nine.', 'No, thank you.', 'Is there parking?', 'I would like to know where I can park my car.'])(
    'answers "%s"',
    async (text) => {
      const to = await open();
      await say(to, text);
      await ended(1);
      expect(heard).toMatchObject({ speechStarted: 1, speechStopped: 1 });
      expect(answers()[0]?.[0]).toBe('completed');
      expect(heard.audio.length).toBeGreaterThan(0);
    },
  );

  test.each([
    [{ status: 401 }, { reason: 'refused_http_401', retryable: false }],
    [
      { status: 503, retryAfterSeconds: 7 },
      { reason: 'refused_http_503', retryable: true, retryAfterMs: 7000 },
    ],
  ])('says once that it was refused, and whether to try again: %o', async (refusal, end) => {
    await admin(sandbox, 'POST', '/gemini/faults', { kind: 'refuse', ...refusal });
    await open();
    expect([heard.ready, heard.ends]).toEqual([0, [expect.objectContaining({ failed: true, ...end })]]);
  });

  test('goes on with a conversation, over connections that end and that break', async () => {
    await admin(sandbox, 'PUT', '/gemini/settings', { connectionMs: 2500, goAwayMs: 2000 });
    const to = await open({
      history: [
        { kind: 'said', by: 'agent', text: 'Acme Plumbing, how can I help you?' },
        { kind: 'said', by: 'caller', text: 'Where can I park?' },
      ],
    });
    to.speak();
    await ended(1);
    expect(lastWords()).toMatch(/behind the building/i);
    const opened = async () => (await admin<{ opened: number }>(sandbox, 'GET', '/gemini/sessions')).opened;
    await expect.poll(opened, { timeout: PATIENCE_MS }).toBeGreaterThanOrEqual(2);
    await admin(sandbox, 'PUT', '/gemini/settings', {});
    await admin(sandbox, 'POST', '/gemini/faults', { kind: 'drop', afterMs: 300 });
    await expect.poll(opened, { timeout: PATIENCE_MS }).toBeGreaterThanOrEqual(3);
    await say(to, 'What are your opening hours?');
    await waitFor('the answer', () => /nine to five/i.test(lastWords()), PATIENCE_MS);
    expect(heard).toMatchObject({ ready: 1, ends: [] });
  });

  test('is set to everything that an agent can be, and to previews where they are known', async () => {
    await open({
      language: 'en-US',
      own: { thinkingLevel: 'low', affectiveDialog: true, proactiveAudio: true, topK: 20, topP: 0.9 },
    });
    const { open: sessions } = await admin<{ open: object[] }>(sandbox, 'GET', '/gemini/sessions');
    expect(sessions).toMatchObject([
      {
        generationConfig: {
          topK: 20,
          topP: 0.9,
          thinkingConfig: { thinkingLevel: 'LOW' },
          enableAffectiveDialog: true,
          speechConfig: { languageCode: 'en-US' },
        },
        proactivity: { proactiveAudio: true },
      },
    ]);
    expect(heard.warnings).toEqual([]);
  });

  test('is told of a wrong key', async () => {
    await open({}, 'AIza-other');
    expect(heard.ends).toEqual([
      {
        failed: true,
        cause: 'account',
        reason: 'closed_1008',
        retryable: false,
        message: expect.stringContaining('API key not valid'),
      },
    ]);
  });
});
