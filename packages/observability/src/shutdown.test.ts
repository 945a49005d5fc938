import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { silentLogger } from './logger.ts';
import { createShutdown } from './shutdown.ts';

function setUp(timeoutMs = 5_000) {
  const exits: number[] = [];
  const shutdown = createShutdown({ log: silentLogger, timeoutMs, exit: (code) => exits.push(code) });
  return { shutdown, exits };
}

test('closers run one after the other, the last one first', async () => {
  const { shutdown, exits } = setUp();
  const order: string[] = [];
  shutdown.onClose('database', () => order.push('database'));
  shutdown.onClose('server', async () => {
    order.push('server begins');
    await new Promise((resolve) => setImmediate(resolve));
    order.push('server ends');
  });
  expect(shutdown.draining).toBe(false);
  const done = shutdown.begin('test');
  expect(shutdown.draining).toBe(true);
  expect(shutdown.begin('again')).toBe(done);
  await done;
  expect(order).toEqual(['server begins', 'server ends', 'database']);
  expect(exits).toEqual([0]);
});

test('a closer that fails does not keep the others from closing, and shows in the exit code', async () => {
  const { shutdown, exits } = setUp();
  const closed: string[] = [];
  shutdown.onClose('database', () => closed.push('database'));
  shutdown.onClose('server', () => Promise.reject(new Error('stuck')));
  await shutdown.begin('test');
  expect(closed).toEqual(['database']);
  expect(exits).toEqual([1]);
});

test('a closer that never ends is not waited for longer than the limit', async () => {
  const exited = Promise.withResolvers<number>();
  const shutdown = createShutdown({ log: silentLogger, timeoutMs: 20, exit: exited.resolve });
  shutdown.onClose('stuck', () => new Promise(() => undefined));
  void shutdown.begin('test');
  expect(await exited.promise).toBe(1);
});

const program = (closer: string, crashTimeoutMs = 60_000): string => `
  import { createShutdown } from ${JSON.stringify(new URL('shutdown.ts', import.meta.url).href)};
  import { silentLogger } from ${JSON.stringify(new URL('logger.ts', import.meta.url).href)};
  const shutdown = createShutdown({ log: silentLogger, timeoutMs: 60_000, crashTimeoutMs: ${crashTimeoutMs} });
  shutdown.onClose('work', ${closer});
  shutdown.listen();
  setInterval(() => undefined, 1_000);
  console.log('ready');
`;

function start(closer: string, crashTimeoutMs?: number) {
  const child = spawn(process.execPath, ['--input-type=module', '-e', program(closer, crashTimeoutMs)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return { child, output: once(child.stdout, 'data'), exit: once(child, 'exit') };
}

test('a process ends with 0 after SIGTERM', async () => {
  const { child, output, exit } = start('() => undefined');
  await output;
  child.kill('SIGTERM');
  expect(await exit).toEqual([0, null]);
});

test('a second signal ends a process that is still closing', async () => {
  const { child, output, exit } = start('() => { console.log("closing"); return new Promise(() => undefined); }');
  await output;
  const closing = once(child.stdout, 'data');
  child.kill('SIGTERM');
  await closing;
  child.kill('SIGINT');
  expect(await exit).toEqual([130, null]);
});

test('an error that nobody caught ends a process with 1, after closing', async () => {
  const { exit } = start('setTimeout(() => { throw new Error("unexpected"); }, 1) && (() => undefined)');
  expect(await exit).toEqual([1, null]);
});

test('after an error that nobody caught, closers get little time', async () => {
  const { exit } = start(
    'setTimeout(() => { throw new Error("unexpected"); }, 1) && (() => new Promise(() => undefined))',
    50,
  );
  expect(await exit).toEqual([1, null]);
});

test('an error that nobody caught hurries a process that is closing already', async () => {
  const { child, output, exit } = start(
    `() => new Promise((resolve) => {
      shutdown.crashed.addEventListener('abort', resolve);
      setTimeout(() => { throw new Error("unexpected"); }, 1);
    })`,
  );
  await output;
  child.kill('SIGTERM');
  expect(await exit).toEqual([1, null]);
});
