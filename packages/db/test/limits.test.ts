import { connectDatabase, type Database } from '@leadlock/db/client';
import { REQUEST_LIMITS, type DatabaseLimits } from '@leadlock/db/limits';
import { withClient } from '@leadlock/db/pool/steady-client';
import { ownerUrlOf } from '@leadlock/db/testing/test-database';
import { useDatabase } from '@leadlock/db/testing/use-database';
import { withTransaction } from '@leadlock/db/transaction';
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterEach, expect, test } from 'vitest';

const opened: Database[] = [];
const home = await useDatabase();
afterEach(() => Promise.all(opened.splice(0).map((database) => database.close())));

function connect(limits: Partial<DatabaseLimits>, maxConnections = 4): Database {
  const database = connectDatabase({
    connectionString: home.connectionString,
    maxConnections,
    limits: { ...REQUEST_LIMITS, ...limits },
  });
  opened.push(database);
  return database;
}
const busy = (db: Database['system']): Promise<unknown> => sql`SELECT pg_sleep(60)`.execute(db);
const ask = async (db: Database['system']): Promise<unknown> =>
  (await sql<{ one: number }>`SELECT 1 AS one`.execute(db)).rows[0]?.one;

test('a statement that takes too long is stopped, and its connection is used again', async () => {
  const database = connect({ statementMs: 50 }, 1);
  await expect(busy(database.system)).rejects.toMatchObject({ name: 'DatabaseFailure', reason: 'stopped' });
  expect(await ask(database.system)).toBe(1);
});

test('a lock that does not become free is not waited for any longer', async () => {
  const database = connect({ lockMs: 50 });
  await withTransaction(home.system, async (trx) => {
    await sql`SELECT pg_advisory_xact_lock(1)`.execute(trx);
    const wait = sql`SELECT pg_advisory_xact_lock(1)`.execute(database.system);
    await expect(wait).rejects.toMatchObject({ name: 'DatabaseFailure', reason: 'stopped' });
  });
});

test('a transaction that does nothing for too long is ended, and locks nothing any more', async () => {
  const database = connect({ idleInTransactionMs: 50 });
  const [locked, gate] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const idle = withTransaction(database.system, async (trx) => {
    await sql`SELECT pg_advisory_xact_lock(2)`.execute(trx);
    locked.resolve();
    await gate.promise;
    await ask(trx);
  });
  await locked.promise;
  // Granted only once the transaction that does nothing has been ended.
  await sql`SELECT pg_advisory_lock(2)`.execute(home.system);
  gate.resolve();
  await expect(idle).rejects.toMatchObject({ name: 'DatabaseFailure', reason: 'unreachable' });
});

test('a tenant that keeps the database busy holds up itself and no other', async () => {
  const database = connect({ waitMs: 200 });
  const [greedy, modest] = [database.tenant(randomUUID()), database.tenant(randomUUID())];
  const requests = Array.from({ length: 12 }, () =>
    busy(greedy).then(
      () => 'done',
      (error: unknown) => error,
    ),
  );
  expect(await ask(modest)).toBe(1);
  // Two of four connections are its share; those that got none give up in time.
  const refused = await Promise.race(requests);
  expect(refused).toMatchObject({ name: 'DatabaseFailure', reason: 'busy' });
  const running = `FROM pg_stat_activity WHERE datname = current_database() AND query = 'SELECT pg_sleep(60)'`;
  const asOwner = (text: string) => withClient(ownerUrlOf(home), (client) => client.query(text));
  expect((await asOwner(`SELECT pid ${running} AND state = 'active'`)).rowCount).toBe(2);
  expect(await ask(modest)).toBe(1);
  await asOwner(`SELECT pg_cancel_backend(pid) ${running}`);
  const ends = await Promise.all(requests);
  expect(ends.filter((end) => (end as { reason?: string }).reason === 'busy')).toHaveLength(10);
});
