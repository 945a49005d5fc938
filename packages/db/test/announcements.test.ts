import { randomUUID } from 'node:crypto';
import { announce } from '@leadlock/db/announcements';
import { connectDatabase, type Db } from '@leadlock/db/client';
import { connectAsOwner } from '@leadlock/db/connect-as-owner';
import { inOneTransaction } from '@leadlock/db/in-one-transaction';
import { listen } from '@leadlock/db/listen';
import { ownerUrlOf } from '@leadlock/db/testing/test-database';
import { useDatabase } from '@leadlock/db/testing/use-database';
import { withTransaction } from '@leadlock/db/transaction';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

let tenant: string;
let heard: string[];
let listener: { close(): Promise<void> };

const database = await useDatabase();

beforeEach(async () => {
  tenant = randomUUID();
  heard = [];
  const listening = Promise.withResolvers<void>();
  listener = listen({
    connectionString: database.connectionString,
    channel: 'news',
    onNotification: (payload) => heard.push(payload),
    onListening: listening.resolve,
    onError: listening.reject,
  });
  await listening.promise;
});
afterEach(() => listener.close());

const tell = (db: Db, payload: string): void => announce(db, { channel: 'news', payload });

const write = (db: Db) =>
  db
    .insertInto('tenants')
    .values({ id: tenant, name: 'Test', slug: tenant, tenant_type: 'direct', plan: 'pro' })
    .execute();

/** All that was announced, up to something that is announced after it. */
async function untilNow(): Promise<string[]> {
  const last = randomUUID();
  tell(database.system, last);
  await vi.waitFor(() => expect(heard).toContain(last), { timeout: 10_000 });
  heard = heard.filter((payload) => payload !== last);
  return heard;
}

test('what a transaction announces is told when others see what it wrote, and not before', async () => {
  await withTransaction(database.system, async (trx) => {
    await write(trx);
    tell(trx, 'written');
    await withTransaction(trx, async (joined) => tell(joined, 'joined'));
    expect(await untilNow()).toEqual([]);
  });
  expect(await untilNow()).toEqual(['written', 'joined']);
});

test('what a transaction announces that is undone is never told', async () => {
  const undone = withTransaction(database.system, async (trx) => {
    await write(trx);
    tell(trx, 'written');
    throw new Error('undone');
  });
  await expect(undone).rejects.toThrow('undone');
  expect(await untilNow()).toEqual([]);
});

test('a commit that the database refuses announces nothing', async () => {
  const owner = connectAsOwner(ownerUrlOf(database));
  await sql`CREATE TABLE parts (id integer PRIMARY KEY, whole integer REFERENCES parts DEFERRABLE INITIALLY DEFERRED)`.execute(
    owner,
  );
  await sql`GRANT ALL ON parts TO PUBLIC`.execute(owner);
  await owner.destroy();
  const refused = withTransaction(database.system, async (trx) => {
    await sql`INSERT INTO parts VALUES (1, 2)`.execute(trx);
    tell(trx, 'written');
  });
  await expect(refused).rejects.toMatchObject({ code: '23503' });
  expect(await untilNow()).toEqual([]);
});

test('in one transaction of several tenants, what is undone inside takes its announcements along', async () => {
  await write(database.system);
  await inOneTransaction(database, tenant, async (within) => {
    tell(within.system, 'outside');
    await withTransaction(within.tenant(tenant), async (trx) => tell(trx, 'kept'));
    const undone = withTransaction(within.system, async (trx) => {
      tell(trx, 'undone');
      await sql`SELECT 1 / 0`.execute(trx);
    });
    await expect(undone).rejects.toMatchObject({ code: '22012' });
    expect(await untilNow()).toEqual([]);
  });
  expect(await untilNow()).toEqual(['outside', 'kept']);
  const failed = inOneTransaction(database, tenant, async (within) => {
    await withTransaction(within.tenant(tenant), async (trx) => tell(trx, 'released'));
    throw new Error('undone');
  });
  await expect(failed).rejects.toThrow('undone');
  expect(await untilNow()).toEqual(['outside', 'kept']);
});

test('a transaction that nobody hears of the end of cannot announce', async () => {
  const work = database.system.transaction().execute(async (trx) => tell(trx, 'written'));
  await expect(work).rejects.toThrow(TypeError);
});

test('what waits is sent when the database is closed', async () => {
  const own = connectDatabase({ connectionString: database.connectionString, maxConnections: 1 });
  tell(own.system, 'at once');
  await vi.waitFor(() => expect(heard).toEqual(['at once']), { timeout: 10_000 });
  tell(own.system, 'waits');
  await own.close();
  expect(await untilNow()).toEqual(['at once', 'waits']);
});

test('what no notification holds is refused, so that it does not hold up what comes after it', async () => {
  expect(() => tell(database.system, 'x'.repeat(8_000))).toThrow(RangeError);
  expect(() => tell(database.system, 'é'.repeat(4_000))).toThrow(RangeError);
  const longest = 'x'.repeat(7_999);
  tell(database.system, longest);
  expect(await untilNow()).toEqual([longest]);
});
