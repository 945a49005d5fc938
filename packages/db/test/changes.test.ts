import { newId } from '@leadlock/core/ids';
import { announceChange } from '@leadlock/db/announcements';
import type { Change } from '@leadlock/db/change';
import { connectAsOwner } from '@leadlock/db/connect-as-owner';
import { ownerUrlOf } from '@leadlock/db/testing/test-database';
import { useDatabase } from '@leadlock/db/testing/use-database';
import { watchChanges, type ChangedRows } from '@leadlock/db/watch-changes';
import { sql } from 'kysely';
import { expect, test, vi } from 'vitest';

const database = await useDatabase();

async function createTenant(): Promise<string> {
  const id = newId();
  const tenant = { id, name: id, slug: id, tenant_type: 'direct', plan: 'pro' };
  await database.system.insertInto('tenants').values(tenant).execute();
  return id;
}

/** Announces that a call has changed. */
function change(tenantId: string, id = newId(), part: 'call' | 'transcript' = 'call'): string {
  announceChange(database.system, { table: 'call_logs', tenant_id: tenantId, id, part });
  return id;
}

/** Hears of a tenant's changes once the connection is there. */
async function subscribe(tenantId: string) {
  const heard: Change[] = [];
  let gaps = 0;
  const close = database.changes.subscribe(tenantId, {
    onChange: (change) => heard.push(change),
    onGap: () => (gaps += 1),
  });
  const parts = () => heard.map(({ id, part }) => [id, part]);
  return { parts, gaps: () => gaps, close };
}

/** As an administrator: the product's own roles may not look at connections. */
async function listeners(then: 'count' | 'terminate'): Promise<number> {
  const owner = connectAsOwner(ownerUrlOf(database));
  try {
    const { rows } = await sql`SELECT ${then === 'count' ? sql`pid` : sql`pg_terminate_backend(pid)`}
      FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'`.execute(owner);
    return rows.length;
  } finally {
    await owner.destroy();
  }
}

test('subscribers share one connection, and are told to look again when it was lost', async () => {
  const tenant = await createTenant();
  const [first, second] = [await subscribe(tenant), await subscribe(tenant)];
  await vi.waitFor(async () => expect(await listeners('count')).toBe(1));
  const before = [first.gaps(), second.gaps()];
  await listeners('terminate');
  await vi.waitFor(() => expect([first.gaps(), second.gaps()]).toEqual(before.map((gaps) => gaps + 1)), {
    timeout: 15_000,
  });
  const id = change(tenant);
  await vi.waitFor(() => expect(second.parts()).toEqual([[id, 'call']]));
  first.close();
  second.close();
});

test('a watch begins with a look at everything, tells of rows once, and ends with its signal', async () => {
  const tenant = await createTenant();
  const stop = new AbortController();
  const watch = watchChanges(database.changes, {
    tenantIds: [tenant],
    isWatched: ({ part }) => part === 'call',
    signal: stop.signal,
  });
  const next = async (): Promise<ChangedRows> => {
    const { value, done } = await watch.next();
    if (done) throw new Error('The watch is over');
    return value;
  };
  expect(await next()).toEqual({ ids: [], mayHaveMissed: true });

  const probe = await subscribe(tenant);
  const [one, two] = [change(tenant), change(tenant)];
  change(tenant, one, 'transcript');
  await vi.waitFor(() => expect(probe.parts()).toHaveLength(3));
  expect(await next()).toMatchObject({ ids: [one, two] });

  const waiting = watch.next();
  change(tenant, one, 'transcript');
  stop.abort();
  expect(await waiting).toEqual({ value: undefined, done: true });
  probe.close();
});

test('whoever is slow to ask is told to look at everything, and not of each of many rows', async () => {
  const stop = new AbortController();
  const tenant = await createTenant();
  const watch = watchChanges(database.changes, { tenantIds: [tenant], isWatched: () => true, signal: stop.signal });
  await watch.next();
  const probe = await subscribe(tenant);
  for (let rows = 0; rows < 2_500; rows += 1) change(tenant);
  await vi.waitFor(() => expect(probe.parts()).toHaveLength(2_500), 10_000);
  const { value } = await watch.next();
  expect([value?.mayHaveMissed, (value?.ids.length ?? 0) <= 1_000]).toEqual([true, true]);
  stop.abort();
  probe.close();
});

test('a watch looks at everything again by itself, for what nobody was left to announce', async () => {
  const stop = new AbortController();
  const watched = { tenantIds: [await createTenant()], isWatched: () => true, signal: stop.signal, lookAgainMs: 50 };
  const watch = watchChanges(database.changes, watched);
  for (let looks = 0; looks < 5; looks += 1) {
    expect(await watch.next()).toEqual({ value: { ids: [], mayHaveMissed: true }, done: false });
  }
  stop.abort();
  expect(await watch.next()).toEqual({ value: undefined, done: true });
});
