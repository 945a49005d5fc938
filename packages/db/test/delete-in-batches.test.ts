import { firstIdAt, newId } from '@leadlock/core/ids';
import { deleteInBatches } from '@leadlock/db/delete-in-batches';
import { useDatabase } from '@leadlock/db/testing/use-database';
import { sql } from 'kysely';
import { expect, test } from 'vitest';

const database = await useDatabase();

test('deletes all that is meant, in as many statements as it takes, and nothing else', async () => {
  const tenantId = newId();
  await database.system
    .insertInto('tenants')
    .values({ id: tenantId, name: 'A', slug: 'a', tenant_type: 'direct', plan: 'starter' })
    .execute();
  const rows = Array.from({ length: 9 }, (_, index) => ({
    tenant_id: tenantId,
    // Of two months, whose partitions have rows in the same places.
    id: index % 2 === 0 ? newId() : firstIdAt(new Date(Date.now() + 31 * 86_400_000 + index)),
    type: index < 7 ? 'old' : 'new',
    payload: '{}',
    actor: '{}',
  }));
  await database.system.insertInto('events').values(rows).execute();
  const { rows: partitions } = await sql`SELECT DISTINCT tableoid FROM events`.execute(database.system);
  expect(partitions).toHaveLength(2);
  expect(await deleteInBatches(database.system, 'events', sql`type = 'old'`, 3)).toBe(7);
  expect(await database.system.selectFrom('events').select('type').execute()).toEqual([
    { type: 'new' },
    { type: 'new' },
  ]);
});
