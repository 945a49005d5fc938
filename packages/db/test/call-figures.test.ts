import { isDeepStrictEqual } from 'node:util';
import { daysBetween } from '@leadlock/core/days';
import { NOBODY } from '@leadlock/core/id';
import { FIGURE_SUMS, figuresOf, figuresWithin, TREND_SUMS, trendOf, type FiguresOf } from '@leadlock/db/call-figures';
import { endOfDay, startOfDay } from '@leadlock/db/local-days';
import { connectAsOwner } from '@leadlock/db/connect-as-owner';
import { ownerUrlOf } from '@leadlock/db/testing/test-database';
import { useDatabase } from '@leadlock/db/testing/use-database';
import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import { countEarlierCalls } from '../src/migrations/20261129T203100Z-earlier-calls.ts';
import { addUpEarlierHours } from '../src/migrations/20261201T043000Z-call-trend-by-hour.ts';

const TENANTS = ['00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-000000000002'];
const AGENTS = ['00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-00000000000b'];

const database = await useDatabase();
beforeAll(async () => {
  for (const id of TENANTS) {
    await sql`
      INSERT INTO tenants (id, name, slug, tenant_type, plan) VALUES (${id}, 'T', ${id}, 'direct', 'pro')
    `.execute(database.system);
    await addAgents(id);
  }
});

const addAgents = (tenantId: string) =>
  sql`
    INSERT INTO agents (tenant_id, id, name, settings)
    SELECT ${tenantId}, id, 'A', '{}' FROM unnest(${AGENTS}::uuid[]) AS id ON CONFLICT DO NOTHING
  `.execute(database.system);

/** The same numbers in each run. */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
const random = randomNumbers(7);
const oneOf = <Item>(items: readonly Item[]): Item => items[random(items.length)] as Item;

const STATUSES = ['completed', 'failed', 'voicemail', 'in-progress'];
const DIRECTIONS = ['inbound', 'outbound', 'test'];
/** Within four months, around the beginnings of months and of years, too. */
const someTime = () => new Date(Date.parse('2025-11-15T00:00Z') + random(120 * 24 * 60) * 60_000).toISOString();

const addCalls = (count: number) =>
  sql`
    INSERT INTO call_logs (tenant_id, id, agent_id, twilio_call_sid, direction, from_number, to_number, status,
      started_at, ended_at, billable_minutes, cost_cents, appointment_booked)
    SELECT (call->>'tenant')::uuid, gen_random_uuid(), (call->>'agent')::uuid, gen_random_uuid(), call->>'direction', '+1', '+2',
      call->>'status', (call->>'at')::timestamptz, (call->>'ended')::timestamptz, (call->>'minutes')::integer,
      (call->>'cost')::integer, (call->>'booked')::boolean
    FROM jsonb_array_elements(${JSON.stringify(
      Array.from({ length: count }, () => ({
        tenant: oneOf(TENANTS),
        agent: oneOf([...AGENTS, null]),
        direction: oneOf(DIRECTIONS),
        status: oneOf(STATUSES),
        at: someTime(),
        ended: oneOf([someTime(), someTime(), null]),
        minutes: oneOf([1, 2, 30, null]),
        cost: oneOf([1, 5, null]),
        booked: oneOf([true, false, null]),
      })),
    )}::jsonb) AS call
  `.execute(database.system);

const someCalls = () =>
  sql`(tenant_id, id) IN (SELECT tenant_id, id FROM call_logs ORDER BY id LIMIT 15 OFFSET ${random(200)})`;
