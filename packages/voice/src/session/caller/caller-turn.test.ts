import { describe, expect, test } from 'vitest';
import { encodeMulaw } from '../../audio/index.ts';
import { encodeAudio } from '../../wire/base64-audio.ts';
import { CallerTurn } from './caller-turn.ts';

const FRAME_MS = 20;
const SAMPLES = 160;
const SPEECH = Int16Array.from({ length: SAMPLES }, (_, at) => Math.round(6000 * Math.sin((at * 2 * Math.PI) / 20)));

function frame(linear: Int16Array) {
  const mulaw = new Uint8Array(SAMPLES);
  encodeMulaw(linear, mulaw);
  return encodeAudio(mulaw);
}

/** The caller speaks from 0 to `ms`; the provider notices it at `noticedAt`. */
function spokenUntil(ms: number, noticedAt = Infinity): CallerTurn {
  const turn = new CallerTurn(2000);
  const loud = frame(SPEECH);
  for (let at = FRAME_MS; at <= ms; at += FRAME_MS) {
    turn.hear(loud, () => at);
    if (at === noticedAt) turn.started(at);
  }
  return turn;
}

describe('the latency of an answer', () => {
  test('counts from the last loud frame, however late the provider notices the end', () => {
    const turn = spokenUntil(1000, 300);
    turn.stopped(1500);
    expect(turn.answered(1700)).toBe(700);
    expect(turn.answered(1800)).toBeNull();
  });

  test('has a part until the end was noticed, by the provider or by us', () => {
    const turn = spokenUntil(1000, 300);
    expect(turn.detectedAt).toBeNull();
    turn.stopped(1500);
    expect(turn.detectedAt).toBe(1500);
    turn.answered(1700);
    expect(turn.detectedAt).toBeNull();
    const unnoticed = spokenUntil(1000);
    expect(unnoticed.wentUnnoticed(2600)).toBe(1600);
    expect(unnoticed.detectedAt).toBe(2600);
  });

  test('counts for words that only we have heard', () => {
    expect(spokenUntil(1000).answered(2000)).toBe(1000);
  });

  test.each([300, Infinity])('is none for what begins while the caller speaks, noticed at %d', (noticedAt) => {
    const turn = spokenUntil(1000, noticedAt);
    expect(turn.answered(1007)).toBeNull();
    turn.stopped(1500);
    expect(turn.answered(1900)).toBe(900);
  });
});

describe('what nobody has understood yet', () => {
  test('is not forgotten because the caller hears that it takes a moment', () => {
    const turn = spokenUntil(1000);
    expect(turn.unheardSince).toBe(FRAME_MS - 300);
    turn.forget(1500);
    expect(turn.unheardSince).toBe(FRAME_MS - 300);
    turn.forget();
    expect(turn.unheardSince).toBeUndefined();
  });

  test('is nothing where it was heard while that was said: it may be its echo', () => {
    const turn = spokenUntil(1000);
    turn.forget(FRAME_MS);
    expect(turn.unheardSince).toBeUndefined();
  });
});
