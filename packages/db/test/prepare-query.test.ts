import { newId } from '@leadlock/core/ids';
import { prepareQuery } from '@leadlock/db/prepare-query';
import { useDatabase } from '@leadlock/db/testing/use-database';
import { beforeAll, expect, test } from 'vitest';

const [mine, other] = [newId(), newId()];
const database = await useDatabase();
beforeAll(async () => {
  for (const id of [mine, other]) {
    await database.system
      .insertInto('tenants')
      .values({ id, name: 'Test', slug: id, tenant_type: 'direct', plan: 'starter' })
      .execute();
  }
});

test('is built once and run with the values of each run, one in two places, too', async () => {
  let built = 0;
  const tenant = prepareQuery((db, { id, isActive }: { id: string; isActive: boolean }) => {
    built += 1;
    return db
      .selectFrom('tenants')
      .select('id')
      .where('is_active', '=', isActive)
      .where((eb) => eb.or([eb('id', '=', id), eb('parent_tenant_id', '=', id)]))
      .where('plan', '=', 'starter');
  });
  expect(await tenant(database.system, { id: mine, isActive: true })).toEqual([{ id: mine }]);
  expect(await tenant(database.system, { id: other, isActive: true })).toEqual([{ id: other }]);
  expect(await tenant(database.system, { id: other, isActive: false })).toEqual([]);
  expect(built).toBe(1);
});

test('sees what the database that runs it may see', async () => {
  const tenant = prepareQuery((db, { id }: { id: string }) =>
    db.selectFrom('tenants').select('id').where('id', '=', id),
  );
  expect(await tenant(database.system, { id: other })).toEqual([{ id: other }]);
  expect(await tenant(database.tenant(mine), { id: other })).toEqual([]);
  expect(await tenant(database.tenant(mine), { id: mine })).toEqual([{ id: mine }]);
});
