import type { TenantContext } from '@leadlock/context/context';
import { clockAt, dayAt } from '@leadlock/db/local-days';
import { afterCursor, type Position } from '@leadlock/db/pages';
import { sql } from 'kysely';
import type { UsageExportRecord } from './schemas.ts';
import { bounds, type UsageFilter } from './usage-filter.ts';

/**
 * Records of calls, the newest first: an index holds them in this order, for an agency and for each sub-account. Each call
 * is there once: a record that was taken back, and the one that does it, come to nothing on the same day.
 */
export function selectRecords({ db, tenant, hidesCosts }: TenantContext, filter: UsageFilter) {
  const { from, before } = bounds(filter, tenant.timeZone);
  let query = db
    .selectFrom('usage_records as used')
    .innerJoin('tenants', 'tenants.id', 'used.tenant_id')
    .select((eb) => [
      dayAt(eb.ref('used.occurred_at'), tenant.timeZone).as('date'),
      clockAt(eb.ref('used.occurred_at'), tenant.timeZone).as('time'),
      'used.id',
      'used.tenant_id',
      'used.call_id',
      'used.provider',
      'used.direction',
      'used.quantity',
      (hidesCosts ? sql<number | null>`NULL::integer` : sql<number | null>`used.cost_cents`).as('cost_cents'),
      'used.revenue_cents',
      'tenants.name',
      'tenants.is_active',
      'tenants.suspended_at',
    ])
    .where('used.agency_id', '=', tenant.id)
    .where('used.kind', '=', sql.lit('voice'))
    .where('used.reverses', 'is', null)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('usage_records as reversal')
            .select('reversal.id')
            .whereRef('reversal.tenant_id', '=', 'used.tenant_id')
            .whereRef('reversal.reverses', '=', 'used.id')
            // Said for the index that holds these alone.
            .where('reversal.reverses', 'is not', null),
        ),
      ),
    );
  if (filter.subAccountId !== undefined) query = query.where('used.tenant_id', '=', filter.subAccountId);
  if (from !== undefined) query = query.where('used.occurred_at', '>=', from);
  if (before !== undefined) query = query.where('used.occurred_at', '<', before);
  return query.orderBy('used.occurred_at', 'desc').orderBy('used.id', 'desc');
}

type RecordRow = Awaited<ReturnType<ReturnType<typeof selectRecords>['executeTakeFirstOrThrow']>>;

/** The records that come after a position, as a page of all of them. */
export async function findRecordsAfter(
  ctx: TenantContext,
  filter: UsageFilter,
  { after, limit }: { after: Position | null; limit: number },
): Promise<(RecordRow & { position: Position })[]> {
  const rows = await selectRecordsAfter(ctx, filter, after).limit(limit).execute();
  return rows.map(({ exact_time, ...row }) => ({ ...row, position: { at: exact_time, id: row.id } }));
}

export function selectRecordsAfter(ctx: TenantContext, filter: UsageFilter, after: Position | null) {
  const query = selectRecords(ctx, filter).select(sql<string>`used.occurred_at::text`.as('exact_time'));
  return after === null
    ? query
    : query.where((eb) => afterCursor(eb.ref('used.occurred_at'), eb.ref('used.id'), after));
}

function statusOf(row: Pick<RecordRow, 'is_active' | 'suspended_at'>): string {
  if (!row.is_active) return 'inactive';
  return row.suspended_at === null ? 'active' : 'suspended';
}

/** A record as answers show it: their figures are whole numbers, so a cost that is unknown is 0, and so is the margin. */
export function toUsageRecord(row: RecordRow): UsageExportRecord {
  const { cost_cents: cost, revenue_cents: revenue } = row;
  return {
    id: row.id,
    sub_account_id: row.tenant_id,
    sub_account_name: row.name,
    sub_account_status: statusOf(row),
    call_log_id: row.call_id,
    date: row.date,
    time: row.time,
    direction: row.direction,
    minutes: row.quantity,
    cost_cents: cost ?? 0,
    revenue_cents: revenue,
    margin_cents: cost === null ? 0 : revenue - cost,
    voice_provider: row.provider ?? 'unknown',
  };
}