const WRITES: (() => Promise<unknown>)[] = [
  () => addCalls(40),
  () =>
    sql`UPDATE call_logs SET ended_at = now(), status = ${oneOf(STATUSES)} WHERE ${someCalls()}`.execute(
      database.system,
    ),
  () => sql`UPDATE call_logs SET ended_at = NULL WHERE ${someCalls()}`.execute(database.system),
  () =>
    sql`
      UPDATE call_logs SET status = ${oneOf(STATUSES)}, billable_minutes = ${random(9)}, cost_cents = ${random(9)},
        voice_provider = ${oneOf(['xai', 'openai'])}, appointment_booked = NOT appointment_booked
      WHERE ${someCalls()}
    `.execute(database.system),
  () =>
    sql`UPDATE call_logs SET started_at = ${someTime()}, direction = ${oneOf(DIRECTIONS)} WHERE ${someCalls()}`.execute(
      database.system,
    ),
  () => sql`UPDATE call_logs SET transcript = '[]' WHERE ${someCalls()}`.execute(database.system),
  () => sql`DELETE FROM call_logs WHERE ${someCalls()}`.execute(database.system),
  async () => {
    const tenantId = oneOf(TENANTS);
    await sql`DELETE FROM agents WHERE tenant_id = ${tenantId} AND id = ${oneOf(AGENTS)}`.execute(database.system);
    await addAgents(tenantId);
  },
  () => sql`SELECT fold_call_figures(${random(100)})`.execute(database.system),
];

/** Counted from the calls themselves. */
async function counted(of: FiguresOf) {
  const { rows } = await sql`
    SELECT count(*)::float8 AS calls, coalesce(sum(billable_minutes), 0)::float8 AS minutes,
      coalesce(sum(cost_cents), 0)::float8 AS cost_cents,
      count(*) FILTER (WHERE status = 'completed' AND direction <> 'test')::float8 AS conversations,
      count(*) FILTER (WHERE status = 'completed' AND direction <> 'test' AND appointment_booked)::float8 AS booked
    FROM call_logs WHERE tenant_id = ${of.tenantId}
      AND started_at >= ${of.from ?? sql`'-infinity'`} AND started_at < ${of.before ?? sql`'infinity'`}
      AND (${of.agentId ?? null}::uuid IS NULL OR agent_id = ${of.agentId ?? null}::uuid)
      AND (${of.status ?? null}::text IS NULL OR status = ${of.status ?? null}::text)
      AND (${of.direction ?? null}::text IS NULL OR direction = ${of.direction ?? null}::text)
  `.execute(database.system);
  return rows[0];
}

