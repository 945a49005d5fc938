import { forTenant, type Tenant } from '@leadlock/context/context';
import { newId } from '@leadlock/core/ids';
import type { DB } from '@leadlock/db/client';
import { connectAsOwner } from '@leadlock/db/connect-as-owner';
import { signIn, type OperationsServer, useOperations } from '@leadlock/identity/testing';
import { createAgent, createMovableClock, createTenant, createTestContext } from '@leadlock/testing/factories';
import { ownerUrlOf } from '@leadlock/testing/test-database';
import { useDatabase } from '@leadlock/testing/use-database';
import { findExampleProblems } from '@leadlock/trpc/document-examples';
import { sql, type Insertable } from 'kysely';
import { beforeEach, describe, expect, it } from 'vitest';
import { insightsRouter } from '../router.ts';
import { selectFigures, selectTexts, selectTrend } from './get-analytics.ts';
import { selectDays, selectRecentCalls } from './get-dashboard-stats.ts';

const NOW = new Date('2026-11-03T09:00:00Z');

let tenant: Tenant;
let token: string;
const database = await useDatabase();
const system = createTestContext(database, { clock: createMovableClock(NOW) });
const api = await useOperations(insightsRouter, system);
beforeEach(async () => {
  tenant = await createTenant(database);
  token = await signIn(system, tenant, { role: 'admin' });
});

type Call = Partial<Insertable<DB['call_logs']>>;

const callRow = (tenantId: string, startedAt: string, changes: Call): Insertable<DB['call_logs']> => {
  const id = newId();
  return {
    tenant_id: tenantId,
    id,
    twilio_call_sid: id,
    direction: 'inbound',
    from_number: '+12125550123',
    to_number: '+14155550100',
    status: 'completed',
    started_at: startedAt,
    ended_at: startedAt,
    duration_seconds: 61,
    billable_minutes: 2,
    cost_cents: 5,
    ...changes,
  };
};

async function addCall(startedAt: string, changes: Call = {}, of: Pick<Tenant, 'id'> = tenant): Promise<string> {
  const row = callRow(of.id, startedAt, changes);
  await database.system.insertInto('call_logs').values(row).execute();
  return row.id;
}

async function addText(createdAt: string, callId: string | null = null): Promise<void> {
  const text = { direction: 'outbound', from_number: '+1', to_number: '+2', body: 'Hi', status: 'sent' };
  await database.system
    .insertInto('messages')
    .values({ tenant_id: tenant.id, id: newId(), call_id: callId, created_at: createdAt, ...text })
    .execute();
}

const get = (path: string, options: Parameters<OperationsServer['request']>[2] = {}) =>
  api.request('GET', path, { token, ...options });

it('has words and examples that its own schemas accept', () => {
  expect(findExampleProblems(insightsRouter)).toEqual([]);
});

describe('GET /stats', () => {
  it('is all zeros for an account without calls', async () => {
    expect(await get('/stats')).toMatchObject({
      status: 200,
      body: {
        total_calls: 0,
        total_minutes: 0,
        active_agents: 0,
        conversion_rate: 0,
        recent_calls: [],
        usage_trend: {
          '2026-10-28': { calls: 0, minutes: 0 },
          '2026-11-03': { calls: 0, minutes: 0 },
        },
      },
    });
  });

  it('counts the month by UTC, the week across its beginning, and no try-out as a conversation', async () => {
    const agent = await createAgent(database, tenant);
    await createAgent(database, tenant, { is_active: false });
    await addCall('2026-10-27T23:59:59Z');
    await addCall('2026-10-31T23:59:59.999Z', { appointment_booked: true });
    const booked = await addCall('2026-11-01T00:00:00Z', { appointment_booked: true, agent_id: agent.id });
    await addCall('2026-11-02T10:00:00Z');
    await addCall('2026-11-02T10:00:01Z');
    await addCall('2026-11-02T11:00:00Z', { status: 'busy', billable_minutes: 0 });
    await addCall('2026-11-03T08:00:00Z', { direction: 'test', appointment_booked: true });
    const running = await addCall('2026-11-03T08:59:00Z', {
      status: 'in-progress',
      ended_at: null,
      billable_minutes: null,
      duration_seconds: null,
    });
    await addCall('2026-11-02T10:00:00Z', {}, await createTenant(database));

    const { body } = await get('/stats');
    expect(body).toMatchObject({
      total_calls: 6,
      total_minutes: 8,
      active_agents: 1,
      conversion_rate: 33.3,
      usage_trend: {
        '2026-10-28': { calls: 0, minutes: 0 },
        '2026-10-29': { calls: 0, minutes: 0 },
        '2026-10-30': { calls: 0, minutes: 0 },
        '2026-10-31': { calls: 1, minutes: 2 },
        '2026-11-01': { calls: 1, minutes: 2 },
        '2026-11-02': { calls: 3, minutes: 4 },
        '2026-11-03': { calls: 2, minutes: 2 },
      },
    });
    const { recent_calls, usage_trend } = body as { recent_calls: { id: string }[]; usage_trend: object };
    expect(Object.keys(usage_trend)).toHaveLength(7);
    expect(recent_calls).toHaveLength(5);
    expect(recent_calls[0]).toEqual({
      id: running,
      from_number: '+12125550123',
      duration_seconds: null,
      status: 'in-progress',
      started_at: '2026-11-03T08:59:00.000Z',
      agent_id: '',
      appointment_booked: false,
    });
    expect(recent_calls.map(({ id }) => id)).not.toContain(booked);
  });

  it('is a sub-account’s for its agency only when it is named, and nobody’s without a credential', async () => {
    const agency = await createTenant(database, { tenant_type: 'agency' });
    const child = await createTenant(database, { parent_tenant_id: agency.id });
    await addCall('2026-11-02T10:00:00Z', {}, child);
    const owner = await signIn(system, agency);
    expect(await get('/stats', { token: owner })).toMatchObject({ body: { total_calls: 0 } });
    expect(await get('/stats', { token: owner, subAccountId: child.id })).toMatchObject({ body: { total_calls: 1 } });
    expect((await get('/stats', { subAccountId: child.id })).status).toBe(403);
    expect((await get('/stats', { token: undefined })).status).toBe(401);
  });
});

