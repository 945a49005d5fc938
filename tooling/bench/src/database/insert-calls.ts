import { sql, type Kysely, type RawBuilder } from 'kysely';

export const AGENTS = 20;
export const ACCOUNT_SID = `AC${'0'.repeat(32)}`;
/** A call in 100,000 is this one's. */
export const RARE_NAME = 'Zebedee';
/** They were said in a call in 100,000. */
export const RARE_WORDS = 'The boiler leaks';
/** The calls are spread over so many days up to now. */
const DAYS = 365;
const CHUNK = 100_000;

const DETAILED = ['tenant_id', 'began_at', 'kind', 'provider', 'direction'];
const SUMMED = ['calls', 'conversations', 'seconds', 'minutes', 'cost_cents', 'revenue_cents', 'priced_revenue_cents'];

interface Calls {
  tenantId: string;
  agentIds: readonly string[];
  /** The number of the first call; each number is one call's. */
  from: number;
  count: number;
}

/** Those that go on working: what they write is far less than the calls. */
const TRIGGERS = [
  ['usage_by_quarter_hour', 'usage_by_day_add_up'],
  ['agency_usage_by_quarter_hour', 'agency_usage_by_day_add_up'],
  ['agency_usage_by_quarter_hour', 'agency_usage_by_hour_add_up'],
  ['call_trend', 'call_trend_by_hour_add_up'],
] as const;

/**
 * Nothing happens row by row meanwhile, which would take ten times as long: keys are not checked, and what triggers write of
 * each call and its usage `insertCalls` writes itself. `owner` is one connection of a superuser.
 */
export async function withoutRowTriggers(owner: Kysely<never>, work: () => Promise<void>): Promise<void> {
  for (const [table, trigger] of TRIGGERS)
    await sql`ALTER TABLE ${sql.table(table)} ENABLE ALWAYS TRIGGER ${sql.id(trigger)}`.execute(owner);
  await sql`SET session_replication_role = replica`.execute(owner);
  await work();
  await sql`RESET session_replication_role`.execute(owner);
  for (const [table, trigger] of TRIGGERS)
    await sql`ALTER TABLE ${sql.table(table)} ENABLE TRIGGER ${sql.id(trigger)}`.execute(owner);
}

/** What triggers add to a table of usage for all `figures`; that of an agency has its id as the tenant's. */
function addUsage(table: string, keys: readonly string[], carried: readonly string[]): RawBuilder<unknown> {
  const columns = [...keys, ...carried].join(', ');
  const grouped = carried.length > 0 ? columns : columns.replace('tenant_id', 'agency_id');
  return sql.raw(`
    INSERT INTO ${table} AS sums (${columns}, calls, conversations, seconds, minutes, cost_cents, revenue_cents, priced_revenue_cents)
    SELECT ${grouped}, count(*), sum(led), sum(duration_seconds), sum(quantity), sum(cost_cents), sum(revenue_cents),
      sum(revenue_cents) FROM figures WHERE ${carried.length > 0 ? 'true' : 'agency_id IS NOT NULL'} GROUP BY ${grouped}
    ON CONFLICT (${keys.join(', ')}) DO UPDATE SET ${SUMMED.map((name) => `${name} = sums.${name} + excluded.${name}`).join(', ')}`);
}

