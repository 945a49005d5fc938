import { decodeMulaw } from '@leadlock/voice/audio';
import { expect, it } from 'vitest';
import { createFrameCutter, type MicrophoneFrame } from './frame-cutter.ts';

/** A tone as a microphone gives it: in blocks of 128 samples. */
function cut(hz: number, rate: number, seconds: number): MicrophoneFrame[] {
  const frames: MicrophoneFrame[] = [];
  const take = createFrameCutter(rate, (frame) => frames.push(frame));
  for (let at = 0; at < rate * seconds; at += 128) {
    take(Float32Array.from({ length: 128 }, (_, index) => 0.5 * Math.sin((2 * Math.PI * hz * (at + index)) / rate)));
  }
  return frames;
}

/** How often a tone crosses zero upwards in a second. */
function pitchOf(frames: readonly MicrophoneFrame[]): number {
  const line = new Int16Array(frames.length * 160);
  for (const [index, { mulaw }] of frames.entries()) decodeMulaw(mulaw, line.subarray(index * 160));
  const crossings = line.filter((sample, index) => index > 0 && sample >= 0 && (line[index - 1] ?? 0) < 0).length;
  return crossings / (line.length / 8000);
}

it.for([48_000, 44_100, 16_000])('cuts 20 ms frames of the same tone from %i Hz', (rate) => {
  const frames = cut(440, rate, 1);
  expect(frames.length).toBeGreaterThanOrEqual(49);
  expect(frames.every(({ mulaw }) => mulaw.length === 160)).toBe(true);
  expect(pitchOf(frames)).toBeCloseTo(440, -1);
  expect(frames.at(-1)?.loudness).toBeCloseTo(0.5 / Math.SQRT2, 1);
});

it('lets nothing through that the line cannot carry', () => {
  const heard = cut(7000, 48_000, 0.5).slice(2);
  expect(Math.max(...heard.map(({ loudness }) => loudness))).toBeLessThan(0.01);
});
