import { describe, expect, test } from 'vitest';
import { encodeAudio } from './base64-audio.ts';
import { RecentAudio } from './recent-audio.ts';

const frame = (value: number, bytes = 160) => encodeAudio(new Uint8Array(bytes).fill(value));
const heardSince = (recent: RecentAudio, at: number): number[] => {
  const heard: number[] = [];
  recent.since(at, (audio) => heard.push(...Buffer.from(audio.toString('latin1'), 'base64')));
  return heard;
};

describe('what was said last', () => {
  test('is handed over from a time on, as often as it is asked for', () => {
    const recent = new RecentAudio();
    for (let at = 0; at < 5; at++) recent.push(frame(at), at * 20);
    expect(new Set(heardSince(recent, 60))).toEqual(new Set([3, 4]));
    expect(heardSince(recent, 60)).toHaveLength(320);
    expect(heardSince(recent, 81)).toEqual([]);
  });

  test('goes back six seconds', () => {
    const recent = new RecentAudio();
    for (let count = 0; count < 400; count++) recent.push(frame(count % 250), count * 20);
    const heard = heardSince(recent, 0);
    expect(heard).toHaveLength(300 * 160);
    expect([heard[0], heard.at(-1)]).toEqual([100, 149]);
  });

  test('goes back further where that is asked for, and loses nothing that was kept', () => {
    const recent = new RecentAudio();
    const say = (from: number, to: number): void => {
      for (let count = from; count < to; count++) recent.push(frame(count % 250), count * 20);
    };
    say(0, 400);
    recent.keepMore();
    say(400, 650);
    const heard = heardSince(recent, 0);
    expect([heard.length, heard[0], heard.at(-1)]).toEqual([550 * 160, 100, 149]);
    for (let count = 0; count < 9; count++) recent.keepMore();
    say(650, 2000);
    expect(heardSince(recent, 0)).toHaveLength(1200 * 160);
  });

  test('takes pieces of any length', () => {
    const recent = new RecentAudio();
    recent.push(frame(7, 500), 0);
    recent.push(frame(9, 33), 1);
    expect(heardSince(recent, 0)).toEqual([...Array<number>(500).fill(7), ...Array<number>(33).fill(9)]);
  });
});
