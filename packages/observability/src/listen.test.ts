import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { LAUNCHER_MESSAGES } from '@leadlock/core/launcher';
import { afterEach, expect, test } from 'vitest';

const running: ChildProcess[] = [];
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
});

/** A service that has nothing to do but wait for its socket, and whose shutdown does not hold its channel. */
const SERVICE = `
  import { createServer } from 'node:http';
  import { listen, socketFromLauncher } from '${import.meta.resolve('./listen.ts')}';
  import { createShutdown } from '${import.meta.resolve('./shutdown.ts')}';
  const silent = { info() {}, error() {}, fatal() {} };
  createShutdown({ log: silent, timeoutMs: 1000 }).listen();
  await listen(createServer((request, response) => response.end('served')), socketFromLauncher);
  process.send('listens');`;

function startService(): ChildProcess {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', SERVICE], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  running.push(child);
  return child;
}

test('a service waits for the socket of a launcher that takes its time, and serves it', async () => {
  const child = startService();
  const exited = once(child, 'exit').then(([code]) => `ended with code ${code}`);
  const [asked] = await once(child, 'message');
  expect(asked).toBe(LAUNCHER_MESSAGES.askForSocket);
  expect(await Promise.race([delay(500, 'waits'), exited])).toBe('waits');

  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  child.send(LAUNCHER_MESSAGES.socket, server, () => server.close());
  expect(await Promise.race([once(child, 'message'), exited])).toEqual(['listens', undefined]);
  expect(await (await fetch(`http://127.0.0.1:${port}`)).text()).toBe('served');
}, 60_000);

test('a service whose launcher ends while it waits for its socket ends too', async () => {
  const child = startService();
  const exited = once(child, 'exit');
  await once(child, 'message');
  child.disconnect();
  expect(await exited).toEqual([0, null]);
}, 60_000);
