import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { ownerUrlOf } from '@leadlock/db/testing/test-database';
import { useDatabase } from '@leadlock/db/testing/use-database';
import { migrateJobs } from '@leadlock/jobs/migrate-jobs';
import { beforeAll, expect, test, vi } from 'vitest';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));

const database = await useDatabase();
beforeAll(async () => {
  await migrateJobs(ownerUrlOf(database));
});

function start(variables: Record<string, string>) {
  const child = spawn(process.execPath, [MAIN], {
    env: { PATH: process.env.PATH, ...variables },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let output = '';
  const ready = Promise.withResolvers<number>();
  const read = (line: string): void => {
    output += `${line}\n`;
    if (line.includes('"ready"')) ready.resolve((JSON.parse(line) as { port: number }).port);
  };
  for (const stream of [child.stdout, child.stderr]) if (stream) createInterface({ input: stream }).on('line', read);
  return { child, exit: once(child, 'exit'), ready: ready.promise, output: () => output };
}

const environment = (): Record<string, string> => ({
  DATABASE_URL: database.connectionString,
  WORKER_PORT: '0',
  JWT_SECRET: 'a secret that only tests know, 32+ bytes',
  ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
});

test('serves health and metrics, and ends in order on SIGTERM', async () => {
  const { child, exit, ready } = start(environment());
  const url = `http://127.0.0.1:${await ready}`;
  expect(await (await fetch(`${url}/health`)).json()).toEqual({ status: 'ok' });
  expect(await (await fetch(`${url}/metrics`)).text()).toContain('process_resident_memory_bytes');
  child.kill('SIGTERM');
  expect(await exit).toEqual([0, null]);
});

test('ends when the process that started it is gone', async () => {
  const { child, exit, ready } = start(environment());
  await ready;
  child.disconnect();
  expect(await exit).toEqual([0, null]);
});

test('says which variables are missing', async () => {
  const { exit, output } = start({ DATABASE_URL: database.connectionString });
  expect(await exit).toEqual([1, null]);
  await vi.waitFor(() => expect(output()).toMatch(/JWT_SECRET[^]*ENCRYPTION_KEY/));
});

test('refuses to run as the owner of the tables, and names the variable', async () => {
  const { exit, output } = start({ ...environment(), DATABASE_URL: ownerUrlOf(database) });
  expect(await exit).toEqual([1, null]);
  await vi.waitFor(() => expect(output()).toMatch(/DATABASE_URL logs in as \w+, which .*DATABASE_OWNER_URL/));
});

test('says why it cannot start without a database', async () => {
  const { exit, output } = start({
    ...environment(),
    DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
    DATABASE_START_WAIT_SECONDS: '0.1',
  });
  expect(await exit).toEqual([1, null]);
  await vi.waitFor(() => expect(output()).toContain('failed to start'));
});
