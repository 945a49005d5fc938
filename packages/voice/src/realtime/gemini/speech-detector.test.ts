import { describe, expect, test } from 'vitest';
import { encodeMulaw } from '../../audio/mulaw.ts';
import { sampleSessionConfig, silence } from '../../testing/index.ts';
import { babble } from '../../testing/test-audio.ts';
import type { GeminiTuning } from './descriptor.ts';
import { tuningOf } from './setup-message.ts';
import { SpeechDetector } from './speech-detector.ts';

/** When speech was heard to begin and to end, in ms. */
function heard(
  audio: Uint8Array,
  {
    threshold = 0.65,
    silenceDurationMs = 500,
    ...own
  }: Partial<GeminiTuning> & { threshold?: number; silenceDurationMs?: number } = {},
): [change: string, ms: number][] {
  const { turnDetection } = sampleSessionConfig();
  const detector = new SpeechDetector({ ...turnDetection, threshold, silenceDurationMs }, tuningOf({ own }));
  const changes: [string, number][] = [];
  for (let at = 0; at + 160 <= audio.length; at += 160) {
    const change = detector.hear(audio.subarray(at, at + 160));
    if (change) changes.push([change, (at + 160) / 8]);
  }
  return changes;
}

/** Steady noise; the same each time. */
function noise(ms: number, amplitude: number): Uint8Array {
  let state = 1;
  const samples = Int16Array.from({ length: ms * 8 }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return ((state / 2 ** 31) * 2 - 1) * amplitude;
  });
  const mulaw = new Uint8Array(samples.length);
  encodeMulaw(samples, mulaw);
  return mulaw;
}

const utterance = (ms: number): Buffer => Buffer.concat([silence(300), babble(ms), silence(3000)]);

describe('speech', () => {
  test.each([200, 400, 900, 1500, 2600, 8000])('of %i ms is heard at once, and to its end', (ms) => {
    const [started, stopped, ...others] = heard(utterance(ms));
    expect(others).toEqual([]);
    expect(started).toEqual(['started', expect.any(Number)]);
    expect(started?.[1]).toBeLessThanOrEqual(300 + 120);
    expect(stopped?.[0]).toBe('stopped');
    // Half a second after its last sound, which may be the quiet end of a syllable.
    expect(stopped?.[1]).toBeGreaterThanOrEqual(300 + ms - 60 + 480);
    expect(stopped?.[1]).toBeLessThanOrEqual(300 + ms + 540);
  });

  test('is told from a click, and from a line that is noisy all the time', () => {
    expect(heard(Buffer.concat([silence(300), babble(60), silence(1000)]))).toEqual([]);
    const noisy = Buffer.concat([silence(100), noise(9000, 1500)]);
    expect(heard(noisy).filter(([change]) => change === 'started').length).toBeLessThanOrEqual(1);
    expect(heard(noisy).at(-1)?.[0]).not.toBe('started');
  });

  test('is heard through noise', () => {
    const loud = Buffer.from(babble(800));
    const audio = Buffer.concat([noise(6000, 1500), loud, noise(2000, 1500)]);
    const changes = heard(audio).filter(([, ms]) => ms > 6000);
    expect(changes.map(([change]) => change)).toEqual(['started', 'stopped']);
  });

  test('is found as the agent is set to', () => {
    const click = Buffer.concat([silence(300), babble(60), silence(1000)]);
    expect(heard(click, { startSensitivity: 'high' })).toHaveLength(2);
    const soft = Buffer.concat([silence(300), noise(600, 700), silence(1500)]);
    expect(heard(soft)).toEqual([]);
    expect(heard(soft, { threshold: 0.3 })).toHaveLength(2);
    const endOf = (settings: Parameters<typeof heard>[1]) => heard(utterance(600), settings)[1]?.[1] ?? 0;
    const usual = endOf({});
    expect(endOf({ silenceDurationMs: 900 }) - usual).toBe(400);
    expect(endOf({ endSensitivity: 'low' }) - usual).toBe(500);
    expect(endOf({ endSensitivity: 'low', silenceDurationMs: 900 }) - usual).toBe(1300);
  });
});
