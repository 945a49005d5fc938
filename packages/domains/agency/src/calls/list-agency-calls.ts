import { forTenant, type TenantContext } from '@leadlock/context/context';
import { containing } from '@leadlock/db/has-every-word';
import type { DB } from '@leadlock/db/client';
import { endOfDay, startOfDay } from '@leadlock/db/local-days';
import { saidWords } from '@leadlock/db/said-words';
import { findSubAccount } from '@leadlock/identity/tenants';
import { DERIVED, isDay, searchCalls, SUMMARY_COLUMNS, toCallSummary } from '@leadlock/telephony/calls';
import { sql, type RawBuilder, type Selectable } from 'kysely';
import { findOwnerOfAgent } from '../agents/find-owner-of-agent.ts';
import type { AgencyCallList, ListAgencyCallsInput } from './schemas.ts';

/** Calls of the agency and its active sub-accounts, newest first. Days are in the agency's time zone. */
export async function listAgencyCalls(ctx: TenantContext, input: ListAgencyCallsInput): Promise<AgencyCallList> {
  const { sub_account_id: subAccountId, agent_id: agentId } = input;
  if (subAccountId === undefined && agentId === undefined) return listAll(ctx, input);
  const id = subAccountId ?? (await findOwnerOfAgent(ctx, agentId ?? ''));
  const account = id === null ? null : await findSubAccount(ctx.db, ctx.tenant.id, id);
  if (!account?.isActive) return { calls: [], total: 0 };
  const { timeZone } = ctx.tenant;
  const ofAccount = { ...forTenant(ctx, { ...account, timeZone }, ctx.actor), hidesCosts: ctx.hidesCosts };
  const { calls, total } = await searchCalls(ofAccount, input);
  return { calls: calls.map((call) => ({ ...call, account_name: account.name })), total };
}

/** The page and one call more, which tells whether another page follows. */
async function listAll(ctx: TenantContext, input: ListAgencyCallsInput): Promise<AgencyCallList> {
  const { limit, offset } = input;
  const rows = await ctx.db
    .selectFrom(callsOfAll(ctx, input).as('call_logs'))
    .innerJoin('tenants', 'tenants.id', 'call_logs.tenant_id')
    .select(SUMMARY_COLUMNS.map((column) => `call_logs.${column}` as const))
    .select([...DERIVED, 'tenants.name as account_name'])
    .orderBy('call_logs.started_at', 'desc')
    .orderBy('call_logs.id', 'desc')
    .execute();
  const isLast = rows.length <= limit && (rows.length > 0 || offset === 0);
  return {
    calls: rows.slice(0, limit).map(({ account_name, ...row }) => ({ ...toCallSummary(row, ctx), account_name })),
    total: isLast ? offset + rows.length : null,
  };
}

/** The database checks whose calls they are: the agency's own connection sees no rows of its sub-accounts. */
function callsOfAll(
  { tenant }: TenantContext,
  { limit, offset, status, direction, live, date_from, date_to, search = '' }: ListAgencyCallsInput,
): RawBuilder<Selectable<DB['call_logs']>> {
  const at = (time: string, ofDay: typeof startOfDay) =>
    isDay(time) ? ofDay(time, tenant.timeZone) : sql<Date>`${new Date(time)}::timestamptz`;
  return sql`calls_of_agency(
    agency => ${tenant.id}, with_status => ${status ?? null}, of_direction => ${direction ?? null},
    only_live => ${live === true}, containing => ${search === '' ? null : containing(search)},
    since => ${date_from === undefined ? sql`'-infinity'` : at(date_from, startOfDay)},
    before => ${date_to === undefined ? sql`'infinity'` : at(date_to, endOfDay)},
    skipped => ${offset}, most => ${limit + 1}, said => ${saidWords(search)})`;
}
