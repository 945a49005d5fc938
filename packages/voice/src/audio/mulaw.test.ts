import { describe, expect, test } from 'vitest';
import { decodeMulaw, encodeMulaw, linearOfMulaw, MULAW_SILENCE } from './mulaw.ts';

/**
 * Table 2a of ITU-T G.711, written out from its segments: decision values x(n) bound the intervals, and the quantised
 * value y(n) is the middle of its interval (0 for the first). Values are 14 bit; ours are four times that.
 */
function positiveHalfOfG711(): { decision: number[]; quantised: number[] } {
  const decision = [0, 1];
  const segmentEnds = [31, 95, 223, 479, 991, 2015, 4063, 8159];
  segmentEnds.forEach((end, segment) => {
    const step = 2 ** (segment + 1);
    for (let x = (decision.at(-1) ?? 0) + step; x <= end; x += step) decision.push(x);
  });
  const quantised = decision.slice(0, 128).map((x, n) => (n === 0 ? 0 : (x + (decision[n + 1] ?? 8159)) / 2));
  return { decision, quantised };
}

const { decision, quantised } = positiveHalfOfG711();

describe('G.711 μ-law', () => {
  test('has the 129 decision values of the recommendation', () => {
    expect(decision).toHaveLength(129);
    expect(quantised[127]).toBe(8031);
  });

  test('decodes all 256 bytes', () => {
    for (let n = 0; n < 128; n++) {
      const value = 4 * (quantised[n] ?? Number.NaN);
      expect(linearOfMulaw[0xff - n], `byte ${0xff - n}`).toBe(value);
      expect(linearOfMulaw[0x7f - n], `byte ${0x7f - n}`).toBe(n === 0 ? 0 : -value);
    }
  });

  test('encodes all 65536 samples into the interval that holds them', () => {
    const linear = Int16Array.from({ length: 65_536 }, (_, i) => i - 32_768);
    const encoded = new Uint8Array(linear.length);
    expect(encodeMulaw(linear, encoded)).toBe(65_536);
    let interval = 127;
    const wrong: number[] = [];
    linear.forEach((sample, i) => {
      const magnitude = Math.abs(sample) / 4;
      while (interval > 0 && magnitude < (decision[interval] ?? 0)) interval--;
      while (interval < 127 && magnitude >= (decision[interval + 1] ?? 0)) interval++;
      if (encoded[i] !== (sample < 0 ? 0x7f : 0xff) - interval) wrong.push(sample);
    });
    expect(wrong).toEqual([]);
  });

  test('gives back every byte but negative zero after decoding and encoding', () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
    const linear = new Int16Array(256);
    decodeMulaw(bytes, linear);
    const again = new Uint8Array(256);
    encodeMulaw(linear, again);
    bytes[0x7f] = MULAW_SILENCE;
    expect(again).toEqual(bytes);
  });

  test('refuses an output that is too short', () => {
    expect(() => decodeMulaw(new Uint8Array(2), new Int16Array(1))).toThrow(RangeError);
    expect(() => encodeMulaw(new Int16Array(2), new Uint8Array(1))).toThrow(RangeError);
  });
});
