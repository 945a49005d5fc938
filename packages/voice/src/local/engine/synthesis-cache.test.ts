import { expect, test } from 'vitest';
import { createSynthesisCache } from './synthesis-cache.ts';

test('speaks the same words once for each voice', async () => {
  const cached = createSynthesisCache();
  let runs = 0;
  const speak = () => Promise.resolve(new Uint8Array([++runs]));
  const [first, second] = await Promise.all([cached('Hello.', 'slt', speak), cached('Hello.', 'slt', speak)]);
  expect(first).toBe(second);
  expect(await cached('Hello.', 'rms', speak)).toEqual(new Uint8Array([2]));
  expect(runs).toBe(2);
});

test('forgets what was not used for longest when it is full', async () => {
  const cached = createSynthesisCache(250);
  const runs: string[] = [];
  const speak = (text: string) =>
    cached(text, 'slt', async () => {
      runs.push(text);
      return new Uint8Array(100);
    });
  await speak('a');
  await speak('b');
  await speak('a');
  await speak('c');
  await speak('a');
  await speak('b');
  expect(runs).toEqual(['a', 'b', 'c', 'b']);
});

test('does not remember a failure', async () => {
  const cached = createSynthesisCache();
  await expect(cached('x', 'slt', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await cached('x', 'slt', async () => new Uint8Array(1))).toHaveLength(1);
});
