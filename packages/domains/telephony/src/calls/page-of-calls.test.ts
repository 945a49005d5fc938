import { connectDatabase, type Database } from '@leadlock/db/client';
import { connectAsOwner } from '@leadlock/db/connect-as-owner';
import { forTenant } from '@leadlock/context/context';
import { createAgent } from '@leadlock/testing/factories';
import { ownerUrlOf } from '@leadlock/testing/test-database';
import { useDatabase } from '@leadlock/testing/use-database';
import { sql, type Kysely, type RawBuilder } from 'kysely';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { createWorld, type World } from '../../test/world.ts';
import { findPageOfCalls } from './page-of-calls.ts';
import type { CallFilter } from './queries.ts';

const database = await useDatabase();

interface Calls {
  count: number;
  /** SQL of `n`, which counts the calls from 1. */
  status?: string;
  direction?: string;
  startedAt: string;
  endedAt?: string;
  transcript?: string;
}

/** Every third call has the world's agent, every third another one. Every hundredth has the same name. */
async function addCalls(
  world: World,
  { count, status, direction, startedAt, endedAt, transcript }: Calls,
  db: Kysely<never> | Database['system'] = database.system,
): Promise<string> {
  const other = await createAgent(database, world.tenant);
  await sql`
    INSERT INTO call_logs (tenant_id, id, agent_id, twilio_call_sid, direction, from_number, to_number, status, caller_name,
      started_at, ended_at, transcript)
    SELECT ${world.tenant.id}::uuid, ${idAt(sql.raw(startedAt))}, (ARRAY[${world.agentId}, ${other.id}, NULL]::uuid[])[1 + n % 3],
      gen_random_uuid(), ${sql.raw(direction ?? "'inbound'")}, '+1415' || 5550000 + n, '+14155550100',
      ${sql.raw(status ?? "'completed'")}, CASE WHEN n % 100 = 0 THEN 'Rosalind' END,
      ${sql.raw(startedAt)}, ${sql.raw(endedAt ?? startedAt)},
      jsonb_build_array(jsonb_build_object('role', 'user', 'content', ${sql.raw(transcript ?? 'NULL')}))
    FROM generate_series(1, ${count}::integer) AS n
  `.execute(db);
  return other.id;
}

/** As ids of calls are: of their time. */
const idAt = (time: RawBuilder<unknown>) =>
  sql`overlay(gen_random_uuid()::text PLACING left(first_id_at(${time})::text, 15) FROM 1)::uuid`;

