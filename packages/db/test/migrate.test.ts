import { connectAsOwner, isMigrated, migrate, migrationStatus, NewerDatabaseError } from '../src/migrate.ts';
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
async function createEmptyDatabase(): Promise<string> {
  const name = `empty_${randomBytes(6).toString('hex')}`;
  await onCluster(`CREATE DATABASE ${name}`);
  created.push(name);
  return Object.assign(new URL(inject('postgres')), { pathname: `/${name}` }).toString();
}

afterEach(async () => {
  for (const name of created.splice(0)) await onCluster(`DROP DATABASE ${name} WITH (FORCE)`);
});

test('several at once bring an empty database up to date, each migration once and timed', async () => {
  const url = await createEmptyDatabase();
  const timed: string[] = [];
  const onMigration = (name: string, milliseconds: number) => {
    expect(milliseconds).toBeGreaterThan(0);
    timed.push(name);
  };
  const ran = await Promise.all([1, 2, 3].map(() => migrate(url, { onMigration })));
  const db = connectAsOwner(url);
  const { applied, pending, unknown } = await migrationStatus(db);
  expect(await isMigrated(db)).toBe(true);
  await db.destroy();
  expect(applied.length).toBeGreaterThan(5);
  expect(timed).toEqual(applied.map(({ name }) => name));
  expect(ran.map(({ length }) => length).toSorted((a, b) => a - b)).toEqual([0, 0, applied.length]);
  expect({ pending, unknown }).toEqual({ pending: [], unknown: [] });
});

test('an empty database waits for all of them', async () => {
  const db = connectAsOwner(await createEmptyDatabase());
  const { applied, pending } = await migrationStatus(db);
  await db.destroy();
  expect(applied).toEqual([]);
  expect(pending[0]).toBe('20261122T140000Z-foundation');
});

test('a database of a newer version is left alone', async () => {
  const url = await createEmptyDatabase();
  await migrate(url);
  const db = connectAsOwner(url);
  await sql`INSERT INTO kysely_migration VALUES ('29990101T000000Z-future', now()::text)`.execute(db);
  await expect(migrate(url)).rejects.toThrow(NewerDatabaseError);
  await expect(migrate(url)).rejects.toThrow('29990101T000000Z-future');
  expect((await migrationStatus(db)).unknown).toEqual(['29990101T000000Z-future']);
  await db.destroy();
});
