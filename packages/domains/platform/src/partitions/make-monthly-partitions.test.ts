import { newId } from '@leadlock/core/ids';
import { connectAsOwner } from '@leadlock/db/connect-as-owner';
import { createTenant, createTestContext } from '@leadlock/testing/factories';
import { ownerUrlOf } from '@leadlock/testing/test-database';
import { useDatabase } from '@leadlock/testing/use-database';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { makeMonthlyPartitions } from './make-monthly-partitions.ts';

let owner: ReturnType<typeof connectAsOwner>;
const database = await useDatabase();
const system = createTestContext(database);
beforeAll(async () => {
  owner = connectAsOwner(ownerUrlOf(database));
});
beforeEach(async () => {
  await sql`DELETE FROM messages`.execute(owner);
  await makeMonthlyPartitions(system);
});
afterAll(async () => {
  await owner.destroy();
});

/** Those of a table but for that of the rows before, in their order. */
async function months(table: string): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    SELECT name FROM month_partitions(${table}) WHERE from_id IS NOT NULL ORDER BY before_id`.execute(owner);
  return rows.map(({ name }) => name);
}

async function drop(names: readonly string[]): Promise<void> {
  for (const name of names) await sql`DROP TABLE partitions.${sql.id(name)}`.execute(owner);
}

it('are made of the months that lack some, once, and told to the planner', async () => {
  const before = await months('messages');
  expect(before).toHaveLength(4);
  await drop(before.slice(1, 3));
  expect(await makeMonthlyPartitions(system)).toBe(2);
  expect(await months('messages')).toEqual(before);
  const analyzed = () =>
    sql`SELECT FROM pg_stat_user_tables WHERE relid = 'public.messages'::regclass AND last_analyze IS NOT NULL`;
  expect((await analyzed().execute(owner)).rows).toHaveLength(1);
  expect(await makeMonthlyPartitions(system)).toBe(0);
});

it('begin with this month when there are none left', async () => {
  const before = await months('messages');
  await drop(before);
  expect(await makeMonthlyPartitions(system)).toBe(4);
  expect(await months('messages')).toEqual(before);
});

it('are not made of a month that has rows in the default one, while others are', async () => {
  const before = await months('messages');
  await drop(before);
  const { id } = await createTenant(database);
  await sql`INSERT INTO messages (tenant_id, id, direction, from_number, to_number, body, status)
    VALUES (${id}, ${newId()}, 'outbound', '+1', '+2', 'Hi', 'sent')`.execute(database.system);
  expect(await makeMonthlyPartitions(system)).toBe(3);
  expect(await months('messages')).toEqual(before.slice(1));
  expect(await makeMonthlyPartitions(system)).toBe(0);
});

it('are made of every table, whatever happens to one, and the failure is reported', async () => {
  const [first, second] = [await months('messages'), await months('usage_records')];
  await drop([...first.slice(-2), ...second.slice(-1)]);
  const taken = first.slice(-2, -1);
  await sql`CREATE TABLE partitions.${sql.id(taken[0] ?? '')} ()`.execute(owner);
  const attempt = makeMonthlyPartitions(system);
  await expect(attempt).rejects.toThrow("Couldn't create partitions");
  await expect(attempt).rejects.toMatchObject({ errors: [{ message: expect.stringContaining('messages') as string }] });
  expect(await months('messages')).toEqual([...first.slice(0, 2), ...first.slice(-1)]);
  expect(await months('usage_records')).toEqual(second);
  await drop(taken);
});