describe('a page of calls', () => {
  // Several in a quarter of an hour, none in others, up to three at the same time, some of which run.
  const CALLS: Calls = {
    count: 1_300,
    status: "(ARRAY['completed', 'completed', 'completed', 'busy', 'failed'])[1 + n * 7 % 5]",
    direction: "CASE WHEN n % 40 = 0 THEN 'test' WHEN n % 2 = 0 THEN 'outbound' ELSE 'inbound' END",
    startedAt:
      "'2026-01-30T22:03:11.123Z'::timestamptz + n / 3 * interval '47 minutes' - n % 7 / 6 * interval '9 days'",
    endedAt: 'CASE WHEN n % 90 > 0 THEN now() END',
    transcript: "CASE WHEN n % 3 = 0 THEN 'Zebras' WHEN n % 50 = 0 THEN 'Two zebras, Rosalind' END",
  };
  const FILTERS: CallFilter[] = [
    {},
    { direction: 'test' },
    { direction: 'outbound' },
    { status: 'failed' },
    { status: 'failed', direction: 'test' },
    { status: 'canceled' },
    { date_from: '2026-02-03' },
    { date_from: '2026-02-03', date_to: '2026-02-20', direction: 'inbound' },
    { date_from: '2026-02-03T10:07:00Z', status: 'busy', direction: 'inbound' },
    { date_from: '2026-02-03T10:15:00Z', date_to: '2026-02-14T18:29:59.999Z', direction: 'outbound' },
    { date_to: '2026-02-14T18:29:59.999Z', direction: 'test' },
    { date_from: '2026-02-03T10:01:00Z', date_to: '2026-02-03T10:12:00Z' },
    { date_from: '2026-02-03T10:01:00Z', date_to: '2026-02-03T09:12:00Z', direction: 'inbound' },
    { date_from: '2026-02-10', date_to: '2026-02-03', direction: 'inbound' },
    { live: true },
    { live: true, direction: 'outbound' },
    { search: 'rosalind' },
    { search: '5550' },
    { search: '19' },
    { search: '%', status: 'busy' },
    { search: '415555000', direction: 'test', date_from: '2026-02-01' },
    { search: 'zebra' },
    { search: 'rosalind zebra', status: 'completed' },
    { search: 'zebras', direction: 'outbound', date_from: '2026-02-03', date_to: '2026-02-20' },
    { search: 'zebra', live: true },
  ];

  it.each(FILTERS)('of %j is a part of the list of all of them, wherever it lies', async (filter) => {
    const world = await createWorld(database, { tenant: { timezone: 'Asia/Kathmandu' } });
    const other = await addCalls(world, CALLS);
    const { db, tenant } = forTenant(world.system, world.tenant);
    for (const agent_id of [undefined, other]) {
      const asked = { ...filter, agent_id };
      const all: string[] = [];
      // Pages of an odd length, so that they begin and end anywhere.
      for (let offset = 0; offset === all.length; offset += 97) {
        const { ids } = await findPageOfCalls(db, tenant, asked, { limit: 97, offset });
        all.push(...ids);
      }
      expect(all).toEqual(await listAll(world, asked));
      const { total } = await findPageOfCalls(db, tenant, asked, { limit: 1, offset: 0 });
      expect(total).toBe(filter.search === undefined ? all.length : Math.min(1_000, all.length));
    }
    // Figures that are taken in say the same.
    await sql`SELECT fold_call_figures(10000)`.execute(database.system);
    const { ids, total } = await findPageOfCalls(db, tenant, filter, { limit: 40, offset: 30 });
    const all = await listAll(world, filter);
    expect(ids).toEqual(all.slice(30, 70));
    expect(total).toBe(filter.search === undefined ? all.length : Math.min(1_000, all.length));
  });

  /** By looking at all calls. */
  async function listAll(world: World, filter: CallFilter): Promise<string[]> {
    const { agent_id, status, direction, live, search, date_from, date_to } = filter;
    const local = (day: string, days: number) =>
      sql`(${day}::date + ${days}::integer)::timestamp AT TIME ZONE 'Asia/Kathmandu'`;
    const at = (time: string, days: number) => (time.includes('T') ? sql`${time}::timestamptz` : local(time, days));
    const conditions = [sql`tenant_id = ${world.tenant.id}`];
    if (agent_id !== undefined) conditions.push(sql`agent_id = ${agent_id}`);
    if (status !== undefined) conditions.push(sql`status = ${status}`);
    if (direction !== undefined) conditions.push(sql`direction = ${direction}`);
    if (live === true) conditions.push(sql`ended_at IS NULL`);
    if (date_from !== undefined) conditions.push(sql`started_at >= ${at(date_from, 0)}`);
    if (date_to !== undefined) conditions.push(sql`started_at < ${at(date_to, 1)}`);
    if (search !== undefined) {
      conditions.push(
        sql`(strpos(lower(concat_ws(' ', from_number, to_number, caller_name, agent_name)), ${search}) > 0
          OR NOT EXISTS (SELECT FROM regexp_split_to_table(${search}, ' ') AS word
            WHERE strpos(lower(transcript ->> 0), trim(word, 's')) = 0 OR transcript IS NULL))`,
      );
    }
    const { rows } = await sql<{ id: string }>`
      SELECT id FROM call_logs WHERE ${sql.join(conditions, sql` AND `)} ORDER BY started_at DESC, id DESC
    `.execute(database.system);
    return rows.map(({ id }) => id);
  }
});

it('finds texts in the calls of the connection’s own account alone', async () => {
  const world = await createWorld(database);
  // In the month of the others: rows of a partition that is almost empty are looked at, however few are asked for.
  await addCalls(world, { count: 100, startedAt: "'2026-01-15T00:00Z'::timestamptz" });
  const { tenant } = await createWorld(database);
  const search = (asked: string, connection: string) =>
    findPageOfCalls(
      database.tenant(connection),
      { ...tenant, id: asked },
      { search: 'rosalind' },
      { limit: 9, offset: 0 },
    );
  expect(await search(world.tenant.id, world.tenant.id)).toMatchObject({ total: 1 });
  expect(await search(world.tenant.id, tenant.id)).toEqual({ ids: [], total: 0 });
  expect(await search(tenant.id, tenant.id)).toEqual({ ids: [], total: 0 });
});

