import { expect, test } from 'vitest';
import { HeardSound } from './heard-sound.ts';

const of = (byte: number, ms: number): Buffer => Buffer.alloc(ms * 8, byte);
const channel = (sound: Buffer, index: number): number[] => Array.from(sound.filter((_, at) => at % 2 === index));

test('the agent’s sound is played out, from when it came', () => {
  const heard = new HeardSound();
  heard.add('agent', of(1, 30), 10);
  heard.add('agent', of(2, 30), 11);
  const sound = channel(heard.take(100), 1);
  expect(sound).toEqual([...of(0xff, 10), ...of(1, 30), ...of(2, 30), ...of(0xff, 30)]);
});

test('what the caller interrupted is not heard', () => {
  const heard = new HeardSound();
  heard.add('agent', of(1, 100), 0);
  expect(channel(heard.take(20), 1)).toEqual([...of(1, 20)]);
  heard.clear(50);
  heard.add('agent', of(2, 10), 60);
  expect(channel(heard.take(80), 1)).toEqual([...of(1, 30), ...of(0xff, 10), ...of(2, 10), ...of(0xff, 10)]);
});

test('the caller’s sound stays whole where it is a little late, and in time after a pause', () => {
  const heard = new HeardSound();
  heard.add('caller', of(1, 20), 0);
  heard.add('caller', of(2, 20), 120);
  heard.add('caller', of(3, 20), 400);
  expect(channel(heard.take(420), 0)).toEqual([...of(1, 20), ...of(2, 20), ...of(0xff, 360), ...of(3, 20)]);
  expect(heard.take(420)).toHaveLength(0);
  expect(HeardSound.settledAt(100)).toBe(0);
});

test('what the caller said last is in it, and what the agent would have said is not', () => {
  const heard = new HeardSound();
  heard.add('caller', of(1, 100), 0);
  heard.add('agent', of(2, 500), 0);
  expect([heard.endsAt(20), heard.endsAt(300)]).toEqual([100, 300]);
});
