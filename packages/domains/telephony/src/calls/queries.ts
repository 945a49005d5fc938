import type { Tenant } from '@leadlock/context/context';
import type { ShownOutcome } from '@leadlock/core/shown-outcome';
import { OUTCOME } from '@leadlock/db/shown-outcome';
import type { Page } from '@leadlock/db/cells';
import type { Db, DB } from '@leadlock/db/client';
import { containing } from '@leadlock/db/has-every-word';
import { endOfDay, startOfDay } from '@leadlock/db/local-days';
import { afterCursor, type Position } from '@leadlock/db/pages';
import { saidWords } from '@leadlock/db/said-words';
import {
  sql,
  type Expression,
  type ExpressionBuilder,
  type RawBuilder,
  type Selectable,
  type SelectQueryBuilder,
  type SqlBool,
} from 'kysely';
import type { z } from 'zod';
import type { CallTransfer, ExportCallsInput, SearchCallsInput } from './schemas.ts';

/** What lists show that are read often: a transcript and what comes with it are longer than all the rest. */
export const SUMMARY_COLUMNS = [
  'id',
  'tenant_id',
  'agent_id',
  'agent_name',
  'phone_number_id',
  'twilio_call_sid',
  'direction',
  'from_number',
  'to_number',
  'status',
  'started_at',
  'ended_at',
  'duration_seconds',
  'billable_minutes',
  'cost_cents',
  'recording_url',
  'recording_duration_seconds',
  'caller_name',
  'caller_email',
  'appointment_booked',
  'amd_status',
  'amd_detection_ms',
  'voice_provider',
] as const;
type Call = Selectable<DB['call_logs']>;
export type CallSummaryRow = Pick<Call, (typeof SUMMARY_COLUMNS)[number]> & {
  price_cents: number | null;
  outcome: ShownOutcome | null;
};

/**
 * What the account pays for a call that has ended: of the price that it began with, or, of calls from before that was kept,
 * what is billed for it. Null while it runs.
 */
const PRICE = sql<number | null>`CASE
  WHEN call_logs.ended_at IS NULL THEN NULL
  WHEN call_logs.billable_minutes = 0 THEN 0
  WHEN call_logs.price_per_minute_cents IS NOT NULL THEN call_logs.billable_minutes * call_logs.price_per_minute_cents
  ELSE (SELECT used.revenue_cents FROM usage_records AS used
    WHERE used.tenant_id = call_logs.tenant_id AND used.kind = 'voice' AND used.call_id = call_logs.id AND used.reverses IS NULL
    ORDER BY used.revision DESC LIMIT 1)
  END`.as('price_cents');

/** What is not in a call's row. */
export const DERIVED = [PRICE, OUTCOME] as const;
export type CallRow = CallSummaryRow & Pick<Call, 'transcript' | 'metadata'> & { transfers: CallTransfer[] | null };

/** While a call runs, its session has what was said; the call itself where a gateway of an earlier version holds it. */
const TRANSCRIPT = sql<Call['transcript']>`
  CASE WHEN call_logs.ended_at IS NULL THEN coalesce(
    (SELECT session.transcript FROM call_sessions AS session
      WHERE session.tenant_id = call_logs.tenant_id AND session.call_id = call_logs.id),
    call_logs.transcript) ELSE call_logs.transcript END`;

/** To whom the call was passed on, or was to be; null: nobody. */
const TRANSFERS = sql<CallTransfer[] | null>`(
  SELECT jsonb_agg(jsonb_build_object(
    'target', transfer.target_name, 'number', transfer.target_number, 'kind', transfer.kind, 'reason', transfer.reason,
    'status', transfer.status, 'started_at', transfer.created_at, 'answered_at', transfer.answered_at,
    'handed_over_at', transfer.handed_over_at, 'ended_at', transfer.ended_at) ORDER BY transfer.created_at)
  FROM call_transfers AS transfer
  WHERE transfer.tenant_id = call_logs.tenant_id AND transfer.call_id = call_logs.id)`;

/** What a list and a single call show; never `SELECT *`, for rows grow. */
const wholeCalls = (db: Db) =>
  db
    .selectFrom('call_logs')
    .select([...SUMMARY_COLUMNS, ...DERIVED, 'metadata', TRANSCRIPT.as('transcript'), TRANSFERS.as('transfers')]);
const summaries = (db: Db) => db.selectFrom('call_logs').select([...SUMMARY_COLUMNS, ...DERIVED]);

/** Whose calls, and in which time zone their days are. */
export type CallsOf = Pick<Tenant, 'id' | 'timeZone'>;

/** Which calls are asked for; the most that any list or export can say. */
export type CallFilter = Partial<Omit<z.output<typeof SearchCallsInput>, 'limit' | 'offset'>>;

