import { describe, expect, test } from 'vitest';
import { Playback } from './playback.ts';

const ms = (count: number): number => count * 8;

/** Two items, 1000 ms and 500 ms, sent at once at time 0 with a mark behind each 500 ms. */
function twoItems(): { playback: Playback; marks: string[] } {
  const playback = new Playback();
  const marks: string[] = [];
  for (const [id, pieces] of [
    ['a', 2],
    ['b', 1],
  ] as const) {
    playback.beginItem(id);
    for (let piece = 0; piece < pieces; piece++) {
      playback.add(ms(500), 0);
      marks.push(playback.mark());
    }
  }
  return { playback, marks };
}

describe('playback', () => {
  test('asks for a mark now and then, not for every frame', () => {
    const playback = new Playback();
    playback.beginItem('a');
    const due = Array.from({ length: 60 }, () => playback.add(ms(20), 0) && playback.mark());
    expect(due.filter(Boolean)).toHaveLength(3);
  });

  test('an item counts as heard once its last mark is back', () => {
    const { playback, marks } = twoItems();
    playback.echoed(marks[0] ?? '', 500);
    expect(playback.takeFinished(null)).toEqual([]);
    playback.echoed(marks[1] ?? '', 1000);
    expect(playback.takeFinished(null)).toEqual(['a']);
    expect(playback.hasUnplayed).toBe(true);
    playback.echoed(marks[2] ?? '', 1500);
    expect(playback.takeFinished(null)).toEqual(['b']);
    expect(playback.hasUnplayed).toBe(false);
  });

  test('the item that is still being produced is not heard to its end', () => {
    const { playback, marks } = twoItems();
    playback.echoed(marks[2] ?? '', 1500);
    expect(playback.takeFinished('b')).toEqual(['a']);
  });

  test.each([
    [0, 0],
    [100, 100],
    [499, 499],
    [5000, 500],
  ])('before the first mark, %d ms after the start: %d ms were heard', (now, playedMs) => {
    const { playback } = twoItems();
    expect(playback.interrupt(now)).toEqual([
      { id: 'a', playedMs, producedMs: 1000 },
      { id: 'b', playedMs: 0, producedMs: 500 },
    ]);
  });

  test('between marks the clock tells how far it is, never beyond the next mark', () => {
    const { playback, marks } = twoItems();
    playback.echoed(marks[0] ?? '', 600);
    expect(playback.interrupt(750)[0]).toEqual({ id: 'a', playedMs: 650, producedMs: 1000 });
    const late = twoItems();
    late.playback.echoed(late.marks[1] ?? '', 1100);
    expect(late.playback.interrupt(1400)).toEqual([{ id: 'b', playedMs: 300, producedMs: 500 }]);
  });

  test('marks of before an interruption mean nothing', () => {
    const { playback, marks } = twoItems();
    playback.interrupt(100);
    playback.beginItem('c');
    playback.add(ms(500), 200);
    const mark = playback.mark();
    for (const old of marks) playback.echoed(old, 210);
    playback.echoed('garbage', 210);
    expect(playback.hasUnplayed).toBe(true);
    playback.echoed(mark, 700);
    expect(playback.hasUnplayed).toBe(false);
  });

  test('a mark that never comes back is not waited for for ever', () => {
    const { playback } = twoItems();
    playback.expireMarks(3400);
    expect(playback.takeFinished(null)).toEqual([]);
    playback.expireMarks(3600);
    expect(playback.hasUnplayed).toBe(true);
    // The patience is spent once and not for each mark.
    playback.expireMarks(4600);
    expect(playback.takeFinished(null)).toEqual(['a', 'b']);
  });

  test('audio after a pause starts the clock anew', () => {
    const { playback, marks } = twoItems();
    playback.echoed(marks[2] ?? '', 1500);
    playback.takeFinished(null);
    playback.beginItem('c');
    playback.add(ms(1000), 60_000);
    expect(playback.interrupt(60_300)).toEqual([{ id: 'c', playedMs: 300, producedMs: 1000 }]);
  });
});
