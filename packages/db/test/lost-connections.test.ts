import { DatabaseFailure } from '@leadlock/db/database-failure';
import type { Database } from '@leadlock/db/client';
import { connectDatabase } from '@leadlock/db/client';
import { withClient } from '@leadlock/db/pool/steady-client';
import { ownerUrlOf } from '@leadlock/db/testing/test-database';
import { useDatabase } from '@leadlock/db/testing/use-database';
import { withTransaction } from '@leadlock/db/transaction';
import { randomUUID } from 'node:crypto';
import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

let proxy: Server;
let sockets: { client: Socket; server: Socket }[];
/** What goes between us and Postgres; a test may keep it back. */
let onData: (chunk: Buffer, pair: { client: Socket; server: Socket }) => void;
let database: Database;
let idleErrors: Error[];

const home = await useDatabase();

beforeEach(async () => {
  sockets = [];
  idleErrors = [];
  onData = (chunk, { server }) => server.write(chunk);
  const target = new URL(home.connectionString);
  proxy = createServer((client) => {
    const server = connect(Number(target.port), target.hostname);
    const pair = { client, server };
    sockets.push(pair);
    client.on('data', (chunk: Buffer) => onData(chunk, pair));
    server.on('data', (chunk) => client.write(chunk));
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const) {
      one.on('error', () => undefined);
      one.on('close', () => other.destroy());
    }
  }).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const port = String((proxy.address() as AddressInfo).port);
  database = connectDatabase({
    connectionString: Object.assign(new URL(home.connectionString), { port }).toString(),
    maxConnections: 2,
    onIdleError: (error) => idleErrors.push(error),
  });
});
afterEach(async () => {
  await database.close();
  proxy.close();
});

const cutAll = (): void => {
  for (const { client, server } of sockets) {
    client.resetAndDestroy();
    server.destroy();
  }
};
const pidOf = async (db: Database['system']): Promise<number> => {
  const { rows } = await sql<{ pid: number }>`SELECT pg_backend_pid() AS pid`.execute(db);
  return rows[0]?.pid ?? 0;
};
const terminate = (pid: number): Promise<unknown> =>
  withClient(ownerUrlOf(home), (client) => client.query('SELECT pg_terminate_backend($1)', [pid]));
const untilGone = (pid: number): Promise<void> =>
  vi.waitFor(async () => {
    const { rows } = await sql`SELECT FROM pg_stat_activity WHERE pid = ${pid}`.execute(home.system);
    expect(rows).toEqual([]);
  });
const ask = async (db: Database['system']): Promise<unknown> =>
  (await sql<{ one: number }>`SELECT 1 AS one`.execute(db)).rows[0]?.one;
const failureOf = (work: Promise<unknown>): Promise<DatabaseFailure> =>
  work.then(
    () => Promise.reject(new Error('It did not fail')),
    (error: unknown) => error as DatabaseFailure,
  );

test.each(['tenant', 'system'] as const)(
  'a %s transaction whose connection is lost fails, and the next works',
  async (kind) => {
    const db = kind === 'system' ? database.system : database.tenant(randomUUID());
    const failure = await failureOf(
      withTransaction(db, async (trx) => {
        const pid = await pidOf(trx);
        await terminate(pid);
        await untilGone(pid);
        await ask(trx);
      }),
    );
    expect(failure).toBeInstanceOf(DatabaseFailure);
    expect(failure).toMatchObject({ reason: 'unreachable', outcomeUnknown: false });
    expect(await ask(db)).toBe(1);
  },
);

test('a connection that is lost while its user does something else ends nothing but its transaction', async () => {
  const failure = await failureOf(
    withTransaction(database.system, async (trx) => {
      await ask(trx);
      const closed = once(sockets[0]?.client ?? proxy, 'close');
      cutAll();
      await closed;
      throw new Error('the work failed too');
    }),
  );
  expect(failure).toBeInstanceOf(Error);
  expect(await ask(database.system)).toBe(1);
});

test('connections that are lost while nobody uses them are told of and replaced', async () => {
  const db = database.tenant(randomUUID());
  await Promise.all([ask(db), ask(database.system)]);
  cutAll();
  await vi.waitFor(() => expect(idleErrors).toHaveLength(2));
  expect(await Promise.all([ask(db), ask(database.system)])).toEqual([1, 1]);
});

test('of a COMMIT whose answer is lost it is not known whether it was done', async () => {
  const failure = await failureOf(
    withTransaction(database.system, async (trx) => {
      await ask(trx);
      onData = (chunk, { client }) => {
        // It never gets there, but nobody here can know.
        if (chunk.includes('commit')) client.resetAndDestroy();
      };
    }),
  );
  expect(failure).toMatchObject({ reason: 'unreachable', outcomeUnknown: true });
});

test('a statement outside of a transaction whose answer is lost may have been done, a query has changed nothing', async () => {
  await ask(database.system);
  onData = (_chunk, { client }) => void client.resetAndDestroy();
  expect(await failureOf(ask(database.system))).toMatchObject({ outcomeUnknown: false });
  onData = (chunk, { server }) => server.write(chunk);
  await ask(database.system);
  onData = (_chunk, { client }) => void client.resetAndDestroy();
  const change = sql`DELETE FROM tenants WHERE name = 'nobody'`.execute(database.system);
  expect(await failureOf(change)).toMatchObject({ outcomeUnknown: true });
});

test('a database that cannot be reached is said to be so, and is used again once it can', async () => {
  const { port } = proxy.address() as AddressInfo;
  cutAll();
  await new Promise((resolve) => proxy.close(resolve));
  expect(await failureOf(ask(database.system))).toMatchObject({ name: 'DatabaseFailure', reason: 'unreachable' });
  proxy.listen(port, '127.0.0.1');
  await once(proxy, 'listening');
  expect(await ask(database.system)).toBe(1);
});

test('a connection that was left inside a transaction is used for nobody else', async () => {
  const [one, other] = [randomUUID(), randomUUID()];
  const single = connectDatabase({ connectionString: home.connectionString, maxConnections: 1 });
  const first = single.tenant(one);
  const pid = await pidOf(first);
  await sql`BEGIN`.execute(first);
  const { rows } = await sql<{ seen: string; pid: number }>`
    SELECT current_setting('app.tenant_id') AS seen, pg_backend_pid() AS pid`.execute(single.tenant(other));
  expect(rows[0]?.seen).toBe(other);
  expect(rows[0]?.pid).not.toBe(pid);
  await single.close();
});

test('an error of a statement stays what it is, and a value that cannot be read is no lost connection', async () => {
  await expect(sql`SELECT 1 / 0`.execute(database.system)).rejects.toMatchObject({ code: '22012' });
  await expect(sql`SELECT nothing`.execute(database.system)).rejects.toMatchObject({ code: '42703' });
  expect(await ask(database.system)).toBe(1);
});
