import { randomBytes } from 'node:crypto';
import { newId } from '@leadlock/core/ids';
import { announceChange } from '@leadlock/db/announcements';
import { readStream, signIn, useOperations } from '@leadlock/identity/testing';
import { createAgent, createTenant } from '@leadlock/testing/factories';
import { useDatabase } from '@leadlock/testing/use-database';
import { sql } from 'kysely';
import { beforeEach, expect, test } from 'vitest';
import { addCall, createAgencyWorld } from '../../test/agency-world.ts';
import { agencyRouter } from '../router.ts';

interface Listed {
  calls: { id: string; account_name: string; tenant_id: string; status: string }[];
  total: number | null;
}

let token: string;
const database = await useDatabase();
let world = await createAgencyWorld(database);
const api = await useOperations(agencyRouter, world.system);
beforeEach(async () => {
  world = { ...(await createAgencyWorld(database)), system: world.system };
  token = await signIn(world.system, world.agency);
});

const minutesAgo = (minutes: number): Date => new Date(Date.now() - minutes * 60_000);
const add = async (tenant: { id: string }, minutes: number, call: Parameters<typeof addCall>[2] = {}) =>
  (await addCall(database, tenant, { ...call, at: minutesAgo(minutes) })).callId;
const change = (id: string, values: { ended_at?: null; status?: string; agent_id?: string; caller_name?: string }) =>
  database.system.updateTable('call_logs').set(values).where('id', '=', id).execute();

async function list(query: Record<string, string | number | boolean> = {}, as = token): Promise<Listed> {
  const text = new URLSearchParams(
    Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]),
  );
  const { status, body } = await api.request('GET', `/agency/calls?${text.toString()}`, { token: as });
  expect({ status, body }).toMatchObject({ status: 200 });
  return body as Listed;
}
const ids = async (query?: Parameters<typeof list>[0], as?: string): Promise<string[]> =>
  (await list(query, as)).calls.map(({ id }) => id);

test('lists the calls of all clients and of the agency, the newest first, and of nobody else', async () => {
  const { agency, subAccount, sibling, foreign, foreignSubAccount } = world;
  const oldest = await add(subAccount, 30);
  const newest = await add(sibling, 1);
  const own = await add(agency, 10, { direction: 'test' });
  await add(foreign, 5);
  await add(foreignSubAccount, 5);
  const deleted = await createTenant(database, { parent_tenant_id: agency.id, is_active: false });
  await add(deleted, 5);
  const { calls, total } = await list();
  expect(total).toBe(3);
  expect(calls.map(({ id, account_name, tenant_id }) => [id, account_name, tenant_id])).toEqual([
    [newest, sibling.name, sibling.id],
    [own, agency.name, agency.id],
    [oldest, subAccount.name, subAccount.id],
  ]);
  expect(await ids({ sub_account_id: foreignSubAccount.id })).toEqual([]);
  expect(await ids({ sub_account_id: deleted.id })).toEqual([]);
});

test('filters by client, agent, status, direction, dates, and whether calls run', async () => {
  const { subAccount, sibling } = world;
  const agent = await createAgent(database, subAccount);
  const [ofAgent, missed, outbound, running, old] = [
    await add(subAccount, 1),
    await add(subAccount, 2, { status: 'no-answer' }),
    await add(sibling, 3, { direction: 'outbound' }),
    await add(sibling, 4),
    await add(sibling, 3 * 24 * 60),
  ];
  await change(ofAgent, { agent_id: agent.id });
  await change(running, { ended_at: null, status: 'in-progress' });
  expect(await ids({ sub_account_id: sibling.id })).toEqual([outbound, running, old]);
  expect(await ids({ agent_id: agent.id })).toEqual([ofAgent]);
  expect(await ids({ agent_id: newId() })).toEqual([]);
  expect(await ids({ status: 'no-answer' })).toEqual([missed]);
  expect(await ids({ direction: 'outbound' })).toEqual([outbound]);
  expect(await ids({ status: 'no-answer', direction: 'outbound' })).toEqual([]);
  expect(await ids({ live: true })).toEqual([running]);
  expect(await ids({ date_to: minutesAgo(60).toISOString() })).toEqual([old]);
  expect(await ids({ date_from: minutesAgo(60).toISOString(), sub_account_id: sibling.id })).toEqual([
    outbound,
    running,
  ]);
});