const ZONES = ['UTC', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Kiritimati', 'Australia/Lord_Howe'];
const someDays = (): Pick<FiguresOf, 'from' | 'before'> => {
  const [a, b, zone] = [someTime().slice(0, 10), someTime().slice(0, 10), oneOf(ZONES)];
  const [first, last] = a < b ? [a, b] : [b, a];
  return oneOf([
    {},
    { from: startOfDay(first, zone) },
    { before: endOfDay(last, zone) },
    { from: startOfDay(first, zone), before: endOfDay(last, zone) },
    { from: startOfDay(first, zone), before: endOfDay(first, zone) },
  ]);
};

/** Figures of calls that are chosen at random, which are not what counting the calls gives. */
async function findDifferences(choices: number): Promise<unknown[]> {
  const different: unknown[] = [];
  const compare = async (of: FiguresOf, figures: unknown) => {
    const expected = await counted(of);
    if (!isDeepStrictEqual({ ...(figures as object) }, { ...(expected as object) }))
      different.push({ of, figures, expected });
  };
  for (let choice = 0; choice < choices; choice += 1) {
    const tenantId = oneOf(TENANTS);
    const { from, before } = someDays();
    const agentId = oneOf([...AGENTS, NOBODY, undefined]);
    const [status, direction] = [oneOf([...STATUSES, undefined]), oneOf([...DIRECTIONS, undefined])];
    const db = database.tenant(tenantId);
    const some = { tenantId, from, before, agentId, status, direction };
    await compare(some, await db.selectFrom(figuresOf(some).as('figures')).select(FIGURE_SUMS).executeTakeFirst());
    const [first = '', last = ''] = [someTime().slice(0, 10), someTime().slice(0, 10)].toSorted();
    const [days, zone] = [daysBetween(first, last), oneOf(ZONES)];
    const [trend, ofDays] = [trendOf({ tenantId, agentId, days, zone }).as('figures'), { tenantId, agentId }];
    await compare(
      { ...ofDays, from: startOfDay(first, zone), before: endOfDay(last, zone) },
      await db.selectFrom(trend).select(TREND_SUMS).executeTakeFirst(),
    );
    const place = random(days.length);
    await compare(
      { ...ofDays, from: startOfDay(days[place] ?? '', zone), before: endOfDay(days[place] ?? '', zone) },
      await db.selectFrom(trend).select(TREND_SUMS).where('day', '=', place).executeTakeFirst(),
    );
    const months = ['2025-11', '2025-12', '2026-02'].map((month) => new Date(`${month}-01`));
    const began = sql<Date[]>`${months}::timestamptz[]`;
    for (const by of ['day', 'quarter'] as const) {
      const ofMonth = { tenantId, agentId, status, direction };
      const figures = figuresWithin(ofMonth, { span: 'month', began, by }).as('figures');
      const found = await db
        .selectFrom(figures)
        .select(FIGURE_SUMS)
        .where('began_at', '>=', months[2] as Date)
        .executeTakeFirst();
      const february = {
        from: sql<Date>`'2026-02-01T00:00Z'::timestamptz`,
        before: sql<Date>`'2026-03-01T00:00Z'::timestamptz`,
      };
      await compare({ ...ofMonth, ...february }, found);
    }
  }
  return different;
}

test('figures are what a count of the calls gives, whatever happens to the calls', async () => {
  await addCalls(150);
  for (let round = 0; round < 60; round += 1) {
    await oneOf(WRITES)();
    expect(await findDifferences(1)).toEqual([]);
  }
  await sql`SELECT fold_call_figures(1000000)`.execute(database.system);
  expect(await findDifferences(20)).toEqual([]);
});

test('calls that were there before the figures are counted in batches, while calls change', async () => {
  const owner = connectAsOwner(ownerUrlOf(database));
  await sql`TRUNCATE call_figures, call_trend, call_trend_by_hour, call_figure_changes`.execute(owner);
  const nothing = '00000000-0000-0000-0000-000000000000';
  await sql`UPDATE call_figures_progress SET reached_tenant = ${nothing}, reached_call = ${nothing}`.execute(owner);
  let batches = 0;
  for (let more = true; more; batches += 1) {
    for (let writes = 0; writes < 3; writes += 1) await oneOf(WRITES)();
    // What was counted is taken in; what has changed of the rest waits.
    await sql`SELECT fold_call_figures(100)`.execute(database.system);
    more = await countEarlierCalls(owner, 30);
  }
  expect(batches).toBeGreaterThan(3);
  expect(await countEarlierCalls(owner, 30)).toBe(false);
  await owner.destroy();
  expect(await findDifferences(40)).toEqual([]);
});

test('several take changes into the figures at once, each change once', async () => {
  await addCalls(300);
  await Promise.all(Array.from({ length: 5 }, () => sql`SELECT fold_call_figures(200)`.execute(database.system)));
  expect(await findDifferences(20)).toEqual([]);
});

test('hours that were there before are the sums of their quarter hours, while changes are taken in', async () => {
  const owner = connectAsOwner(ownerUrlOf(database));
  await addCalls(100);
  await sql`TRUNCATE call_trend_by_hour`.execute(owner);
  await Promise.all([
    addUpEarlierHours(owner),
    ...Array.from({ length: 5 }, () => sql`SELECT fold_call_figures(20)`.execute(database.system)),
  ]);
  await owner.destroy();
  expect(await findDifferences(20)).toEqual([]);
});

test('a connection that long found nothing to take in takes a backlog in quickly', async () => {
  const owner = connectAsOwner(ownerUrlOf(database));
  // As autovacuum leaves it while it is empty, and then more often than Postgres needs to settle for one plan.
  await sql`SELECT fold_call_figures(1000000)`.execute(owner);
  await sql`VACUUM ANALYZE call_figure_changes`.execute(owner);
  for (let times = 0; times < 8; times += 1) await sql`SELECT fold_call_figures(10000)`.execute(owner);
  await sql`
    INSERT INTO call_figure_changes
      (tenant_id, call_id, began_at, agent_id, status, direction, provider, calls, minutes, cost_cents, booked)
    SELECT ${TENANTS[0]}, ${NOBODY}, '2026-11-01', ${AGENTS[0]}, 'completed', 'inbound', 'xai', 0, 0, 0, 0
    FROM generate_series(1, 10000)
  `.execute(owner);
  await sql`SET statement_timeout = '3s'`.execute(owner);
  const { rows } = await sql`SELECT fold_call_figures(10000) AS folded`.execute(owner);
  await owner.destroy();
  expect(rows).toEqual([{ folded: 10_000 }]);
});