/** In the order in which they began, a chunk a transaction, with a usage record each, taken into the figures. */
export async function insertCalls(owner: Kysely<never>, { tenantId, agentIds, from, count }: Calls): Promise<void> {
  for (let done = 0; done < count; done += CHUNK) {
    const [first, last] = [from + done, from + Math.min(count, done + CHUNK) - 1];
    await sql`
      WITH times AS (
        SELECT n, now() - interval '1 minute' - (${from + count}::float8 - n) / ${count} * interval '1 day' * ${DAYS} AS at,
          hashint4(n) & 2147483647 AS luck
        FROM generate_series(${first}::integer, ${last}::integer) AS n
      ), calls AS (
        INSERT INTO call_logs (tenant_id, id, agent_id, agent_name, twilio_call_sid, twilio_account_sid, direction,
          from_number, to_number, status, voice_provider, started_at, answered_at, ended_at, duration_seconds,
          billable_minutes, cost_cents, caller_name, transcript)
        SELECT ${tenantId}::uuid, uuidv7(at - clock_timestamp()), (${agentIds}::uuid[])[1 + luck % ${AGENTS}],
          'Agent ' || luck % ${AGENTS}, 'CA' || lpad(n::text, 32, '0'), ${ACCOUNT_SID},
          CASE WHEN luck % 100 < 58 THEN 'inbound' WHEN luck % 100 < 98 THEN 'outbound' ELSE 'test' END,
          '+1' || 2000000000::bigint + luck, '+14155550' || 100 + luck % 7,
          CASE WHEN luck % 1000 < 800 THEN 'completed' WHEN luck % 1000 < 900 THEN 'no-answer'
            WHEN luck % 1000 < 950 THEN 'voicemail' WHEN luck % 1000 < 990 THEN 'busy'
            WHEN luck % 1000 < 999 THEN 'failed' ELSE 'canceled' END,
          (ARRAY['openai', 'xai'])[1 + luck % ${AGENTS} % 2], at, at, at + interval '100 seconds', 100, 2, 12,
          CASE WHEN n % 100000 = 4321 THEN ${RARE_NAME}
            ELSE (ARRAY['Ann', 'Bob', 'Carlos', 'Dora', 'Emil', 'Fatima', 'Grace', 'Hugo'])[1 + luck / 8 % 8] || ' '
              || (ARRAY['Smith', 'Jones', 'Garcia', 'Miller', 'Nguyen', 'Rossi', 'Schmidt'])[1 + luck / 64 % 7] END,
          jsonb_build_array(jsonb_build_object('role', 'agent', 'content', 'How may I help you today?' ||
            CASE WHEN n % 100000 = 4321 THEN ' ' || ${RARE_WORDS} ELSE '' END))
        FROM times
        RETURNING *
      ), sids AS (
        INSERT INTO call_sids (tenant_id, twilio_call_sid, call_id) SELECT tenant_id, twilio_call_sid, id FROM calls
      ), changes AS (
        INSERT INTO call_figure_changes (tenant_id, call_id, began_at, agent_id, status, direction, provider, calls, minutes,
          cost_cents, booked)
        SELECT tenant_id, (array_agg(id))[1], quarter_hour(started_at),
          coalesce(agent_id, '00000000-0000-0000-0000-000000000000'), status, direction, voice_provider, count(*),
          sum(billable_minutes), sum(cost_cents), 0
        FROM calls GROUP BY 1, 3, 4, 5, 6, 7
      ), used AS (
        INSERT INTO usage_records
          (tenant_id, id, kind, call_id, provider, direction, quantity, unit, cost_cents, revenue_cents, occurred_at, agency_id)
        SELECT tenant_id, id, 'voice', id, voice_provider, direction, 2, 'minute', 12, 40, ended_at,
          (SELECT parent_tenant_id FROM tenants WHERE id = ${tenantId}::uuid)
        FROM calls
        RETURNING *
      ), figures AS (
        SELECT used.*, quarter_hour(occurred_at) AS began_at, is_conversation(calls.status, calls.direction)::integer AS led,
          calls.duration_seconds
        FROM used JOIN calls USING (id)
      ), quarter_hours AS (
        ${addUsage('usage_by_quarter_hour', [...DETAILED], ['agency_id'])}
      ), quarter_hours_of_agency AS (
        ${addUsage('agency_usage_by_quarter_hour', [...DETAILED], [])}
      )
      ${addUsage('usage_totals', ['tenant_id', 'kind', 'provider', 'direction'], ['agency_id'])}
    `.execute(owner);
    await sql`SELECT fold_call_figures(${2 * CHUNK})`.execute(owner);
  }
}