export const isDay = (text: string): boolean => !text.includes('T');

const timeOf = (text: string, { timeZone }: CallsOf, ofDay: typeof startOfDay): RawBuilder<Date> =>
  isDay(text) ? ofDay(text, timeZone) : sql<Date>`${new Date(text)}::timestamptz`;
/** When the calls that are asked for begin at the earliest, and before which time. */
export const beginOf = (tenant: CallsOf, { date_from }: CallFilter): RawBuilder<Date> =>
  date_from === undefined ? sql`'-infinity'::timestamptz` : timeOf(date_from, tenant, startOfDay);
export const endOf = (tenant: CallsOf, { date_to }: CallFilter): RawBuilder<Date> =>
  date_to === undefined ? sql`'infinity'::timestamptz` : timeOf(date_to, tenant, endOfDay);

/** The calls that come after one position, up to and with another; null is the beginning, or the end. */
export interface CallRange {
  after: Position | null;
  last: Position | null;
}

/** What of a filter an index answers, for ranges of it. */
const bounded =
  (tenant: CallsOf, filter: CallFilter, range?: CallRange) => (eb: ExpressionBuilder<DB, 'call_logs'>) => {
    const { agent_id, date_from, date_to, live } = filter;
    const conditions: Expression<SqlBool>[] = [eb('tenant_id', '=', tenant.id)];
    if (agent_id !== undefined) conditions.push(eb('agent_id', '=', agent_id));
    if (live === true) conditions.push(eb('ended_at', 'is', null));
    if (date_from !== undefined) conditions.push(eb('started_at', '>=', beginOf(tenant, filter)));
    if (date_to !== undefined) conditions.push(eb('started_at', '<', endOf(tenant, filter)));
    const [at, id] = [eb.ref('started_at'), eb.ref('id')];
    // The times alone are said, too: of rows that are compared the planner does not know how few are between two of them.
    if (range?.after) {
      conditions.push(afterCursor(at, id, range.after), sql<SqlBool>`${at} <= ${range.after.at}::timestamptz`);
    }
    if (range?.last) {
      const from = range.last;
      conditions.push(sql<SqlBool>`(${at}, ${id}) >= (${from.at}::timestamptz, ${from.id}::uuid)`);
      conditions.push(sql<SqlBool>`${at} >= ${from.at}::timestamptz`);
    }
    return eb.and(conditions);
  };

/** The same conditions for a page, for the count of all pages and for an export. What is searched for is not among them. */
export const matching =
  (tenant: CallsOf, filter: CallFilter, range?: CallRange) => (eb: ExpressionBuilder<DB, 'call_logs'>) => {
    const { direction, status } = filter;
    const conditions: Expression<SqlBool>[] = [bounded(tenant, filter, range)(eb)];
    if (direction !== undefined) conditions.push(eb('direction', '=', direction));
    if (status !== undefined) conditions.push(eb('status', '=', status));
    return eb.and(conditions);
  };

/** What an integer of Postgres holds. */
export const MOST = 2_147_483_647;

/** What is on a page, and how many there are in all. */
export interface FoundPage {
  ids: string[];
  total: number;
}

/** Which calls are on a page, newest first. */
export async function findCallIds(db: Db, tenant: CallsOf, filter: CallFilter, page: Page): Promise<string[]> {
  const rows = await db
    .selectFrom('call_logs')
    .select('id')
    .where(matching(tenant, filter))
    .orderBy('started_at', 'desc')
    .orderBy('id', 'desc')
    .limit(page.limit)
    .offset(page.offset)
    .execute();
  return rows.map(({ id }) => id);
}

/** A part of time. */
export interface Times {
  began: Date;
  before: Date;
}

