import { applyRowLevelSecurity } from '../src/apply-row-level-security.ts';
import { connectAsOwner } from '../src/connect-as-owner.ts';
import { isMigrated, migrate, migrationStatus, NewerDatabaseError } from '../src/migrate.ts';
import { inShortTransaction } from '../src/migration.ts';
import type { DatabaseAccess } from '../src/login/database-access.ts';
import { accessToTestDatabase } from '../src/testing/test-database.ts';
import { TEMPLATE_DATABASE } from '../src/testing/postgres-for-tests.ts';
import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import pg from 'pg';
import { afterEach, expect, inject, test } from 'vitest';

const created: string[] = [];

async function onCluster(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: inject('postgres') });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** An empty database of one test's own. */
async function createEmptyDatabase(options = ''): Promise<DatabaseAccess> {
  const name = `empty_${randomBytes(6).toString('hex')}`;
  await onCluster(`CREATE DATABASE ${name} ${options}`);
  created.push(name);
  return accessToTestDatabase(name);
}

const createMigratedDatabase = (): Promise<DatabaseAccess> => createEmptyDatabase(`TEMPLATE ${TEMPLATE_DATABASE}`);

afterEach(async () => {
  for (const name of created.splice(0)) await onCluster(`DROP DATABASE ${name} WITH (FORCE)`);
});

test('several at once bring an empty database up to date, each migration once and timed', async () => {
  const access = await createEmptyDatabase();
  const timed: string[] = [];
  const onMigration = (name: string, milliseconds: number) => {
    expect(milliseconds).toBeGreaterThan(0);
    timed.push(name);
  };
  const ran = await Promise.all([1, 2, 3].map(() => migrate(access, { onMigration })));
  const db = connectAsOwner(access.ownerUrl);
  const { applied, pending, unknown } = await migrationStatus(db);
  expect(await isMigrated(db)).toBe(true);
  await db.destroy();
  expect(applied.length).toBeGreaterThan(5);
  expect(timed).toEqual(applied.map(({ name }) => name));
  expect(ran.map(({ length }) => length).toSorted((a, b) => a - b)).toEqual([0, 0, applied.length]);
  expect({ pending, unknown }).toEqual({ pending: [], unknown: [] });
});

test('an empty database waits for all of them', async () => {
  const db = connectAsOwner((await createEmptyDatabase()).ownerUrl);
  const { applied, pending } = await migrationStatus(db);
  await db.destroy();
  expect(applied).toEqual([]);
  expect(pending[0]).toBe('20261122T140000Z-foundation');
});

test('a database of a newer version is left alone', async () => {
  const access = await createMigratedDatabase();
  const db = connectAsOwner(access.ownerUrl);
  await sql`INSERT INTO kysely_migration VALUES ('29990101T000000Z-future', now()::text)`.execute(db);
  await expect(migrate(access)).rejects.toThrow(NewerDatabaseError);
  await expect(migrate(access)).rejects.toThrow('29990101T000000Z-future');
  expect((await migrationStatus(db)).unknown).toEqual(['29990101T000000Z-future']);
  await db.destroy();
});

test('a database that is up to date is only read: whoever reads its tables holds nobody up', async () => {
  const access = await createMigratedDatabase();
  const db = connectAsOwner(access.ownerUrl);
  const policies = () => sql`SELECT oid, xmin::text FROM pg_policy ORDER BY oid`.execute(db).then(({ rows }) => rows);
  const before = await policies();
  const reader = connectAsOwner(access.ownerUrl);
  await reader.transaction().execute(async (trx) => {
    await sql`LOCK TABLE tenants, call_logs, usage_records IN ACCESS SHARE MODE`.execute(trx);
    expect(await migrate(access)).toEqual([]);
  });
  expect(before.length).toBeGreaterThan(50);
  expect(await policies()).toEqual(before);
  await Promise.all([db.destroy(), reader.destroy()]);
});

test('grants and policies that are not what they should be are put right, and no others', async () => {
  const access = await createMigratedDatabase();
  const db = connectAsOwner(access.ownerUrl);
  await sql`ALTER POLICY tenant_rows ON agents USING (true)`.execute(db);
  await sql`GRANT SELECT ON gateways TO leadlock_tenant`.execute(db);
  await sql`ALTER TABLE users DISABLE ROW LEVEL SECURITY`.execute(db);
  await sql`CREATE POLICY more ON webhook_endpoints TO leadlock_tenant USING (true)`.execute(db);
  await sql`GRANT UPDATE ON outbound_terms_acceptances TO leadlock_system`.execute(db);
  expect(await applyRowLevelSecurity(db)).toEqual([
    'agents',
    'gateways',
    'outbound_terms_acceptances',
    'users',
    'webhook_endpoints',
  ]);
  expect(await applyRowLevelSecurity(db)).toEqual([]);
  await db.destroy();
});

test('what needs a table for itself lets go of its place in the queue until it can have it at once', async () => {
  const access = await createEmptyDatabase();
  const [writer, reader, db] = [
    connectAsOwner(access.ownerUrl),
    connectAsOwner(access.ownerUrl),
    connectAsOwner(access.ownerUrl),
  ];
  await sql`CREATE TABLE things (id integer)`.execute(db);
  const attempts: Date[] = [];
  let changing: Promise<unknown> = Promise.resolve();
  await writer.transaction().execute(async (trx) => {
    await sql`INSERT INTO things VALUES (1)`.execute(trx);
    changing = inShortTransaction(db, (short) => {
      attempts.push(new Date());
      return sql`ALTER TABLE things ADD COLUMN name text`.execute(short);
    });
    // Readers come after it in the queue: while it waited, they would, too, for as long as this transaction is open.
    while (attempts.length < 4) await sql`SELECT FROM things`.execute(reader);
  });
  await changing;
  expect((await sql`SELECT name FROM things`.execute(reader)).rows).toEqual([{ name: null }]);
  await Promise.all([writer.destroy(), reader.destroy(), db.destroy()]);
});
