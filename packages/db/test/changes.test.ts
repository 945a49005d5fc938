import { newId } from '@leadlock/core/ids';
import type { Change } from '@leadlock/db/changes';
import type { Database } from '@leadlock/db/client';
import { connectAsOwner } from '@leadlock/db/connect-as-owner';
import { createTestDatabase } from '@leadlock/db/testing/test-database';
import { watchChanges, type ChangedRows } from '@leadlock/db/watch-changes';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';

let database: Database;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

async function createTenant(): Promise<string> {
  const id = newId();
  const tenant = { id, name: id, slug: id, tenant_type: 'direct', plan: 'pro' };
  await database.system.insertInto('tenants').values(tenant).execute();
  return id;
}

async function insertCall(tenantId: string, changes: { ended_at?: Date } = {}): Promise<string> {
  const id = newId();
  const ends = { twilio_call_sid: id, direction: 'inbound', from_number: '+1', to_number: '+2' };
  const call = { tenant_id: tenantId, id, ...ends, status: 'ringing', started_at: new Date(), ...changes };
  await database.tenant(tenantId).insertInto('call_logs').values(call).execute();
  return id;
}

const update = (id: string, change: Record<string, unknown>) =>
  database.system.updateTable('call_logs').set(change).where('id', '=', id).execute();

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
  const owner = connectAsOwner(database.connectionString);
  try {
    const { rows } = await sql`SELECT ${then === 'count' ? sql`pid` : sql`pg_terminate_backend(pid)`}
      FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'`.execute(owner);
    return rows.length;
  } finally {
    await owner.destroy();
  }
}

test('a call is told of when it begins, changes and ends, and what is said in it while it runs, to its tenant alone', async () => {
  const [tenant, other] = [await createTenant(), await createTenant()];
  const mine = await subscribe(tenant);
  const others = await subscribe(other);
  await vi.waitFor(() => expect(mine.gaps()).toBe(1));

  await insertCall(tenant, { ended_at: new Date() });
  const id = await insertCall(tenant);
  await update(id, { status: 'in-progress' });
  await update(id, { status: 'in-progress', updated_at: new Date() });
  await update(id, { transcript: '[]' });
  await update(id, { status: 'completed', ended_at: new Date(), transcript: '["x"]' });
  await update(id, { transcript: '["y"]' });
  const last = await insertCall(tenant);
  await vi.waitFor(() => expect(mine.parts().at(-1)).toEqual([last, 'call']));
  expect(mine.parts()).toEqual([
    [id, 'call'],
    [id, 'call'],
    [id, 'transcript'],
    [id, 'call'],
    [last, 'call'],
  ]);
  expect(others.parts()).toEqual([]);
  mine.close();
  others.close();
});

test('what is said in a call, which its session has, is told of as a change of the call', async () => {
  const tenant = await createTenant();
  const mine = await subscribe(tenant);
  await vi.waitFor(async () => expect(await listeners('count')).toBe(1));
  const id = await insertCall(tenant);
  const db = database.tenant(tenant);
  const session = { tenant_id: tenant, call_id: id, stream_token_hash: Buffer.from(id), token_expires_at: new Date() };
  await db.insertInto('call_sessions').values(session).execute();
  const updateSession = (change: { transcript?: string; measured_seconds?: number }) =>
    db.updateTable('call_sessions').set(change).where('call_id', '=', id).execute();
  await updateSession({ transcript: '["x"]' });
  await updateSession({ transcript: '["x"]' });
  await updateSession({ measured_seconds: 5 });
  await updateSession({ transcript: '["x", "y"]' });
  await db.deleteFrom('call_sessions').where('call_id', '=', id).execute();
  const last = await insertCall(tenant);
  await vi.waitFor(() => expect(mine.parts().at(-1)).toEqual([last, 'call']));
  expect(mine.parts()).toEqual([
    [id, 'call'],
    [id, 'transcript'],
    [id, 'transcript'],
    [last, 'call'],
  ]);
  mine.close();
});

test('subscribers share one connection, and are told to look again when it was lost', async () => {
  const tenant = await createTenant();
  const [first, second] = [await subscribe(tenant), await subscribe(tenant)];
  await vi.waitFor(async () => expect(await listeners('count')).toBe(1));
  const before = [first.gaps(), second.gaps()];
  await listeners('terminate');
  await vi.waitFor(() => expect([first.gaps(), second.gaps()]).toEqual(before.map((gaps) => gaps + 1)), {
    timeout: 15_000,
  });
  const id = await insertCall(tenant);
  await vi.waitFor(() => expect(second.parts()).toEqual([[id, 'call']]));
  first.close();
  second.close();
});

test('a watch begins with a look at everything, tells of rows once, and ends with its signal', async () => {
  const tenant = await createTenant();
  const stop = new AbortController();
  const watch = watchChanges(database.changes, {
    tenantId: tenant,
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
  const [one, two] = [await insertCall(tenant), await insertCall(tenant)];
  await update(one, { status: 'in-progress' });
  await vi.waitFor(() => expect(probe.parts()).toHaveLength(3));
  expect(await next()).toMatchObject({ ids: [one, two] });

  const waiting = watch.next();
  await update(one, { transcript: '[]' });
  stop.abort();
  expect(await waiting).toEqual({ value: undefined, done: true });
  probe.close();
});
