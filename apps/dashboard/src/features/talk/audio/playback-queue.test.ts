import { linearOfMulaw } from '@leadlock/voice/audio';
import { describe, expect, it } from 'vitest';
import { PlaybackQueue } from './playback-queue.ts';

/** μ-law of which each byte can be told from silence. */
const sound = (samples: number, byte = 0x10): Uint8Array => new Uint8Array(samples).fill(byte);
const level = (byte: number): number => linearOfMulaw[byte] ?? 0;

const pull = (queue: PlaybackQueue, samples: number) => {
  const target = new Int16Array(samples).fill(1);
  return { marks: queue.pull(target), played: [...target] };
};

describe('PlaybackQueue', () => {
  it('of what is live begins again with what comes now when it has fallen behind', () => {
    const queue = new PlaybackQueue(1000);
    for (let pieces = 0; pieces < 3; pieces++) queue.push(sound(500));
    queue.push(sound(500, 0x20));
    expect(new Set(pull(queue, 500).played)).toEqual(new Set([level(0x20)]));
    expect(queue.isEmpty).toBe(true);
  });

  it('gathers 60 ms before it plays, then plays without a gap', () => {
    const queue = new PlaybackQueue();
    queue.push(sound(320));
    expect(new Set(pull(queue, 80).played)).toEqual(new Set([0]));
    queue.push(sound(320));
    expect(new Set(pull(queue, 80).played)).toEqual(new Set([level(0x10)]));
  });

  it('plays less than that when nothing more comes', () => {
    const queue = new PlaybackQueue();
    queue.push(sound(80));
    for (let silent = 0; silent < 5; silent++) expect(new Set(pull(queue, 80).played)).toEqual(new Set([0]));
    expect(new Set(pull(queue, 80).played)).toEqual(new Set([level(0x10)]));
    expect(queue.isEmpty).toBe(true);
  });

  it('names a mark when all before it was played, and not before', () => {
    const queue = new PlaybackQueue();
    queue.push(sound(480));
    expect(queue.mark('first')).toEqual([]);
    queue.push(sound(80, 0x20));
    queue.mark('second');
    for (let block = 0; block < 5; block++) expect(pull(queue, 80).marks).toEqual([]);
    expect(pull(queue, 80).marks).toEqual(['first']);
    const last = pull(queue, 80);
    expect(last.marks).toEqual(['second']);
    expect(new Set(last.played)).toEqual(new Set([level(0x20)]));
  });

  it('names a mark at once when nothing is queued', () => {
    expect(new PlaybackQueue().mark('end')).toEqual(['end']);
  });

  it('drops everything and names the marks that were in it', () => {
    const queue = new PlaybackQueue();
    queue.push(sound(4000));
    queue.mark('a');
    queue.push(sound(80));
    queue.mark('b');
    expect(queue.clear()).toEqual(['a', 'b']);
    expect(queue.isEmpty).toBe(true);
    expect(new Set(pull(queue, 160).played)).toEqual(new Set([0]));
  });

  it('fills up with silence where the sound ends', () => {
    const queue = new PlaybackQueue();
    queue.push(sound(500));
    pull(queue, 480);
    expect(pull(queue, 40).played).toEqual([...Array(20).fill(level(0x10)), ...Array(20).fill(0)]);
  });
});
