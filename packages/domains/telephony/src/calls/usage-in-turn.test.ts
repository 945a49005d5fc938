import { newId } from '@leadlock/core/ids';
import type { Db } from '@leadlock/db/client';
import { withTransaction } from '@leadlock/db/transaction';
import { blockedSessions } from '@leadlock/testing/blocked-sessions';
import { createTenant } from '@leadlock/testing/factories';
import { useDatabase } from '@leadlock/testing/use-database';
import { expect, test } from 'vitest';

const database = await useDatabase();

test('a correction and a call of another sub-account that end in the same hour do not wait for each other', async () => {
  const agency = await createTenant(database, { tenant_type: 'agency' });
  const [one, other] = [
    await createTenant(database, { parent_tenant_id: agency.id }),
    await createTenant(database, { parent_tenant_id: agency.id }),
  ];
  const addUsage = (db: Db, { id }: { id: string }, minute: number) =>
    db
      .insertInto('usage_records')
      .values({
        tenant_id: id,
        id: newId(),
        kind: 'voice',
        provider: 'xai',
        direction: 'inbound',
        quantity: 1,
        unit: 'minute',
        revenue_cents: 20,
        occurred_at: new Date(Date.UTC(2026, 10, 24, 15, minute)),
      })
      .execute();
  let second: Promise<unknown> = Promise.resolve();
  await withTransaction(database.system, async (trx) => {
    await addUsage(trx, one, 0);
    second = addUsage(database.system, other, 20);
    second.catch(() => undefined);
    await expect.poll(() => blockedSessions(database.system)).toBeGreaterThan(0);
    await addUsage(trx, one, 20);
  });
  await second;
  const hours = database.system.selectFrom('agency_usage_by_hour').select('calls').where('tenant_id', '=', agency.id);
  expect(await hours.execute()).toEqual([{ calls: 3 }]);
});
