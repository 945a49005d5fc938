import { randomBytes } from 'node:crypto';
import { createSecretBox } from '@leadlock/core/envelope-encryption';
import { ownerUrlOf } from '@leadlock/db/testing/test-database';
import { useDatabase } from '@leadlock/db/testing/use-database';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { connectAsOwner } from '@leadlock/db/connect-as-owner';
import { countDamagedValues, countSealedValues, describeSealedValues, resealValues } from './sealed-values.ts';

const [oldKey, newKey, strangeKey] = [32, 32, 32].map((bytes) => randomBytes(bytes).toString('base64')) as [
  string,
  string,
  string,
];
const rotated = createSecretBox([newKey, oldKey]);

const notes = describeSealedValues({
  name: 'notes',
  table: 'sealing.notes',
  key: ['shelf', 'id'],
  where: sql<boolean>`data ? 'note'`,
  sealed: sql<string>`(data->>'note')`,
  assign: (sealed) => sql`data = jsonb_set(data, '{note}', to_jsonb(${sealed}::text))`,
  bound: { id: sql<string>`id` },
  purpose: ({ id }) => `note:${id}`,
});

let db: ReturnType<typeof connectAsOwner>;

const database = await useDatabase();
beforeAll(async () => {
  db = connectAsOwner(ownerUrlOf(database));
  await sql`CREATE SCHEMA sealing`.execute(db);
  await sql`CREATE TABLE sealing.notes (shelf text, id integer, data jsonb, PRIMARY KEY (shelf, id))`.execute(db);
});
afterAll(async () => {
  await db.destroy();
});
beforeEach(async () => {
  await sql`TRUNCATE sealing.notes`.execute(db);
});

async function store(shelf: string, from: number, to: number, key: string): Promise<void> {
  const box = createSecretBox([key]);
  for (let id = from; id <= to; id++) {
    const data = JSON.stringify({ note: box.seal(`note ${shelf} ${id}`, `note:${id}`), kept: id });
    await sql`INSERT INTO sealing.notes VALUES (${shelf}, ${id}, ${data})`.execute(db);
  }
}

const find = async (shelf: string, id: number) => {
  const { rows } = await sql<{ data: { note: string; kept: number } }>`
    SELECT data FROM sealing.notes WHERE shelf = ${shelf} AND id = ${id}`.execute(db);
  return rows[0]?.data ?? { note: '', kept: 0 };
};

test('counts values by what can be done with them', async () => {
  await store('a', 1, 3, newKey);
  await store('a', 4, 5, oldKey);
  await store('b', 6, 6, strangeKey);
  await sql`INSERT INTO sealing.notes VALUES ('b', 7, '{"note": "no sealed text"}'), ('b', 8, '{}')`.execute(db);
  expect(await countSealedValues(db, rotated, notes)).toEqual({ current: 3, older: 2, lost: 2 });
});

test('finds values that were moved to another row', async () => {
  await store('a', 1, 2, newKey);
  await sql`UPDATE sealing.notes SET id = 9 WHERE id = 2`.execute(db);
  expect(await countDamagedValues(db, rotated, notes, 100)).toBe(1);
});

test('seals everything again that opens, in batches, and leaves the rest alone', async () => {
  await store('a', 1, 700, oldKey);
  await store('b', 1, 2, strangeKey);
  await store('b', 3, 3, newKey);
  const lost = await find('b', 1);
  const seen: number[] = [];
  expect(await resealValues(db, rotated, notes, (count) => void seen.push(count))).toEqual({
    resealed: 700,
    unopenable: 2,
  });
  expect(seen).toEqual([500, 702]);
  expect(await countSealedValues(db, rotated, notes)).toEqual({ current: 701, older: 0, lost: 2 });
  expect(await find('b', 1)).toEqual(lost);
  const { note, kept } = await find('a', 700);
  expect(kept).toBe(700);
  expect(createSecretBox([newKey]).open(note, 'note:700')).toBe('note a 700');
});

test('two at once seal each value once', async () => {
  await store('a', 1, 300, oldKey);
  const other = connectAsOwner(ownerUrlOf(database));
  const results = await Promise.all([resealValues(db, rotated, notes), resealValues(other, rotated, notes)]);
  await other.destroy();
  expect(results.map(({ unopenable }) => unopenable)).toEqual([0, 0]);
  expect(results.reduce((sum, { resealed }) => sum + resealed, 0)).toBe(300);
});
