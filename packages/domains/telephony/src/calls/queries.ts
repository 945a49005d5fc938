import { isId } from '@leadlock/core/ids';
import type { Db, DB } from '@leadlock/db/client';
import { sql, type Expression, type Selectable, type SqlBool, type ExpressionBuilder } from 'kysely';
import type { z } from 'zod';
import type { ExportCallsInput, ListCallsInput } from './schemas.ts';

/** What a list and a single call show; never `SELECT *`, for rows grow. */
export const CALL_COLUMNS = [
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
  'transcript',
  'metadata',
  'appointment_booked',
  'amd_status',
  'amd_detection_ms',
  'voice_provider',
] as const;
export type CallRow = Pick<Selectable<DB['call_logs']>, (typeof CALL_COLUMNS)[number]>;

type CallFilter = Pick<z.output<typeof ListCallsInput>, 'agent_id' | 'direction'>;

/** The same conditions for a page and for the count of all pages. */
const matching = (tenantId: string, filter: CallFilter) => (eb: ExpressionBuilder<DB, 'call_logs'>) => {
  const conditions: Expression<SqlBool>[] = [eb('tenant_id', '=', tenantId)];
  if (filter.agent_id !== undefined) conditions.push(eb('agent_id', '=', filter.agent_id));
  if (filter.direction !== undefined) conditions.push(eb('direction', '=', filter.direction));
  return eb.and(conditions);
};

/** One page of calls, newest first. */
export function findCalls(db: Db, tenantId: string, input: z.output<typeof ListCallsInput>): Promise<CallRow[]> {
  return db
    .selectFrom('call_logs')
    .select(CALL_COLUMNS)
    .where(matching(tenantId, input))
    .orderBy('started_at', 'desc')
    .orderBy('id', 'desc')
    .limit(input.limit)
    .offset(input.offset)
    .execute();
}

export async function countCalls(db: Db, tenantId: string, filter: CallFilter): Promise<number> {
  const { total } = await db
    .selectFrom('call_logs')
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .where(matching(tenantId, filter))
    .executeTakeFirstOrThrow();
  return total;
}

export async function findCall(db: Db, tenantId: string, callId: string): Promise<CallRow | undefined> {
  if (!isId(callId)) return undefined;
  return db
    .selectFrom('call_logs')
    .select(CALL_COLUMNS)
    .where('tenant_id', '=', tenantId)
    .where('id', '=', callId)
    .executeTakeFirst();
}

const DAY_MS = 86_400_000;
const isDay = (text: string): boolean => !text.includes('T');

/** `%` and `_` of what somebody searches for mean themselves. */
const containing = (text: string): string => `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;

/** Calls to export, newest first, a few hundred rows at a time. */
export function streamCalls(
  db: Db,
  tenantId: string,
  filter: z.output<typeof ExportCallsInput>,
): AsyncIterable<ExportedCall> {
  const { agent_id, status, date_from, date_to, search } = filter;
  let query = db.selectFrom('call_logs').select(EXPORT_COLUMNS).where('tenant_id', '=', tenantId);
  if (agent_id !== undefined) query = query.where('agent_id', '=', agent_id);
  if (status !== undefined) query = query.where('status', '=', status);
  if (date_from !== undefined) query = query.where('started_at', '>=', new Date(date_from));
  if (date_to !== undefined) {
    const end = new Date(date_to).getTime();
    query = query.where('started_at', '<', new Date(isDay(date_to) ? end + DAY_MS : end));
  }
  if (search !== undefined && search !== '') {
    const pattern = containing(search);
    query = query.where((eb) =>
      eb.or(SEARCHED_COLUMNS.map((column) => sql<SqlBool>`${eb.ref(column)} ILIKE ${pattern}`)),
    );
  }
  return query.orderBy('started_at', 'desc').orderBy('id', 'desc').stream(EXPORT_CHUNK);
}

const EXPORT_CHUNK = 500;
const SEARCHED_COLUMNS = ['from_number', 'to_number', 'caller_name', 'caller_email', 'agent_name'] as const;

export const EXPORT_COLUMNS = [
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
export type ExportedCall = Pick<Selectable<DB['call_logs']>, (typeof EXPORT_COLUMNS)[number]>;
