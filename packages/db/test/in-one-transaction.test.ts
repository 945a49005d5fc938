import type { Database } from '@leadlock/db/client';
import { inOneTransaction } from '@leadlock/db/in-one-transaction';
import { useDatabase } from '@leadlock/db/testing/use-database';
import { withTransaction } from '@leadlock/db/transaction';
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { beforeEach, expect, test } from 'vitest';

let one: string;
let other: string;
const database = await useDatabase();

async function createTenant(db: Database['system']): Promise<string> {
  const id = randomUUID();
  await db
    .insertInto('tenants')
    .values({ id, name: 'Test', slug: id, tenant_type: 'direct', plan: 'starter' })
    .execute();
  return id;
}
const rename = (db: Database['system'], id: string, name: string) =>
  db.updateTable('tenants').set({ name }).where('id', '=', id).executeTakeFirstOrThrow();
const nameOf = async (id: string): Promise<string> =>
  (await database.system.selectFrom('tenants').select('name').where('id', '=', id).executeTakeFirstOrThrow()).name;
const seen = async (db: Database['system']): Promise<string[]> =>
  (await db.selectFrom('tenants').select('id').where('id', 'in', [one, other]).execute()).map(({ id }) => id);

beforeEach(async () => {
  [one, other] = [await createTenant(database.system), await createTenant(database.system)];
});

test('queries of several scopes are one transaction, and each sees its own rows', async () => {
  await inOneTransaction(database, one, async (within) => {
    await rename(within.tenant(one), one, 'First');
    expect(await rename(within.tenant(one), other, 'Not mine')).toMatchObject({ numUpdatedRows: 0n });
    expect(await rename(within.tenant(other), other, 'Second')).toMatchObject({ numUpdatedRows: 1n });
    expect(await seen(within.tenant(one))).toEqual([one]);
    expect(await seen(within.system)).toHaveLength(2);
    // At once, they still do not get into each other's scope.
    const looks = [one, other, one, other].map((id) => seen(within.tenant(id)));
    expect(await Promise.all(looks)).toEqual([[one], [other], [one], [other]]);
    expect(await nameOf(one)).toBe('Test');
  });
  expect([await nameOf(one), await nameOf(other)]).toEqual(['First', 'Second']);
});

test('an error undoes all of it, and leaves the connection as it was', async () => {
  const failed = inOneTransaction(database, one, async (within) => {
    await withTransaction(within.tenant(one), (trx) => rename(trx, one, 'First'));
    await rename(within.system, other, 'Second');
    throw new Error('No more');
  });
  await expect(failed).rejects.toThrow('No more');
  expect([await nameOf(one), await nameOf(other)]).toEqual(['Test', 'Test']);
  expect(await seen(database.tenant(one))).toEqual([one]);
  expect(await seen(database.tenant(other))).toEqual([other]);
});

test('a transaction inside that fails undoes its own part only', async () => {
  await inOneTransaction(database, one, async (within) => {
    await rename(within.tenant(one), one, 'First');
    const inner = withTransaction(within.tenant(other), async (trx) => {
      await rename(trx, other, 'Second');
      await sql`SELECT 1 / 0`.execute(trx);
    });
    await expect(inner).rejects.toMatchObject({ code: '22012' });
    expect(await seen(within.tenant(one))).toEqual([one]);
  });
  expect([await nameOf(one), await nameOf(other)]).toEqual(['First', 'Test']);
});
