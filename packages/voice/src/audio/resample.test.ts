import { describe, expect, test } from 'vitest';
import { createResampler, resampleWhole } from './resample.ts';

function tone(hz: number, rate: number, seconds = 1, amplitude = 10_000): Int16Array {
  return Int16Array.from({ length: rate * seconds }, (_, i) => amplitude * Math.sin((2 * Math.PI * hz * i) / rate));
}

/** Signal-to-difference ratio in dB, away from both ends. */
function similarity(actual: Int16Array, expected: Int16Array): number {
  let signal = 0;
  let noise = 0;
  for (let i = 400; i < expected.length - 400; i++) {
    const wanted = expected[i] ?? 0;
    signal += wanted ** 2;
    noise += (wanted - (actual[i] ?? 0)) ** 2;
  }
  return 10 * Math.log10(signal / noise);
}

const loudness = (samples: Int16Array): number =>
  Math.sqrt(samples.slice(400, -400).reduce((sum, x) => sum + x * x, 0) / (samples.length - 800));

describe.each([
  [8000, 16_000],
  [16_000, 8000],
  [8000, 24_000],
  [24_000, 8000],
  [16_000, 24_000],
  [48_000, 8000],
])('%i Hz to %i Hz', (from, to) => {
  test('keeps a tone of speech', () => {
    expect(similarity(resampleWhole(tone(1013, from), from, to), tone(1013, to))).toBeGreaterThan(50);
    expect(loudness(resampleWhole(tone(300, from), from, to))).toBeCloseTo(7071, -2);
    expect(loudness(resampleWhole(tone(3000, from), from, to))).toBeGreaterThan(6700);
  });

  test('keeps a constant and the length', () => {
    const out = resampleWhole(new Int16Array(from).fill(1000), from, to);
    expect(out).toHaveLength(to);
    expect(new Set(out.slice(400, -400))).toEqual(new Set([1000]));
  });

  test('gives the same whether it gets one block or many odd ones', () => {
    const samples = tone(700, from, 0.5);
    const whole = createResampler(from, to).process(samples).slice();
    const resampler = createResampler(from, to);
    const pieces: number[] = [];
    for (let at = 0, size = 1; at < samples.length; at += size, size = (size * 7 + 3) % 397)
      pieces.push(...resampler.process(samples.subarray(at, at + size)));
    expect(Int16Array.from(pieces)).toEqual(whole);
  });
});

test('removes what the slower rate cannot hold', () => {
  expect(loudness(resampleWhole(tone(6000, 16_000), 16_000, 8000))).toBeLessThan(20);
  expect(loudness(resampleWhole(tone(9000, 24_000), 24_000, 8000))).toBeLessThan(20);
});

test('leaves no image above the old half rate', () => {
  const up = resampleWhole(tone(2000, 8000), 8000, 16_000);
  expect(similarity(up, tone(2000, 16_000))).toBeGreaterThan(40);
});

test('clips instead of wrapping around', () => {
  const square = Int16Array.from({ length: 8000 }, (_, i) => (i % 40 < 20 ? 32_767 : -32_768));
  const flatTops = resampleWhole(square, 8000, 16_000).filter((_, i) => i % 80 > 6 && i % 80 < 34);
  expect(Math.min(...flatTops)).toBeGreaterThan(20_000);
});

test('passes equal rates through', () => {
  const samples = tone(500, 8000, 0.1);
  expect(createResampler(8000, 8000).process(samples)).toBe(samples);
});
