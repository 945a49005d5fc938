import type { TenantContext } from '@leadlock/context/context';
import { sql } from 'kysely';

/** Ringing, setting up and rounding let the carrier count a little otherwise than we do. */
const TOLERANCE_SECONDS = 5;

/** A call that the carrier counts otherwise than it was billed. */
export interface BillingDifference {
  billed_seconds: number;
  carrier_seconds: number;
}

/** Null where both agree, or the carrier has said nothing. */
export function billingDifference(billedSeconds: number, carrierSeconds: number | null): BillingDifference | null {
  if (carrierSeconds === null || Math.abs(carrierSeconds - billedSeconds) <= TOLERANCE_SECONDS) return null;
  return { billed_seconds: billedSeconds, carrier_seconds: carrierSeconds };
}

/** For operators: somebody measures wrongly, or reports what did not happen. */
export const reportDifference = (ctx: TenantContext, callId: string, difference: BillingDifference): void =>
  ctx.log.warn({ callId, ...difference }, 'the carrier’s call duration differs from the billed duration');

/** Reports beyond these say nothing new: somebody makes them up. */
const MAX_REPORTS = 10;

/**
 * Notes a report that says something else than the first one of its call: one of them is made up, or the carrier has
 * corrected itself. All that were given are kept for people to compare, and the first one stays.
 */
export async function flagContradiction(
  ctx: TenantContext,
  callId: string,
  { first, seconds }: { first: number; seconds: number },
): Promise<void> {
  if (seconds === first) return;
  const reports = sql`coalesce(metadata->'carrier_reports', jsonb_build_array(${first}::integer))`;
  const { numUpdatedRows } = await ctx.db
    .updateTable('call_logs')
    .set({
      metadata: sql`metadata || jsonb_build_object('carrier_reports', ${reports} || to_jsonb(${seconds}::integer))`,
    })
    .where('tenant_id', '=', ctx.tenant.id)
    .where('id', '=', callId)
    .where(sql<boolean>`NOT ${reports} @> to_jsonb(${seconds}::integer)`)
    .where(sql<boolean>`jsonb_array_length(${reports}) < ${MAX_REPORTS}`)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) return;
  ctx.log.warn({ callId, first, seconds }, 'the carrier changed the reported duration of a call');
}

/** As `flagContradiction`, for a call that is over. */
async function flagLaterReport(ctx: TenantContext, callId: string, seconds: number): Promise<void> {
  const call = await ctx.db
    .selectFrom('call_logs')
    .select('carrier_seconds')
    .where('tenant_id', '=', ctx.tenant.id)
    .where('id', '=', callId)
    .where('ended_at', 'is not', null)
    .executeTakeFirst();
  const first = call?.carrier_seconds ?? null;
  if (first !== null) await flagContradiction(ctx, callId, { first, seconds });
}

/**
 * Keeps what the carrier says about the length of a call that is over, the first time that it does. It is compared with
 * what was billed, and changes nothing of that: reports of the carrier are signed with a key that its customer has, too.
 */
export async function noteCarrierSeconds(ctx: TenantContext, callId: string, seconds: number): Promise<void> {
  const noted = await ctx.db
    .updateTable('call_logs')
    .set({ carrier_seconds: seconds })
    .where('tenant_id', '=', ctx.tenant.id)
    .where('id', '=', callId)
    .where('ended_at', 'is not', null)
    .where('answered_at', 'is not', null)
    // Of a call that was passed on the carrier counts more than the agent's part.
    .where('end_reason', 'is distinct from', 'transferred')
    .where('carrier_seconds', 'is', null)
    .returning('duration_seconds')
    .executeTakeFirst();
  if (!noted) await flagLaterReport(ctx, callId, seconds);
  const difference = noted && billingDifference(noted.duration_seconds ?? 0, seconds);
  if (!difference) return;
  await ctx.db
    .updateTable('call_logs')
    .set({ metadata: sql`metadata || ${JSON.stringify({ billing_difference: difference })}::jsonb` })
    .where('tenant_id', '=', ctx.tenant.id)
    .where('id', '=', callId)
    .execute();
  reportDifference(ctx, callId, difference);
}
