import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createEngineOnDemand } from './engine-on-demand.ts';
import type { SpeechEngine } from './engine/speech-engine.ts';

const IDLE_MS = 1000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function opener() {
  const closed: number[] = [];
  let opened = 0;
  const open = vi.fn<() => Promise<SpeechEngine>>(async () => {
    const number = ++opened;
    return {
      synthesize: () => Promise.resolve(new Uint8Array(0)),
      listen: () => ({ hear: () => undefined, close: () => undefined }),
      close: async () => void closed.push(number),
    };
  });
  return { open, closed };
}

test('opens one engine for all, and closes it once nobody has used it for a while', async () => {
  const { open, closed } = opener();
  const engine = createEngineOnDemand(open, IDLE_MS);
  const [first, second] = await Promise.all([engine.use(), engine.use()]);
  expect(first).toBe(second);
  engine.release();
  await vi.advanceTimersByTimeAsync(IDLE_MS * 2);
  engine.release();
  await vi.advanceTimersByTimeAsync(IDLE_MS - 1);
  await engine.use();
  await vi.advanceTimersByTimeAsync(IDLE_MS * 2);
  expect(closed).toEqual([]);
  engine.release();
  await vi.advanceTimersByTimeAsync(IDLE_MS);
  expect(closed).toEqual([1]);
  expect(open).toHaveBeenCalledOnce();
  await engine.use();
  expect(open).toHaveBeenCalledTimes(2);
});

test('opens another one in place of a lost one, and keeps that when the loss is told twice', async () => {
  const { open, closed } = opener();
  const engine = createEngineOnDemand(open, IDLE_MS);
  const lost = engine.use();
  await lost;
  engine.lost(lost);
  const next = engine.use();
  engine.lost(lost);
  expect(engine.use()).toBe(next);
  await vi.advanceTimersByTimeAsync(0);
  expect(closed).toEqual([1]);
});
