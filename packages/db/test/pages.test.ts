import { newId } from '@leadlock/core/ids';
import { afterCursor, decodeCursor, encodeCursor, type KeysetCursor } from '@leadlock/db/pages';
import { useDatabase } from '@leadlock/db/testing/use-database';
import { beforeAll, expect, test } from 'vitest';

const tenantId = newId();

const database = await useDatabase();
beforeAll(async () => {
  await database.system
    .insertInto('tenants')
    .values({ id: tenantId, name: 'A', slug: 'a', tenant_type: 'direct', plan: 'starter' })
    .execute();
  // Pairs of rows share a moment, so that only the id tells them apart.
  const rows = Array.from({ length: 7 }, (_, index) => ({
    tenant_id: tenantId,
    id: newId(),
    type: `event ${index}`,
    payload: '{}',
    actor: '{}',
    occurred_at: new Date(1_700_000_000_000 + Math.floor(index / 2) * 1000),
  }));
  await database.system.insertInto('events').values(rows).execute();
});

function page(cursor: KeysetCursor | null): Promise<{ id: string; type: string; occurred_at: Date }[]> {
  return database
    .tenant(tenantId)
    .selectFrom('events')
    .select(['id', 'type', 'occurred_at'])
    .where('tenant_id', '=', tenantId)
    .$if(cursor !== null, (query) =>
      query.where((eb) => afterCursor(eb.ref('occurred_at'), eb.ref('id'), cursor as KeysetCursor)),
    )
    .orderBy('occurred_at', 'desc')
    .orderBy('id', 'desc')
    .limit(3)
    .execute();
}

test('pages follow each other without a gap or a repetition, also when rows are added in front', async () => {
  const seen: string[] = [];
  let cursor: KeysetCursor | null = null;
  for (;;) {
    const rows = await page(cursor);
    seen.push(...rows.map((row) => row.type));
    const last = rows.at(-1);
    if (!last) break;
    cursor = decodeCursor(encodeCursor({ at: last.occurred_at, id: last.id }));
    await database.system
      .insertInto('events')
      .values({ tenant_id: tenantId, id: newId(), type: 'newer', payload: '{}', actor: '{}' })
      .execute();
  }
  expect(seen).toEqual([6, 5, 4, 3, 2, 1, 0].map((index) => `event ${index}`));
});

test.each(['', 'nonsense', Buffer.from('2026-01-01|no-id').toString('base64url')])(
  'refuses the cursor "%s"',
  (text) => {
    expect(() => decodeCursor(text)).toThrow('Invalid cursor');
  },
);
