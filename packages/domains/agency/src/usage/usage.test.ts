import { newId } from '@leadlock/core/ids';
import { signIn, useOperations } from '@leadlock/identity/testing';
import { createAgent, createMovableClock, createTenant } from '@leadlock/testing/factories';
import { useDatabase } from '@leadlock/testing/use-database';
import { parse } from 'csv-parse/sync';
import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addCall, createAgencyWorld, type AgencyWorld } from '../../test/agency-world.ts';
import { agencyRouter } from '../router.ts';
import { selectTopSubAccounts, selectTotals, selectTrend } from './get-overview.ts';
import { selectUnpriced } from './get-unpriced-usage.ts';
import { listUsage, selectSums } from './list-usage.ts';
import { findPageOfRecords } from './page-of-records.ts';
import { selectRecords, selectRecordsAfter } from './usage-records.ts';
import type { AgencyOverview, UsageExportResponse } from './schemas.ts';

const NOW = new Date('2026-11-22T12:00:00Z');
const clock = createMovableClock(NOW);
const on = (day: string, time = '10:00:00'): Date => new Date(`${day}T${time}Z`);

let token: string;
const database = await useDatabase();
let world = await createAgencyWorld(database, { clock });
const api = await useOperations(agencyRouter, world.system);
beforeEach(async () => {
  const { system: _system, ...fresh } = await createAgencyWorld(database, { clock });
  world = { ...fresh, system: world.system };
  token = await signIn(world.system, world.agency);
});

