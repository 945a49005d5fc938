import type { Database } from '@leadlock/db/client';
import { connectAsOwner } from '@leadlock/db/connect-as-owner';
import { createTestDatabase } from '@leadlock/testing/test-database';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeMonthlyPartitions } from './jobs.ts';

let database: Database;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

it('are made of the months to come, once', async () => {
  const owner = connectAsOwner(database.connectionString);
  const names = async () => {
    const { rows } = await sql<{ name: string }>`
      SELECT name FROM month_partitions('messages') ORDER BY before_id`.execute(owner);
    return rows.map(({ name }) => name);
  };
  const before = await names();
  expect(before).toHaveLength(5);
  for (const name of before.slice(-2)) await sql`DROP TABLE partitions.${sql.id(name)}`.execute(owner);
  expect(await names()).toEqual(before.slice(0, 3));
  expect(await makeMonthlyPartitions({ db: database.system })).toBe(2);
  expect(await names()).toEqual(before);
  expect(await makeMonthlyPartitions({ db: database.system })).toBe(0);
  await owner.destroy();
});