describe('GET /stats/analytics', () => {
  it('adds a period up, as a whole and by day, status, direction and agent', async () => {
    const front = await createAgent(database, tenant, { name: 'Front desk' });
    const night = await createAgent(database, tenant, { name: 'Night' });
    await addCall('2026-10-31T23:59:59Z', { agent_id: front.id });
    const first = await addCall('2026-11-01T00:00:00Z', {
      agent_id: front.id,
      agent_name: 'Old name',
      appointment_booked: true,
    });
    await addCall('2026-11-01T12:00:00Z', { agent_id: front.id, cost_cents: null });
    await addCall('2026-11-02T23:59:59Z', { agent_id: night.id, direction: 'outbound', status: 'no-answer' });
    await addCall('2026-11-02T10:00:00Z', { agent_id: night.id, direction: 'demo', appointment_booked: true });
    await addCall('2026-11-02T11:00:00Z', { status: 'failed', billable_minutes: 0, cost_cents: 0 });
    await addCall('2026-11-03T00:00:00Z', { agent_id: front.id });
    await addText('2026-11-01T12:00:00Z', first);
    await addText('2026-11-02T12:00:00Z');
    await addText('2026-11-03T12:00:00Z');

    const period = 'date_from=2026-11-01&date_to=2026-11-02';
    const { status, body } = await get(`/stats/analytics?${period}`);
    expect(status).toBe(200);
    expect(body).toEqual({
      summary: { total_calls: 5, total_minutes: 8, total_cost_cents: 15, conversion_rate: 50, total_texts: 2 },
      daily_trend: [
        { date: '2026-11-01', calls: 2, minutes: 4, cost_cents: 5, booked: 1 },
        { date: '2026-11-02', calls: 3, minutes: 4, cost_cents: 10, booked: 0 },
      ],
      status_breakdown: [
        { status: 'completed', count: 3 },
        { status: expect.stringMatching(/^(failed|no-answer)$/), count: 1 },
        { status: expect.stringMatching(/^(failed|no-answer)$/), count: 1 },
      ],
      direction_breakdown: [
        { direction: 'inbound', count: 3 },
        { direction: expect.stringMatching(/^(outbound|demo)$/), count: 1 },
        { direction: expect.stringMatching(/^(outbound|demo)$/), count: 1 },
      ],
      agent_breakdown: expect.arrayContaining([
        { agent_id: front.id, agent_name: 'Front desk', calls: 2, minutes: 4, booked: 1, conversion_rate: 50 },
        { agent_id: night.id, agent_name: 'Night', calls: 2, minutes: 4, booked: 0, conversion_rate: 0 },
      ]),
    });
    expect(await get(`/stats/analytics?${period}&agent_id=${front.id}`)).toMatchObject({
      body: {
        summary: { total_calls: 2, total_texts: 1 },
        agent_breakdown: [{ agent_id: front.id }],
      },
    });
  });

  it('shows what calls cost to an agency and not to its sub-account', async () => {
    const agency = await createTenant(database, { tenant_type: 'agency' });
    const child = await createTenant(database, { parent_tenant_id: agency.id });
    await addCall('2026-11-02T10:00:00Z', {}, child);
    const costs = async (options: Parameters<typeof get>[1]) => {
      const { body } = await get('/stats/analytics?date_from=2026-11-02&date_to=2026-11-02', options);
      const { summary, daily_trend } = body as {
        summary: { total_cost_cents: number };
        daily_trend: { cost_cents: number }[];
      };
      return [summary.total_cost_cents, daily_trend[0]?.cost_cents];
    };
    expect(await costs({ token: await signIn(system, agency), subAccountId: child.id })).toEqual([5, 5]);
    expect(await costs({ token: await signIn(system, child) })).toEqual([0, 0]);
    const member = await signIn(system, agency, { role: 'member' });
    expect(await costs({ token: member, subAccountId: child.id })).toEqual([0, 0]);
  });

  it('covers the last 30 days where no dates are given, days without calls included', async () => {
    await addCall('2026-10-04T23:59:59Z');
    await addCall('2026-10-05T00:00:00Z');
    const { body } = await get('/stats/analytics');
    const { daily_trend, summary } = body as { daily_trend: { date: string }[]; summary: object };
    expect(summary).toMatchObject({ total_calls: 1 });
    expect(daily_trend).toHaveLength(30);
    expect([daily_trend[0], daily_trend.at(-1)]).toMatchObject([
      { date: '2026-10-05', calls: 1 },
      { date: '2026-11-03', calls: 0 },
    ]);
  });

  it('shows nothing of another tenant’s agent, nor of one that cannot be', async () => {
    const other = await createTenant(database);
    const agent = await createAgent(database, other);
    await addCall('2026-11-02T10:00:00Z', { agent_id: agent.id }, other);
    await addCall('2026-11-02T10:00:00Z');
    const ids = [agent.id, 'nobody', '00000000-0000-0000-0000-000000000000'];
    const none = {
      status: 200,
      body: { summary: { total_calls: 0, total_texts: 0 }, agent_breakdown: [], status_breakdown: [] },
    };
    const expectNone = async () => {
      for (const id of ids) {
        const answer = await get(`/stats/analytics?agent_id=${id}`);
        expect(answer).toMatchObject(none);
        const { daily_trend } = answer.body as { daily_trend: { calls: number }[] };
        expect(daily_trend.filter(({ calls }) => calls !== 0)).toEqual([]);
      }
    };
    await expectNone();
    await sql`SELECT fold_call_figures(1000)`.execute(database.system);
    await expectNone();
    expect(await get('/stats/analytics')).toMatchObject({ body: { summary: { total_calls: 1 } } });
  });

  it.each([
    ['date_from=2026-13-01', 'date_from'],
    ['date_from=yesterday', 'date_from'],
    ['date_from=2026-11-02&date_to=2026-11-01', 'date_to'],
    ['date_from=2024-01-01&date_to=2026-01-01', 'date_from'],
  ])('refuses %s', async (query, field) => {
    expect(await get(`/stats/analytics?${query}`)).toMatchObject({
      status: 422,
      body: { detail: [{ loc: ['query', field] }] },
    });
  });

  it.each([
    ['date_from=0001-01-01&date_to=2026-11-02', '0001-01-01'],
    ['date_from=2026-11-02&date_to=0001-01-01', '0001-01-01'],
    ['date_from=2024-01-01&date_to=9999-12-31', '2024-01-01'],
  ])('shows what was sent where it refuses %s, and not what was made of it', async (query, sent) => {
    expect(await get(`/stats/analytics?${query}`)).toMatchObject({ status: 422, body: { detail: [{ input: sent }] } });
  });

  it('answers for a period at either end of the calendar', async () => {
    for (const query of ['date_to=0001-01-01', 'date_from=9999-12-31&date_to=9999-12-31']) {
      expect(await get(`/stats/analytics?${query}`)).toMatchObject({
        status: 200,
        body: { summary: { total_calls: 0 } },
      });
    }
  });
});