const get = async (path: string, as = token) => api.request('GET', path, { token: as });
const usage = async (path: string) => (await get(path)).body as UsageExportResponse;
const overview = async () => (await get('/agency/overview')).body as AgencyOverview;
const exported = async (query = '') => {
  const response = await fetch(`${api.url}/agency/usage/export${query}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const bytes = Buffer.from(await response.arrayBuffer());
  return { status: response.status, text: bytes.toString(), headers: response.headers };
};

/** Three calls of one sub-account on two days, one of its sibling, one of another agency. */
async function seed() {
  const { subAccount, sibling, foreignSubAccount } = world;
  return {
    old: await addCall(database, subAccount, { at: on('2026-11-01', '23:59:59'), provider: 'xai', booked: true }),
    unpriced: await addCall(database, subAccount, {
      at: on('2026-11-20', '00:00:00'),
      direction: 'outbound',
      provider: 'xai',
      cost: null,
      revenue: 60,
      minutes: 3,
    }),
    newest: await addCall(database, subAccount, {
      at: on('2026-11-20'),
      provider: 'openai',
      minutes: 1,
      cost: 30,
      revenue: 20,
    }),
    siblings: await addCall(database, sibling, { at: on('2026-10-01'), minutes: 5, revenue: 500, cost: 50 }),
    foreign: await addCall(database, foreignSubAccount, { at: on('2026-11-20'), minutes: 9, revenue: 999 }),
  };
}

describe('the overview', () => {
  test('of an agency without usage is all zeros', async () => {
    expect(await overview()).toMatchObject({
      total_sub_accounts: 2,
      active_sub_accounts: 2,
      suspended_sub_accounts: 0,
      total_calls: 0,
      avg_margin_pct: 0,
      conversion_rate: 0,
      calls_by_direction: {},
      top_sub_accounts: [],
      usage_by_provider: [],
    });
  });

  test('adds up what the sub-accounts used, and nobody else', async () => {
    await seed();
    await createAgent(database, world.subAccount);
    await createAgent(database, world.foreignSubAccount);
    await createTenant(database, { parent_tenant_id: world.agency.id, suspended_at: NOW });
    await createTenant(database, { parent_tenant_id: world.agency.id, is_active: false });
    const { daily_trend: trend, ...figures } = await overview();
    expect(figures).toEqual({
      total_sub_accounts: 3,
      active_sub_accounts: 2,
      suspended_sub_accounts: 1,
      total_agents: 1,
      total_calls: 4,
      total_minutes: 11,
      total_texts: 0,
      // The call without a known cost counts towards the revenue and not towards the margin.
      total_revenue_cents: 620,
      total_cost_cents: 90,
      total_margin_cents: 470,
      avg_margin_pct: 83.9,
      total_booked: 1,
      conversion_rate: 25,
      calls_by_direction: { inbound: 3, outbound: 1 },
      top_sub_accounts: [
        {
          id: world.sibling.id,
          name: world.sibling.name,
          calls: 1,
          minutes: 5,
          revenue_cents: 500,
          margin_cents: 450,
          conversion_rate: 0,
        },
        {
          id: world.subAccount.id,
          name: world.subAccount.name,
          calls: 3,
          minutes: 6,
          revenue_cents: 120,
          margin_cents: 20,
          conversion_rate: 33.3,
        },
      ],
      usage_by_provider: expect.arrayContaining([
        {
          provider: 'xai',
          provider_label: 'xAI Grok',
          calls: 2,
          minutes: 5,
          cost_cents: 10,
          revenue_cents: 100,
          margin_cents: 30,
        },
        {
          provider: 'openai',
          provider_label: 'OpenAI',
          calls: 2,
          minutes: 6,
          cost_cents: 80,
          revenue_cents: 520,
          margin_cents: 440,
        },
      ]) as unknown,
    });
    expect(trend).toHaveLength(30);
    expect([trend[0]?.date, trend.at(-1)?.date]).toEqual(['2026-10-24', '2026-11-22']);
    expect(trend.filter(({ calls }) => calls > 0)).toEqual([
      { date: '2026-11-01', calls: 1, minutes: 2, revenue_cents: 40, cost_cents: 10, margin_cents: 30 },
      { date: '2026-11-20', calls: 2, minutes: 4, revenue_cents: 80, cost_cents: 30, margin_cents: -10 },
    ]);
  });

  test('counts a booking that becomes known later, and one that is taken back', async () => {
    const { newest } = await seed();
    const book = (booked: boolean | null) =>
      database.system
        .updateTable('call_logs')
        .set({ appointment_booked: booked })
        .where('id', '=', newest.callId)
        .execute();
    await book(true);
    await book(true);
    expect(await overview()).toMatchObject({ total_booked: 2 });
    await book(null);
    expect(await overview()).toMatchObject({ total_booked: 1 });
  });

  test('counts conversion as statistics do: of completed calls, without those that try an agent', async () => {
    const { subAccount } = world;
    await addCall(database, subAccount, { booked: true });
    await addCall(database, subAccount);
    await addCall(database, subAccount, { direction: 'test', booked: true });
    const unanswered = await addCall(database, subAccount, { status: 'no-answer' });
    const book = (callId: string) =>
      database.system.updateTable('call_logs').set({ appointment_booked: true }).where('id', '=', callId).execute();
    await book(unanswered.callId);
    expect(await overview()).toMatchObject({
      total_calls: 4,
      total_booked: 1,
      conversion_rate: 50,
      top_sub_accounts: [{ conversion_rate: 50 }],
    });
  });

  test('holds when many calls end at once', async () => {
    await Promise.all(Array.from({ length: 20 }, () => addCall(database, world.subAccount, { at: NOW })));
    expect(await overview()).toMatchObject({ total_calls: 20, total_minutes: 40, total_cost_cents: 200 });
  });
});

describe('the list', () => {
  test('has the newest first and sums up all that match', async () => {
    const { old, unpriced, newest, siblings } = await seed();
    const all = await usage('/agency/usage?limit=3');
    expect(all.records.map(({ id }) => id)).toEqual([newest.recordId, unpriced.recordId, old.recordId]);
    expect(all.total).toBe(4);
    expect(all.records[1]).toEqual({
      id: unpriced.recordId,
      sub_account_id: world.subAccount.id,
      sub_account_name: world.subAccount.name,
      sub_account_status: 'active',
      call_log_id: unpriced.callId,
      date: '2026-11-20',
      time: '00:00:00',
      direction: 'outbound',
      minutes: 3,
      cost_cents: 0,
      revenue_cents: 60,
      margin_cents: 0,
      voice_provider: 'xai',
    });
    expect(all.summary).toMatchObject({
      total_calls: 4,
      total_seconds: 105 + 165 + 45 + 285,
      total_cost_cents: 90,
      total_revenue_cents: 620,
      total_margin_cents: 470,
      by_direction: [
        { direction: 'inbound', calls: 3, minutes: 8, cost_cents: 90, revenue_cents: 560, margin_cents: 470 },
        { direction: 'outbound', calls: 1, minutes: 3, cost_cents: 0, revenue_cents: 60, margin_cents: 0 },
      ],
    });
    const rest = await usage('/agency/usage?limit=3&offset=3');
    expect(rest.records.map(({ id }) => id)).toEqual([siblings.recordId]);
  });

  test('takes days in UTC, both included, and sums up the same records', async () => {
    const { old, unpriced, newest } = await seed();
    const among = async (query: string) => {
      const { records, total, summary } = await usage(`/agency/usage?${query}`);
      expect([total, summary.total_calls]).toEqual([records.length, records.length]);
      return records.map(({ id }) => id);
    };
    expect(await among('date_from=2026-11-20')).toEqual([newest.recordId, unpriced.recordId]);
    expect(await among('date_from=2026-11-01&date_to=2026-11-01')).toEqual([old.recordId]);
    expect(await among('date_from=2026-11-02&date_to=2026-11-19')).toEqual([]);
    expect(await among('date_to=2026-11-19T22:00:00-05:00&date_from=2026-11-02')).toEqual([
      newest.recordId,
      unpriced.recordId,
    ]);
    expect((await get('/agency/usage?date_from=yesterday')).status).toBe(422);
    expect((await get('/agency/usage?limit=101')).status).toBe(422);
  });

  test('of a sub-account has its own', async () => {
    const { siblings } = await seed();
    await database.system
      .updateTable('tenants')
      .set({ suspended_at: NOW })
      .where('id', '=', world.sibling.id)
      .execute();
    const one = await usage(`/agency/sub-accounts/${world.sibling.id}/usage`);
    expect(one.records).toMatchObject([{ id: siblings.recordId, sub_account_status: 'suspended' }]);
    expect(one.summary).toMatchObject({ total_calls: 1, total_revenue_cents: 500 });
  });
});

describe('the export', () => {
  test('has what the list has, with unknown costs left empty', async () => {
    const { unpriced } = await seed();
    await database.system
      .updateTable('tenants')
      .set({ name: '=HYPERLINK("x")' })
      .where('id', '=', world.sibling.id)
      .execute();
    const { text, headers } = await exported();
    expect(text.startsWith('\uFEFFid,')).toBe(true);
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(headers.get('content-disposition')).toBe('attachment; filename="usage.csv"');
    const rows = parse<Record<string, string>>(text, { columns: true, bom: true });
    const { records } = await usage('/agency/usage');
    expect(rows.map(({ id }) => id)).toEqual(records.map(({ id }) => id));
    expect(rows.find(({ id }) => id === unpriced.recordId)).toMatchObject({
      cost_cents: '',
      margin_cents: '',
      revenue_cents: '60',
    });
    expect(rows.at(-1)?.sub_account_name).toBe('\'=HYPERLINK("x")');
    expect(parse((await exported(`?sub_account_id=${world.sibling.id}`)).text, { columns: true })).toHaveLength(1);
    expect(parse((await exported('?date_from=2026-11-20')).text, { columns: true })).toHaveLength(2);
  });
});

describe('access', () => {
  test('another agency’s sub-account is not found; sub-accounts and strangers may not ask', async () => {
    await seed();
    for (const id of [world.foreignSubAccount.id, world.foreign.id, newId(), 'no-id']) {
      expect((await get(`/agency/sub-accounts/${id}/usage`)).status).toBe(404);
      expect((await exported(`?sub_account_id=${id}`)).status).toBe(404);
      expect((await get(`/agency/usage/unpriced?sub_account_id=${id}`)).status).toBe(404);
    }
    const others = [
      await signIn(world.system, world.subAccount),
      await signIn(world.system, await createTenant(database)),
    ];
    const paths = [
      '/agency/overview',
      '/agency/usage',
      '/agency/usage/export',
      '/agency/usage/unpriced',
      `/agency/sub-accounts/${world.subAccount.id}/usage`,
    ];
    for (const path of paths) {
      for (const other of others) expect((await get(path, other)).status).toBe(403);
      expect((await api.request('GET', path)).status).toBe(401);
    }
  });

  test('the database shows no other agency’s usage to a query that forgets to ask for its own', async () => {
    await seed();
    const { rows } = await sql<{ calls: number }>`SELECT sum(calls)::int AS calls FROM usage_totals`.execute(
      world.ctx.db,
    );
    expect(rows).toEqual([{ calls: 4 }]);
    const sub = world.system.database.tenant(world.sibling.id);
    expect(await sub.selectFrom('usage_by_quarter_hour').select('calls').execute()).toHaveLength(1);
    expect(await sub.selectFrom('usage_records').select('id').execute()).toHaveLength(1);
  });
});

describe('with many calls', () => {
  let many: AgencyWorld;
  /** One call in twenty is the sub-account's, the rest are another agency's. */
  beforeAll(async () => {
    many = await createAgencyWorld(database, { clock });
    await sql`
      INSERT INTO usage_records
        (tenant_id, id, kind, provider, direction, quantity, unit, cost_cents, revenue_cents, occurred_at)
      SELECT CASE WHEN n % 20 = 0 THEN ${many.subAccount.id}::uuid ELSE ${many.foreignSubAccount.id}::uuid END,
        gen_random_uuid(), 'voice', 'xai', 'inbound', 1, 'minute', 5, 20, ${NOW}::timestamptz - n * interval '1 minute'
      FROM generate_series(1, 30000) AS n
    `.execute(database.system);
  });

  test('no figure needs a look at the calls themselves', async () => {
    const { ctx } = many;
    expect(await selectTotals(ctx).execute()).toMatchObject([{ calls: 1500, minutes: 1500, revenue_cents: 30_000 }]);
    const filter = { firstDay: '2026-11-01' };
    const sums = [
      selectTotals(ctx),
      selectTopSubAccounts(ctx),
      selectTrend(ctx, ['2026-11-01', '2026-11-02']),
      selectSums(ctx, filter),
      selectUnpriced(ctx, filter),
    ];
    const plans = await Promise.all(sums.map(async (query) => JSON.stringify(await query.explain('json'))));
    for (const plan of plans) expect(plan).not.toMatch(/call_logs|usage_records/);
  });

  test.each([{}, { firstDay: '2026-11-02', lastDay: '2026-11-21' }])(
    'pages of %j, near and far, are one list',
    async (period) => {
      // Some were taken back and written anew.
      await sql`
      INSERT INTO usage_records (tenant_id, id, kind, provider, direction, quantity, unit, cost_cents, revenue_cents,
        occurred_at, reverses)
      SELECT tenant_id, gen_random_uuid(), kind, provider, direction, -quantity, unit, -cost_cents, -revenue_cents,
        occurred_at, id
      FROM (
        SELECT *, row_number() OVER (ORDER BY occurred_at) AS n FROM usage_records AS used
        WHERE tenant_id = ${many.subAccount.id} AND reverses IS NULL
          AND NOT EXISTS (SELECT FROM usage_records AS other WHERE other.reverses = used.id)
      ) AS used WHERE n % 40 = 0
    `.execute(database.system);
      for (const subAccountId of [undefined, many.subAccount.id]) {
        const filter = { ...period, subAccountId };
        const all = await selectRecords(many.ctx, filter).execute();
        expect(all.length).toBeGreaterThan(1_200);
        const paged: typeof all = [];
        for (let offset = 0; offset === paged.length; offset += 100) {
          paged.push(...(await findPageOfRecords(many.ctx, filter, { limit: 100, offset })));
        }
        expect(paged.map(({ id }) => id)).toEqual(all.map(({ id }) => id));
        expect((await listUsage(many.ctx, filter, { limit: 1, offset: 1_100 })).total).toBe(all.length);
      }
    },
  );

  test('a page is read from the index in its order', async () => {
    const after = { at: NOW.toISOString(), id: newId() };
    const pages = [selectRecords(many.ctx, {}), selectRecordsAfter(many.ctx, {}, after)];
    for (const query of pages) {
      const plan = JSON.stringify(await query.limit(50).explain('json'));
      expect(plan).toContain('usage_records_agency');
      expect(plan).not.toMatch(/"Seq Scan",[^}]*"usage_records"/);
      expect(plan).not.toContain('"Sort"');
    }
  });
});
