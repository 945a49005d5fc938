import { randomUUID } from 'node:crypto';
import { announce } from '@leadlock/db/announcements';
import { connectDatabase, type Database, type Db } from '@leadlock/db/client';
import { connectAsOwner } from '@leadlock/db/connect-as-owner';
import { inOneTransaction } from '@leadlock/db/in-one-transaction';
import { createTestDatabase, ownerUrlOf } from '@leadlock/db/testing/test-database';
import { withTransaction } from '@leadlock/db/transaction';
import { TransactionMisuse } from '@leadlock/db/transaction-misuse';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';

const OVER = /already (committed|rolled back)|has ended/;
const STILL_WORKS = /a query was still running/;

/** Of one connection: what runs where it should not runs on the connection that the next one gets. */
let database: Database;
let observer: Database;
let key: number;

beforeAll(async () => {
  observer = await createTestDatabase();
  database = connectDatabase({ connectionString: observer.connectionString, maxConnections: 1 });
  const owner = connectAsOwner(ownerUrlOf(observer));
  await sql`CREATE TABLE notes (key integer, text text)`.execute(owner);
  await sql`CREATE FUNCTION wait_for_lock() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN PERFORM pg_advisory_xact_lock(NEW.key); RETURN NULL; END $$`.execute(owner);
  await sql`CREATE CONSTRAINT TRIGGER late AFTER INSERT ON notes DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.text = 'commits late') EXECUTE FUNCTION wait_for_lock()`.execute(owner);
  await sql`GRANT ALL ON notes TO PUBLIC`.execute(owner);
  await owner.destroy();
});
afterAll(async () => {
  await database.close();
  await observer.close();
});

beforeEach(() => {
  key = Math.floor(Math.random() * 2 ** 31);
});

const note = (db: Db, text: string) => sql`INSERT INTO notes VALUES (${key}, ${text})`.execute(db);
/** Is written once the gate is open. */
const slowNote = (db: Db, text: string) =>
  sql`INSERT INTO notes SELECT ${key}, ${text} FROM pg_advisory_xact_lock(${key})`.execute(db);
const written = async (): Promise<string[]> => {
  const { rows } = await sql<{ text: string }>`SELECT text FROM notes WHERE key = ${key}`.execute(observer.system);
  return rows.map(({ text }) => text);
};

/** Holds up slow notes and late commits until it is opened. */
async function closeGate(): Promise<{ open(): Promise<void>; untilSomebodyWaits(): Promise<void> }> {
  const closed = Promise.withResolvers<void>();
  const opening = Promise.withResolvers<void>();
  const holding = observer.system.transaction().execute(async (trx) => {
    await sql`SELECT pg_advisory_xact_lock(${key})`.execute(trx);
    closed.resolve();
    await opening.promise;
  });
  await closed.promise;
  const open = async (): Promise<void> => {
    opening.resolve();
    await holding;
  };
  onTestFinished(open);
  return {
    open,
    untilSomebodyWaits: () =>
      vi.waitFor(
        async () => {
          const waiting = sql`SELECT FROM pg_locks WHERE locktype = 'advisory' AND objid = ${key} AND NOT granted`;
          expect((await waiting.execute(observer.system)).rows).toHaveLength(1);
        },
        { timeout: 10_000 },
      ),
  };
}

const ignore = (): void => undefined;

type Way = (work: (trx: Db) => Promise<unknown>) => Promise<unknown>;
const WAYS: [string, Way][] = [
  ['a transaction of the system', (work) => withTransaction(database.system, work)],
  ['one of a tenant', (work) => withTransaction(database.tenant(randomUUID()), work)],
  ['one of several tenants', (work) => inOneTransaction(database, randomUUID(), ({ system }) => work(system))],
  [
    'one inside of that',
    (work) => inOneTransaction(database, randomUUID(), ({ system }) => withTransaction(system, work)),
  ],
];