describe('among very many calls', () => {
  const COUNT = 30_000;
  let world: World;
  let busy: string;
  beforeAll(async () => {
    world = await createWorld(database);
    const many: Calls = {
      count: COUNT,
      status: "CASE WHEN n % 10000 = 17 THEN 'busy' ELSE 'completed' END",
      direction: "CASE WHEN n % 5000 = 13 THEN 'test' WHEN n % 2 = 0 THEN 'outbound' ELSE 'inbound' END",
      startedAt: "'2026-01-01T00:00Z'::timestamptz + n * interval '5 minutes'",
      transcript: "'Hello, this is a call' || CASE WHEN n % 1000 = 7 THEN '. My boiler leaks' ELSE '' END",
    };
    // As the owner, who may take longer than a request.
    const owner = connectAsOwner(ownerUrlOf(database));
    busy = await addCalls(world, many, owner);
    await addCalls(await createWorld(database), many, owner);
    await sql`SELECT fold_call_figures(1000000)`.execute(owner);
    await sql`VACUUM ANALYZE call_logs, call_figures, call_figure_changes`.execute(owner);
    await owner.destroy();
  }, 300_000);

  interface Reads {
    scans: number;
    rows: number;
    lookups: number;
  }
  const readsOfCalls = async (): Promise<Reads> => {
    const { rows } = await sql<Reads>`
      -- A month with a few pages of calls is scanned as fast as anything; its rows count.
      SELECT (sum(seq_scan) FILTER (WHERE pg_relation_size(relid) > 50000))::float8 AS scans,
        sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0))::float8 AS rows,
        sum(coalesce(idx_scan, 0))::float8 AS lookups
      FROM pg_stat_user_tables WHERE relname LIKE 'call_logs%'
    `.execute(database.system);
    return rows[0] ?? { scans: 0, rows: 0, lookups: 0 };
  };

  /** What the database reads of calls for a page, as it counts itself when the connection has ended. */
  async function readsOf(filter: CallFilter, offset: number): Promise<{ reads: Reads; total: number }> {
    const before = await readsOfCalls();
    const own = connectDatabase({ connectionString: database.connectionString, maxConnections: 2 });
    const { total } = await findPageOfCalls(own.tenant(world.tenant.id), world.tenant, filter, { limit: 50, offset });
    await own.close();
    const after = await vi.waitFor(async () => {
      const now = await readsOfCalls();
      if (now.lookups === before.lookups) throw new Error('The connection has not reported yet');
      return now;
    });
    const reads = {
      scans: after.scans - before.scans,
      rows: after.rows - before.rows,
      lookups: after.lookups - before.lookups,
    };
    return { reads, total };
  }

  const AGENT_ONLY = (): CallFilter => ({ agent_id: world.agentId });
  it.each([
    ['the first page', () => ({}), 0, COUNT, 200],
    ['a page in the middle', () => ({}), COUNT / 2, COUNT, 200],
    ['the last page', () => ({}), COUNT - 50, COUNT, 200],
    ['a page of an agent', AGENT_ONLY, COUNT / 6, COUNT / 3, 200],
    ['what is rare', () => ({ status: 'busy' }), 0, COUNT / 10_000, 200],
    ['a rare direction', () => ({ direction: 'test' }), 0, COUNT / 5_000, 200],
    ['what both filters let through', () => ({ status: 'busy', agent_id: busy }), 0, 1, 200],
    ['what is not there', () => ({ status: 'failed', agent_id: busy }), 0, 0, 200],
    ['calls that run', () => ({ live: true }), 0, 0, 200],
    ['a text that all have', () => ({ search: '+1415' }), 0, 1_000, 10_200],
    ['a text that few have', () => ({ search: 'Rosalind' }), 0, COUNT / 100, 11_000],
    ['a text that one has', () => ({ search: '5550007' }), 0, 1, 10_200],
    ['a text that none has', () => ({ search: 'nobody said this' }), 0, 0, 10_200],
    [
      'a text that all have, of a rare direction',
      () => ({ search: '+1415', direction: 'test' }),
      0,
      COUNT / 5_000,
      200,
    ],
    ['a text that few have, of a rare direction', () => ({ search: '5550013', direction: 'test' }), 0, 1, 200],
    ['a text that none has, of a rare direction', () => ({ search: 'nobody said', direction: 'test' }), 0, 0, 200],
    ['two digits, of a rare direction', () => ({ search: '13', direction: 'test' }), 0, COUNT / 5_000, 200],
    ['a text that all have, of a direction that none has', () => ({ search: '+1415', direction: 'demo' }), 0, 0, 200],
    ['a text that one has, of half of the calls', () => ({ search: '5550007', direction: 'inbound' }), 0, 1, 2_200],
    [
      'a text that few have, of half of the calls',
      () => ({ search: 'Rosalind', direction: 'outbound' }),
      0,
      300,
      3_000,
    ],
    ['a word that was said in all', () => ({ search: 'calling' }), 0, 1_000, 15_000],
    // Of the newest 20,000 in which it was said.
    [
      'a word that was said in all, of a rare direction',
      () => ({ search: 'calling', direction: 'test' }),
      0,
      4,
      28_000,
    ],
    ['words that were said in few', () => ({ search: 'leaking boiler' }), 0, COUNT / 1_000, 10_200],
    ['words that were said in few, of one direction', () => ({ search: 'boiler', direction: 'inbound' }), 0, 30, 2_200],
    ['a text that many have, of half of the calls', () => ({ search: '5577', direction: 'inbound' }), 0, 558, 13_000],
  ] as const)('%s is found without looking at all calls', async (_, filterOf, offset, expected, most) => {
    const { reads, total } = await readsOf(filterOf(), offset);
    expect(total).toBe(expected);
    expect(reads.scans).toBe(0);
    expect(reads.rows).toBeLessThan(most);
  });
});
