import { expect, test } from 'vitest';
import { createTurnDetector, type TurnEvent } from './turn-detector.ts';

/** Runs a line of windows, `#` speech, `~` unsure, `.` silence, and names each event with the window it came in. */
function run(windows: string, options = { silenceMs: 320, threshold: 0.5 }): string[] {
  const detect = createTurnDetector(options);
  const level: Record<string, number> = { '#': 0.9, '~': 0.4, '.': 0.05 };
  return Array.from(windows, (mark, i): [number, TurnEvent | null] => [i, detect(level[mark] ?? 0)])
    .filter(([, event]) => event !== null)
    .map(([i, event]) => `${i} ${event}`);
}

test('starts a turn at the third speech window in a row', () => {
  expect(run('..##.##.')).toEqual([]);
  expect(run('..###')).toEqual(['4 speech-started']);
});

test('ends a turn after the silence asked for, with the pause before', () => {
  expect(run('####..........')).toEqual(['2 speech-started', '9 pause', '13 speech-stopped']);
});

test('goes on when the speaker does', () => {
  expect(run('####.......###..........')).toEqual([
    '2 speech-started',
    '9 pause',
    '11 resumed',
    '19 pause',
    '23 speech-stopped',
  ]);
});

test('does not count a short gap or an unsure window after speech as silence', () => {
  expect(run('####...###~~~~~~~~~~~~~')).toEqual(['2 speech-started']);
  expect(run('####.~~~~~~~~~')).toEqual(['2 speech-started', '9 pause', '13 speech-stopped']);
});

test('gives a pause first even when the silence asked for is shorter than a pause', () => {
  expect(run('####......', { silenceMs: 64, threshold: 0.5 })).toEqual([
    '2 speech-started',
    '5 pause',
    '6 speech-stopped',
  ]);
});

test('takes turn after turn', () => {
  expect(run('###..........###..........').filter((event) => event.endsWith('stopped'))).toHaveLength(2);
});