test('pages without a total until the last page', async () => {
  const all: string[] = [];
  for (let minutes = 1; minutes <= 5; minutes += 1) {
    all.push(await add(minutes % 2 ? world.subAccount : world.sibling, minutes));
  }
  expect(await list({ limit: 2 })).toMatchObject({ calls: [{ id: all[0] }, { id: all[1] }], total: null });
  expect(await list({ limit: 2, offset: 2 })).toMatchObject({ calls: [{ id: all[2] }, { id: all[3] }], total: null });
  expect(await list({ limit: 2, offset: 4 })).toMatchObject({ calls: [{ id: all[4] }], total: 5 });
  expect(await list({ limit: 2, offset: 9 })).toEqual({ calls: [], total: null });
});

/** Calls a second apart, counted in the usage of yesterday. */
const addMany = (tenant: { id: string; parentTenantId: string | null }, count: number) =>
  sql`
    WITH calls AS (
      INSERT INTO call_logs (tenant_id, id, twilio_call_sid, direction, from_number, to_number, status, started_at, ended_at)
      SELECT ${tenant.id}::uuid, gen_random_uuid(), 'CA' || gen_random_uuid(), 'inbound', '+12125550100', '+12125550101',
        'completed', now() - n * interval '1 second', now() FROM generate_series(1, ${count}::integer) AS n
    )
    INSERT INTO agency_usage_by_day (tenant_id, began_at, kind, provider, direction, calls, minutes, cost_cents, revenue_cents,
      priced_revenue_cents, conversations, booked, seconds, texts, unpriced_calls)
    SELECT ${tenant.parentTenantId}::uuid, date_trunc('day', now(), 'UTC') - interval '1 day', 'voice', 'xai', 'inbound', ${count}, 0, 0, 0, 0, 0, 0, 0, 0, 0
  `.execute(database.system);

test('finds names and numbers among the newest calls of all clients, and all calls of one', async () => {
  const { subAccount, sibling, foreignSubAccount } = world;
  const [recent, old] = [await add(sibling, 1), await add(subAccount, 40 * 24 * 60)];
  const elsewhere = await add(foreignSubAccount, 2);
  for (const id of [recent, old, elsewhere]) await change(id, { caller_name: 'Zebedee Miller' });
  await add(sibling, 2);
  expect(await ids({ search: 'zebedee' })).toEqual([recent, old]);
  expect(await list({ search: 'zebedee', limit: 1 })).toMatchObject({ calls: [{ id: recent }], total: null });
  expect(await ids({ search: 'zebedee', limit: 1, offset: 1 })).toEqual([old]);
  expect(await ids({ search: 'zebedee', direction: 'outbound' })).toEqual([]);
  expect(await ids({ search: 'ze' })).toEqual([recent, old]);
  expect(await ids({ search: 'nobody said this' })).toEqual([]);
  // No further back than the day before which there are so many.
  await addMany(subAccount, 20_100);
  expect(await ids({ search: 'zebedee' })).toEqual([recent]);
  expect(await ids({ search: 'zebedee', sub_account_id: subAccount.id })).toEqual([old]);
  expect(await ids({ search: 'zebedee', date_to: minutesAgo(48 * 60).toISOString() })).toEqual([old]);
}, 60_000);

