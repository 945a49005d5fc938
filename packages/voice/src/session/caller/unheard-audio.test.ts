import { expect, test } from 'vitest';
import { tone } from '../../testing/index.ts';
import { encodeAudio } from '../../wire/base64-audio.ts';
import { UnheardAudio } from './unheard-audio.ts';

const sound = (pieces: ReturnType<UnheardAudio['takeAfter']>): Buffer =>
  Buffer.concat(pieces.map(({ audio }) => Buffer.from(audio.toString('latin1'), 'base64')));

function withTone(ms: number, pieceMs: number): UnheardAudio {
  const unheard = new UnheardAudio();
  const whole = tone(ms);
  for (let at = 0; at < whole.length; at += pieceMs * 8) {
    const piece = whole.subarray(at, at + pieceMs * 8);
    unheard.add(at < 8000 ? 'i1' : 'i2', encodeAudio(piece), piece.length);
  }
  return unheard;
}

test.each([0, 20, 101, 999, 1990, 2000, 5000])('what follows %i ms is all of the rest, to the sample', (ms) => {
  const unheard = withTone(2000, 100);
  const rest = unheard.takeAfter(ms);
  expect(sound(rest).equals(tone(2000).subarray(ms * 8))).toBe(true);
  expect(rest.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(sound(rest).length);
  expect(unheard.takeAfter(0)).toEqual([]);
});

test('what was heard is let go, and pieces know their item', () => {
  const unheard = withTone(4000, 20);
  for (let ms = 0; ms <= 3000; ms += 10) unheard.heard(ms);
  const rest = unheard.takeAfter(3000);
  expect(sound(rest).equals(tone(4000).subarray(24_000))).toBe(true);
  expect(new Set(rest.map(({ itemId }) => itemId))).toEqual(new Set(['i2']));
});

test.each([
  ['sound', 4_800_000, 2_400_000],
  ['pieces', 60_000, 3],
])('takes no more of %s than an answer has, until some of it was heard', (_, most, size) => {
  const unheard = new UnheardAudio();
  const piece = encodeAudio(new Uint8Array(size));
  const isSound = most > 1_000_000;
  for (let count = 0; count < (isSound ? 3 : most); count++) {
    expect(unheard.isFull).toBe(false);
    unheard.add('i1', piece, size);
  }
  expect(unheard.isFull).toBe(true);
  unheard.heard(isSound ? 300_000 : 1);
  expect(unheard.isFull).toBe(false);
});
