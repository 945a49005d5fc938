import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MULAW_SILENCE } from '../../audio/mulaw.ts';
import type { Ear } from './listening.ts';
import { openSpeechEngine, type SpeechEngine } from './speech-engine.ts';

let engine: SpeechEngine;
beforeAll(async () => {
  engine = await openSpeechEngine();
});
afterAll(() => engine.close());

interface Heard {
  events: string[];
  utterances: string[];
}

/** Lets an ear hear `audio` in 20 ms frames, faster than real time, and waits for that many turns. */
async function hear(audio: Uint8Array, turns: number): Promise<Heard> {
  const heard: Heard = { events: [], utterances: [] };
  await new Promise<void>((resolve, reject) => {
    const ear: Ear = engine.listen(
      { silenceMs: 500, threshold: 0.5 },
      {
        onSpeechStarted: () => heard.events.push('started'),
        onSpeechStopped: () => heard.events.push('stopped'),
        onUtterance(text) {
          heard.events.push('utterance');
          heard.utterances.push(text);
          if (heard.utterances.length < turns) return;
          ear.close();
          resolve();
        },
        onError: reject,
        onClosed: reject,
      },
    );
    for (let at = 0; at < audio.length; at += 160) ear.hear(audio.subarray(at, at + 160));
  });
  return heard;
}

const silence = (ms: number): Uint8Array => new Uint8Array(ms * 8).fill(MULAW_SILENCE);
const noise = (ms: number): Uint8Array => Uint8Array.from({ length: ms * 8 }, (_, i) => 0x20 + ((i * 7919) % 53));
const together = (...parts: Uint8Array[]): Uint8Array => Buffer.concat(parts);

describe('speech engine', { timeout: 60_000 }, () => {
  test('understands what it says', async () => {
    const speech = await engine.synthesize('Can you tell me your opening hours on Saturday?', 'rms');
    const { events, utterances } = await hear(together(silence(300), speech, silence(1000)), 1);
    expect(events).toEqual(['started', 'stopped', 'utterance']);
    expect(utterances[0]).toMatch(/tell me your opening hours on saturday/i);
  });

  test('separates turns, joins a turn with a pause, and drops clicks', async () => {
    const [name, number] = await Promise.all([
      engine.synthesize('My name is Daniel Miller.', 'rms'),
      engine.synthesize('My number is five five five, zero one four, two three four five.', 'rms'),
    ]);
    const audio = together(silence(500), noise(40), silence(900), name, silence(1000), number, silence(1000));
    const { events, utterances } = await hear(audio, 2);
    expect(events.filter((event) => event === 'started')).toHaveLength(2);
    expect(utterances[0]).toMatch(/my name is daniel miller/i);
    expect(utterances[1]?.replace(/\D/g, '')).toBe('5550142345');
  });

  test('recognizes a speech of more than 30 seconds in pieces', async () => {
    const sentence = await engine.synthesize('Please call me back tomorrow morning about the water heater.', 'rms');
    const audio = together(...Array.from({ length: 9 }, () => sentence), silence(1000));
    const { utterances } = await hear(audio, 1);
    expect(audio.length / 8000).toBeGreaterThan(30);
    expect(utterances[0]?.match(/call me back/gi)?.length).toBeGreaterThanOrEqual(7);
  });

  test('listens to two sides at once without mixing them', async () => {
    const [one, two] = await Promise.all([
      engine.synthesize('I would like to book a house cleaning.', 'rms'),
      engine.synthesize('How much does a standard inspection cost?', 'kal16'),
    ]);
    const [first, second] = await Promise.all([
      hear(together(one, silence(1000)), 1),
      hear(together(two, silence(1000)), 1),
    ]);
    expect(first.utterances[0]).toMatch(/house/i);
    expect(second.utterances[0]).toMatch(/cost/i);
  });

  test('speaks nothing for a text without words, and every voice for one with', async () => {
    expect(await engine.synthesize('👋', 'slt')).toHaveLength(0);
    for (const voice of ['kal', 'kal16', 'awb', 'rms', 'slt'] as const)
      expect((await engine.synthesize('Good morning.', voice)).length / 8).toBeGreaterThan(500);
  });

  test('is one engine for all who open it, until the last closes', async () => {
    const second = await openSpeechEngine();
    await second.close();
    await second.close();
    await expect(second.synthesize('Hello.', 'slt')).rejects.toThrow('closed');
    expect(await engine.synthesize('Still here.', 'slt')).not.toHaveLength(0);
  });
});