test('finds what was said in calls of all clients, also in those that run', async () => {
  const { subAccount, sibling, foreignSubAccount } = world;
  const transcript = JSON.stringify([{ role: 'user', content: 'My boiler is leaking' }]);
  const [recent, running, old] = [await add(sibling, 1), await add(subAccount, 2), await add(subAccount, 40 * 24 * 60)];
  for (const id of [recent, old, await add(foreignSubAccount, 2)]) {
    await database.system.updateTable('call_logs').set({ transcript }).where('id', '=', id).execute();
  }
  await change(running, { ended_at: null, status: 'in-progress' });
  await database.system
    .insertInto('call_sessions')
    .values({
      tenant_id: subAccount.id,
      call_id: running,
      stream_token_hash: randomBytes(32),
      token_expires_at: new Date(),
      transcript,
    })
    .execute();
  expect(await ids({ search: 'leaks boiler' })).toEqual([recent, running, old]);
  expect(await ids({ search: 'leaks', limit: 1, offset: 1 })).toEqual([running]);
  expect(await ids({ search: 'leaks', live: true })).toEqual([running]);
  expect(await ids({ search: 'leaks', sub_account_id: subAccount.id })).toEqual([running, old]);
  expect(await ids({ search: 'leaks roof' })).toEqual([]);
  expect(await ids({ search: 'leaks', date_to: minutesAgo(48 * 60).toISOString() })).toEqual([old]);
  expect(await ids({ search: 'leaks', date_from: minutesAgo(48 * 60).toISOString() })).toEqual([recent, running]);
  await change(old, { caller_name: 'Leaks Miller' });
  expect(await ids({ search: 'leaks' })).toEqual([recent, running, old]);
});

test('goes back further than a month when that has too few', async () => {
  const [recent, old] = [await add(world.sibling, 1), await add(world.subAccount, 90 * 24 * 60)];
  expect(await ids({ limit: 1 })).toEqual([recent]);
  expect(await ids({ limit: 2 })).toEqual([recent, old]);
});

test('is for people of agencies, and knows what it is asked', async () => {
  await add(world.subAccount, 1);
  const member = await signIn(world.system, world.agency, { role: 'member' });
  expect(await ids({}, member)).toHaveLength(1);
  const strangers = [world.subAccount, await createTenant(database)];
  for (const tenant of strangers) {
    const asStranger = await signIn(world.system, tenant);
    for (const path of ['/agency/calls', '/agency/calls/events']) {
      expect((await api.request('GET', path, { token: asStranger })).status).toBe(403);
    }
  }
  expect((await api.request('GET', '/agency/calls')).status).toBe(401);
  expect(await ids({ agent_id: 'nobody' })).toEqual([]);
  for (const query of ['limit=0', 'limit=101', 'offset=1001', 'offset=-1', 'status=lost', 'direction=up']) {
    const { status } = await api.request('GET', `/agency/calls?${query}`, { token });
    expect({ query, status }).toEqual({ query, status: 422 });
  }
});

test('the database gives an agency’s connection no calls of another one', async () => {
  await add(world.foreignSubAccount, 1);
  const asked = (agency: string) =>
    sql`SELECT id FROM calls_of_agency(${agency}::uuid, NULL, NULL, false, NULL, '-infinity', 'infinity', 0, 10)`;
  expect((await asked(world.foreign.id).execute(world.ctx.db)).rows).toEqual([]);
  expect((await asked(world.foreign.id).execute(database.tenant(world.foreign.id))).rows).toHaveLength(1);
});

test('tells of changes to calls of all clients', async () => {
  const stream = await readStream(`${api.url}/agency/calls/events`, token);
  expect(stream.status).toBe(200);
  // Once to begin with, and once because something may have been missed before the database was listened to.
  expect([await stream.next(), await stream.next()]).toEqual([{}, {}]);
  const change = { table: 'call_logs', tenant_id: world.sibling.id, id: newId(), part: 'call' } as const;
  announceChange(database.system, change);
  expect(await stream.next()).toEqual({});
  stream.leave();
});