/** Those of some calls that have one of the ids, in the order of these. */
async function findByIds<Row extends { id: string }>(
  calls: SelectQueryBuilder<DB, 'call_logs', Row>,
  tenantId: string,
  ids: readonly string[],
): Promise<Row[]> {
  if (ids.length === 0) return [];
  const rows: Row[] = await calls.where('tenant_id', '=', tenantId).where('id', 'in', ids).execute();
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

export const findCalls = (db: Db, tenantId: string, ids: readonly string[]): Promise<CallRow[]> =>
  findByIds(wholeCalls(db), tenantId, ids);

/** Calls without what was said in them. */
export const findCallSummaries = (db: Db, tenantId: string, ids: readonly string[]): Promise<CallSummaryRow[]> =>
  findByIds(summaries(db), tenantId, ids);

/** No call lasts longer. */
const LONGEST_CALL_MS = 86_400_000;

/** Which calls are news: those with these ids, those that run, those that began or ended since, those that began since. */
interface News {
  ids: readonly string[];
  running?: boolean;
  since?: Date | null;
  begun?: Date | null;
}

/** These calls, those that run, and those that began or ended since; the oldest first. */
export async function findNews(
  db: Db,
  tenantId: string,
  { ids, running = false, since = null, begun = null }: News,
): Promise<CallSummaryRow[]> {
  const ofTenant = summaries(db).where('tenant_id', '=', tenantId);
  // Each has an index of its own, which an OR of them would not use.
  const parts = [
    ...(ids.length > 0 ? [ofTenant.where('id', 'in', ids).execute()] : []),
    ...(running ? [ofTenant.where('ended_at', 'is', null).execute()] : []),
    ...(since ? [ofTenant.where(beganOrEndedSince(since)).execute()] : []),
    ...(begun ? [ofTenant.where('started_at', '>=', begun).execute()] : []),
  ];
  const byId = new Map((await Promise.all(parts)).flat().map((row) => [row.id, row]));
  return [...byId.values()].sort((a, b) => a.started_at.getTime() - b.started_at.getTime());
}

/** By when they began, for which there is an index. */
const beganOrEndedSince = (since: Date) => (eb: ExpressionBuilder<DB, 'call_logs'>) =>
  eb.and([
    eb('started_at', '>=', new Date(since.getTime() - LONGEST_CALL_MS)),
    eb.or([eb('started_at', '>=', since), eb('ended_at', '>=', since)]),
  ]);

/** By looking at all of them: for few. */
export async function countCalls(db: Db, tenant: CallsOf, filter: CallFilter, times?: Times): Promise<number> {
  let query = db
    .selectFrom('call_logs')
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .where(matching(tenant, filter));
  if (times) query = query.where('started_at', '>=', times.began).where('started_at', '<', times.before);
  const { total } = await query.executeTakeFirstOrThrow();
  return total;
}

export async function findCall(db: Db, tenantId: string, callId: string): Promise<CallRow | undefined> {
  return wholeCalls(db).where('tenant_id', '=', tenantId).where('id', '=', callId).executeTakeFirst();
}

/**
 * Where a range of that many rows ends which begins after a position; null where fewer are left. It looks at keys of an
 * index alone.
 */
export async function findEndOfRange(
  db: Db,
  tenant: CallsOf,
  filter: CallFilter,
  after: Position | null,
  rows: number,
): Promise<Position | null> {
  const end = await db
    .selectFrom('call_logs')
    .select(['id', sql<string>`started_at::text`.as('at')])
    .where(bounded(tenant, filter, { after, last: null }))
    .orderBy('started_at', 'desc')
    .orderBy('id', 'desc')
    .offset(rows - 1)
    .limit(1)
    .executeTakeFirst();
  return end ?? null;
}

/** The calls of a range to export, newest first. The range has to be one of at most 2,000 calls. */
export function findCallsToExport(
  db: Db,
  tenant: CallsOf,
  filter: z.output<typeof ExportCallsInput>,
  range: CallRange,
): Promise<ExportedCall[]> {
  const query = db
    .selectFrom('call_logs')
    .select([...EXPORTED, PRICE])
    .where(matching(tenant, filter, range));
  const { search = '' } = filter;
  return (search === '' ? query : query.where(isFoundIn(tenant, filter, range)))
    .orderBy('started_at', 'desc')
    .orderBy('id', 'desc')
    .execute();
}

/** As lists search, within the range: among so few calls also a text without three letters in a row is found in all. */
function isFoundIn(tenant: CallsOf, filter: CallFilter, { after, last }: CallRange): RawBuilder<SqlBool> {
  const { search = '', agent_id } = filter;
  const since = last ? sql`${last.at}::timestamptz` : beginOf(tenant, filter);
  const before = after ? sql`${after.at}::timestamptz + interval '1 microsecond'` : endOf(tenant, filter);
  return sql<SqlBool>`id = ANY ((SELECT search_calls(
    tenant => ${tenant.id}, containing => ${containing(search)}, said => ${saidWords(search)}, most => ${MOST}, since => ${since},
    before => ${before}, of_agent => ${agent_id ?? null}, with_status => NULL, of_direction => NULL,
    only_live => false))::uuid[])`;
}

const EXPORTED = [
  'id',
  'started_at',
  'ended_at',
  'direction',
  'status',
  'from_number',
  'to_number',
  'agent_name',
  'caller_name',
  'caller_email',
  'duration_seconds',
  'billable_minutes',
  'cost_cents',
  'voice_provider',
  'end_reason',
  'appointment_booked',
] as const;
type ExportedCall = Pick<Selectable<DB['call_logs']>, (typeof EXPORTED)[number]> & { price_cents: number | null };

/** In the order of the file. What is new comes last: people's spreadsheets count columns. */
export const EXPORT_COLUMNS = [...EXPORTED, 'price_cents'] as const;
