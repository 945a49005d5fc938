import { STEP_SECONDS } from './loudness.ts';
import type { Turn } from './timeline.ts';

/** How far the first guess may be wrong: carriers say to the second how long they recorded, and clocks differ. */
const SEARCH_SECONDS = 4;
/** Louder than this share of the loudest is speech. */
const SPEECH_SHARE = 0.08;

/**
 * When a recording began, in ms since the epoch. Nobody reports it to the fraction of a second, so it is where the turns
 * lie best over the sound: most of it inside them, most of the silence outside.
 */
export function recordingStart(turns: readonly Turn[], loudness: Float32Array, guess: number): number {
  const loudest = loudness.reduce((most, value) => Math.max(most, value), 0);
  if (turns.length === 0 || loudest === 0) return guess;
  // The balance of loud and quiet steps up to each step: what lies between two is one subtraction.
  const balance = new Int32Array(loudness.length + 1);
  loudness.forEach((value, step) => {
    balance[step + 1] = (balance[step] ?? 0) + (value > loudest * SPEECH_SHARE ? 1 : -1);
  });
  const at = (milliseconds: number): number => {
    const step = Math.round(milliseconds / 1_000 / STEP_SECONDS);
    return balance[Math.min(loudness.length, Math.max(0, step))] ?? 0;
  };
  const fit = (start: number): number =>
    turns.reduce((sum, turn) => sum + at(turn.endedAt - start) - at(turn.startedAt - start), 0);

  let best = { start: guess, fit: fit(guess) };
  const step = STEP_SECONDS * 1_000;
  for (let shift = step; shift <= SEARCH_SECONDS * 1_000; shift += step) {
    for (const start of [guess - shift, guess + shift]) {
      const found = fit(start);
      if (found > best.fit) best = { start, fit: found };
    }
  }
  return best.start;
}
