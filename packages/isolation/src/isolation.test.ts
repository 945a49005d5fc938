import { performance } from 'node:perf_hooks';
import { afterEach, expect, test } from 'vitest';
import type misbehave from '../test/misbehave.task.ts';
import { createIsolation, isolatedTask, type Isolation, type IsolationOptions } from './isolation.ts';

const task = isolatedTask<typeof misbehave>(new URL('../test/misbehave.task.ts', import.meta.url), { timeoutMs: 300 });

const opened: Isolation[] = [];
function create(options: IsolationOptions = {}): Isolation {
  const isolation = createIsolation(options);
  opened.push(isolation);
  return isolation;
}
afterEach(async () => {
  await Promise.all(opened.splice(0).map((isolation) => isolation.close()));
});

const a = { tenantId: 'a' };
const b = { tenantId: 'b' };

test('answers with what the work returns', async () => {
  expect(await create().run(task, { how: 'echo', value: 'hello' }, a)).toBe('hello');
});

test.each([
  ['hang', 'timeout'],
  ['grow', 'out_of_memory'],
  ['throw', 'failed'],
  ['exit', 'failed'],
  ['recurse', 'failed'],
] as const)('outlives work that does %s, which ends as %s', async (how, reason) => {
  const patient = { ...task, timeoutMs: how === 'hang' ? 300 : 60_000 };
  const isolation = create({ memoryMb: 48 });
  await expect(isolation.run(patient, { how }, a)).rejects.toMatchObject({ name: 'IsolationError', reason });
  expect(await isolation.run(patient, { how: 'echo', value: 'alive' }, a)).toBe('alive');
});

test('leaves the thread that serves everybody free while it works', async () => {
  const isolation = create();
  await isolation.run(task, { how: 'echo' }, a);
  let longest = 0;
  let before = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - before);
    before = now;
  }, 5);
  await expect(isolation.run({ ...task, timeoutMs: 1_000 }, { how: 'hang' }, a)).rejects.toMatchObject({
    reason: 'timeout',
  });
  clearInterval(timer);
  // A blocked loop would show as the whole second.
  expect(longest).toBeLessThan(700);
});

test('hands no variable of the environment to the work', async () => {
  expect(await create().run(task, { how: 'env' }, a)).toBe(0);
});

test('gives everybody a turn, whoever has brought more', async () => {
  const isolation = create({ maxWaitingOfTenant: 10 });
  const done: string[] = [];
  const echo = async (value: string, of: { tenantId: string }) => {
    done.push(String(await isolation.run(task, { how: 'echo', value }, of)));
  };
  await Promise.all([echo('a1', a), echo('a2', a), echo('a3', a), echo('b1', b), echo('b2', b)]);
  expect(done).toEqual(['a1', 'a2', 'b1', 'a3', 'b2']);
});

test('takes only so much of one tenant, and only so much at all', async () => {
  const isolation = create({ maxWaiting: 3, maxWaitingOfTenant: 2 });
  const echo = (of: { tenantId: string }) => isolation.run(task, { how: 'echo', value: 'x' }, of);
  const begun = [echo(a), echo(a), echo(a)];
  await expect(echo(a)).rejects.toMatchObject({ reason: 'busy' });
  begun.push(echo(b));
  await expect(echo({ tenantId: 'c' })).rejects.toMatchObject({ reason: 'busy' });
  expect(await Promise.all(begun)).toEqual(['x', 'x', 'x', 'x']);
  expect(await echo(a)).toBe('x');
});

test('lets nobody wait for ever', async () => {
  const isolation = create({ patienceMs: 50 });
  const slow = isolation.run({ ...task, timeoutMs: 2_000 }, { how: 'hang' }, a);
  await expect(isolation.run(task, { how: 'echo' }, b)).rejects.toMatchObject({ reason: 'busy' });
  await expect(slow).rejects.toMatchObject({ reason: 'timeout' });
});

test('ends what runs and what waits when it closes', async () => {
  const isolation = create();
  const running = isolation.run({ ...task, timeoutMs: 60_000 }, { how: 'hang' }, a);
  const waiting = isolation.run(task, { how: 'echo' }, a);
  const ends = Promise.allSettled([running, waiting]);
  await isolation.close();
  expect((await ends).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  await expect(isolation.run(task, { how: 'echo' }, a)).rejects.toMatchObject({ reason: 'busy' });
});
