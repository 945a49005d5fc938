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
  ctx.log.warn({ callId, ...difference }, 'the carrier counts another length of a call than was billed');

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
    .where('carrier_seconds', 'is', null)
    .returning('duration_seconds')
    .executeTakeFirst();
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