describe.each(WAYS)('%s', (_, run) => {
  test.each(['committed', 'undone'])('takes nothing more once it is %s', async (end) => {
    let used: Db = database.system;
    const work = run(async (trx) => {
      used = trx;
      await note(trx, 'in time');
      if (end === 'undone') throw new Error('no more');
    });
    const [outcome] = await Promise.allSettled([work]);
    expect(outcome.status).toBe(end === 'undone' ? 'rejected' : 'fulfilled');
    await expect(note(used, 'too late')).rejects.toThrow(OVER);
    const joined = vi.fn(() => Promise.resolve());
    await expect(withTransaction(used, joined)).rejects.toThrow(TransactionMisuse);
    expect(joined).not.toHaveBeenCalled();
    expect(() => announce(used, { channel: 'news', payload: 'too late' })).toThrow(TransactionMisuse);
    expect(await written()).toEqual(end === 'undone' ? [] : ['in time']);
  });

  test('takes nothing more while it is being committed', async () => {
    const gate = await closeGate();
    let used: Db = database.system;
    const work = run(async (trx) => {
      used = trx;
      await note(trx, 'commits late');
    });
    await gate.untilSomebodyWaits();
    const refused = note(used, 'too late');
    refused.catch(ignore);
    await gate.open();
    await work;
    await expect(refused).rejects.toThrow(OVER);
    expect(await written()).toEqual(['commits late']);
  });

  test('is undone as a whole when a query still runs that nobody awaits', async () => {
    const gate = await closeGate();
    let dropped: Promise<unknown> = Promise.resolve();
    const work = run(async (trx) => {
      await note(trx, 'awaited');
      dropped = slowNote(trx, 'dropped').then(() => note(trx, 'what follows it'));
      dropped.catch(ignore);
    });
    work.catch(ignore);
    await gate.untilSomebodyWaits();
    await gate.open();
    await expect(work).rejects.toThrow(STILL_WORKS);
    await expect(dropped).rejects.toThrow(OVER);
    expect(await written()).toEqual([]);
    await run((trx) => note(trx, 'next'));
    expect(await written()).toEqual(['next']);
  });

  test('is undone, too, when the query only waits for its turn', async () => {
    let dropped: Promise<unknown> = Promise.resolve();
    const work = run(async (trx) => {
      const first = note(trx, 'awaited');
      dropped = note(trx, 'dropped');
      dropped.catch(ignore);
      await first;
    });
    await expect(work).rejects.toThrow(STILL_WORKS);
    await dropped;
    expect(await written()).toEqual([]);
  });

  test('fails with what its work threw, whatever else ran', async () => {
    const gate = await closeGate();
    const throwing = Promise.withResolvers<void>();
    let others: Promise<unknown>[] = [];
    const work = run(async (trx) => {
      others = [slowNote(trx, 'running'), note(trx, 'waiting')];
      for (const other of others) other.catch(ignore);
      await gate.untilSomebodyWaits();
      throwing.resolve();
      throw new Error('no more');
    });
    work.catch(ignore);
    await throwing.promise;
    await gate.open();
    await expect(work).rejects.toThrow('no more');
    await Promise.allSettled(others);
    expect(await written()).toEqual([]);
    await run((trx) => note(trx, 'next'));
    expect(await written()).toEqual(['next']);
  });
});

test('what is left running inside of a transaction undoes its own part only', async () => {
  await inOneTransaction(database, randomUUID(), async ({ system }) => {
    await note(system, 'outside');
    const inner = withTransaction(system, async (trx) => {
      await note(trx, 'inside');
      note(trx, 'dropped').catch(ignore);
    });
    await expect(inner).rejects.toThrow(STILL_WORKS);
  });
  expect(await written()).toEqual(['outside']);
});

test('a database of several tenants ends with its transaction, also in views of it that were not used before', async () => {
  const ended = await inOneTransaction(database, randomUUID(), async (within) => within);
  for (const db of [ended.system, ended.tenant(randomUUID())]) {
    await expect(note(db, 'too late')).rejects.toThrow(OVER);
    await expect(withTransaction(db, (trx) => note(trx, 'too late'))).rejects.toThrow(TransactionMisuse);
  }
  expect(await written()).toEqual([]);
});

test('a connection that was given back takes no query of whoever had it', async () => {
  const kept = await database.system.connection().execute((db) => Promise.resolve({ db }));
  await expect(note(kept.db, 'too late')).rejects.toThrow(TransactionMisuse);
  expect(await written()).toEqual([]);
});
