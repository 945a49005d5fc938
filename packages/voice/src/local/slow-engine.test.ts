import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { useCalls } from '../testing/use-calls.ts';
import { waitFor } from '../testing/wait-for.ts';
import { openSpeechEngine, type SpeechEngine } from './engine/speech-engine.ts';
import { createLocalProvider } from './local-provider.ts';

const GREETING = 'Welcome to Acme.';
const REPLY_TIMEOUT_MS = 1500;

let engine: SpeechEngine;
beforeAll(async () => {
  engine = await openSpeechEngine();
  await engine.synthesize(GREETING, 'rms');
}, 60_000);
afterAll(() => engine.close());

const { dial } = useCalls({
  config: { voice: 'rms' },
  policy: { speaksFirst: true, greeting: GREETING, replyTimeoutMs: REPLY_TIMEOUT_MS, fillerAfterMs: 60_000 },
});

test(
  'a greeting that the engine takes too long for is asked for again, and said once',
  { timeout: 60_000 },
  async () => {
    let asked = 0;
    const slow: SpeechEngine = {
      ...engine,
      synthesize: async (...args) => {
        if (++asked === 1) await delay(REPLY_TIMEOUT_MS * 1.5);
        return engine.synthesize(...args);
      },
    };
    const provider = createLocalProvider({ engine: () => Promise.resolve(slow) });
    const harness = await dial({ createProvider: () => provider });
    await harness.client.heardAtLeast(500);
    await waitFor('the end of the greeting', () => harness.session.phase === 'listening');
    harness.client.hangUp();
    const { transcript } = await harness.result;
    expect(transcript.map(({ content }) => content)).toEqual([GREETING]);
    expect(asked).toBe(2);
  },
);
