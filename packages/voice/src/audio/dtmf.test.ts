import { expect, test } from 'vitest';
import { DTMF_KEYS, dtmfTones } from './dtmf.ts';
import { linearOfMulaw } from './mulaw.ts';

/** How strong a frequency is in a sound (Goertzel). */
function strength(mulaw: Uint8Array, hz: number): number {
  const coefficient = 2 * Math.cos((2 * Math.PI * hz) / 8000);
  let [one, two] = [0, 0];
  for (const byte of mulaw) [one, two] = [(linearOfMulaw[byte] ?? 0) + coefficient * one - two, one];
  return Math.sqrt(one ** 2 + two ** 2 - coefficient * one * two) / mulaw.length;
}

test.each([
  ['1', 697, 1209],
  ['5', 770, 1336],
  ['9', 852, 1477],
  ['*', 941, 1209],
  ['0', 941, 1336],
  ['#', 941, 1477],
])('%s sounds as telephones have it', (key, low, high) => {
  const tone = dtmfTones(key).subarray(0, 120 * 8);
  const all = [697, 770, 852, 941, 1209, 1336, 1477].map((hz) => [strength(tone, hz), hz] as const);
  const strongest = all.toSorted(([a], [b]) => b - a).slice(0, 2);
  expect(strongest.map(([, hz]) => hz).toSorted((a, b) => a - b)).toEqual([low, high]);
  expect(strongest[1]?.[0]).toBeGreaterThan(10 * (all.toSorted(([a], [b]) => b - a)[2]?.[0] ?? 0));
});

test('keys follow one another with a pause, and w waits', () => {
  expect(dtmfTones('12').length).toBe(2 * 210 * 8);
  expect(dtmfTones('w').every((byte) => byte === 0xff)).toBe(true);
  expect(dtmfTones('w').length).toBe(500 * 8);
  expect(['12*#w', '', '1a', 'A'].map((keys) => DTMF_KEYS.test(keys))).toEqual([true, false, false, false]);
});