it('reads the tenant’s own figures of the period and scans no table of calls, figures or texts', async () => {
  const others = await Promise.all([1, 2, 3].map(() => createTenant(database)));
  for (const { id } of [...others, tenant]) {
    const rows = Array.from({ length: 1_500 }, (_, index) =>
      callRow(id, new Date(NOW.getTime() - index * 3_600_000).toISOString(), {}),
    );
    await database.system.insertInto('call_logs').values(rows).execute();
  }
  const owner = connectAsOwner(ownerUrlOf(database));
  await sql`SELECT fold_call_figures(100000)`.execute(owner);
  await sql`VACUUM ANALYZE call_logs, call_figures, call_trend, call_trend_by_hour, call_figure_changes`.execute(owner);
  // Partitions of months without rows are scanned as fast as anything.
  const { rows: filled } = await sql<{ name: string }>`
    SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relpages > 0`.execute(owner);
  await owner.destroy();
  const ctx = forTenant(system, tenant);
  const period = { firstDay: '2026-11-01', lastDay: '2026-11-03' };
  const queries = [
    selectDays(ctx, ['2026-11-01', '2026-11-02', '2026-11-03']),
    selectRecentCalls(ctx),
    selectFigures(ctx, period),
    selectFigures(ctx, { ...period, agentId: newId() }),
    selectTrend(ctx, period),
    selectTrend(ctx, { ...period, agentId: newId() }),
    selectTexts(ctx, period),
  ];
  for (const query of queries) {
    const plan = JSON.stringify(await query.explain());
    expect(plan).toMatch(
      /call_logs_\w+_tenant_id_started_at_id_direction_idx|call_figures_pkey|call_trend_pkey|messages_\w+_tenant_id_created_at_id_idx/,
    );
    const scanned = [...plan.matchAll(/Seq Scan on ((?:call_logs|call_figures|call_trend|messages)\w*)/g)];
    expect(scanned.filter(([, table]) => filled.some(({ name }) => name === table))).toEqual([]);
  }
});
