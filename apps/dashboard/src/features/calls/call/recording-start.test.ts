import { describe, expect, it } from 'vitest';
import { loudnessOf, STEP_SECONDS, toBars } from './loudness.ts';
import { recordingStart } from './recording-start.ts';
import type { Turn } from './timeline.ts';

const START = Date.UTC(2026, 10, 22, 10);
const turn = (from: number, to: number): Turn => ({
  kind: 'turn',
  id: String(from),
  role: 'user',
  text: 'Hello',
  startedAt: START + from * 1_000,
  endedAt: START + to * 1_000,
  interrupted: false,
});
const spoken: [number, number][] = [
  [1.2, 4],
  [5.5, 6.1],
  [7, 11.4],
];
/** Sound in exactly those seconds of a recording of 14. */
const loudness = new Float32Array(14 / STEP_SECONDS).map((_, step) => {
  const second = step * STEP_SECONDS;
  return spoken.some(([from, to]) => second >= from && second < to) ? 0.5 : 0.01;
});

describe('the beginning of a recording', () => {
  const turns = spoken.map(([from, to]) => turn(from, to));

  it.each([-3, -0.7, 0, 1.9])('is found from a guess that is %s s off', (off) => {
    expect(Math.abs(recordingStart(turns, loudness, START + off * 1_000) - START)).toBeLessThanOrEqual(40);
  });

  it('is the guess where nothing was said or nothing is heard', () => {
    expect(recordingStart([], loudness, 5)).toBe(5);
    expect(recordingStart(turns, new Float32Array(100), 5)).toBe(5);
  });
});

it('keeps the loudest of each step, and draws the loudest of all in full', () => {
  const samples = new Float32Array(8_000 * STEP_SECONDS * 3);
  samples[5] = -0.5;
  samples[samples.length - 1] = 0.25;
  const steps = loudnessOf(samples, 8_000);
  expect([...steps]).toEqual([0.5, 0, 0.25]);
  expect(toBars(steps, 3)).toEqual([1, 0, 0.5]);
  expect(toBars(steps, 6)).toHaveLength(6);
});
