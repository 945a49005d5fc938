import type { TenantContext } from '@leadlock/context/context';
import type { Db } from '@leadlock/db/client';
import { withTransaction } from '@leadlock/db/transaction';
import { sql } from 'kysely';
import { announceEnd, isAnnouncedAsCompleted } from './announce-end.ts';
import { billFor, findUsage, reverseUsage, writeUsage } from './bill-call.ts';
import { withoutDetails, type CallOutcome } from './call-outcome.ts';
import type { FinalStatus } from './call-status.ts';
import { tryToCompleteCall } from './complete-call.ts';
import { endedAtOf, secondsOnLine, writeEnd } from './ended-call.ts';
import { isUnstorable } from './unstorable.ts';

/** The call, locked, while it is over without all that its gateway knows. */
const lockAwaitingCall = (trx: Db, tenantId: string, callId: string) =>
  trx
    .selectFrom('call_logs')
    .select([
      'id',
      'agent_id',
      'direction',
      'from_number',
      'to_number',
      'voice_provider',
      'status',
      'end_reason',
      'started_at',
      'answered_at',
      'ended_at',
      'duration_seconds',
      'recording_sid',
      'price_per_minute_cents',
      'carrier_seconds',
      'metadata',
      sql<number>`coalesce(jsonb_array_length(transcript), 0)`.as('turns'),
      sql<number>`(
        SELECT count(*) FROM tool_executions AS run WHERE run.tenant_id = call_logs.tenant_id AND run.call_id = call_logs.id
      )::integer`.as('tools'),
    ])
    .where('tenant_id', '=', tenantId)
    .where('id', '=', callId)
    .where('ended_at', 'is not', null)
    .where('awaits_gateway', '=', true)
    .forUpdate()
    .executeTakeFirst();

type AwaitingCall = NonNullable<Awaited<ReturnType<typeof lockAwaitingCall>>>;

/**
 * Puts what its gateway knows in the place of what was assumed when a call was ended without it. A usage record that was
 * wrong is taken back by another, and the right one is written at the price that the first was made with. Receivers who
 * were told that the call failed are told that it was completed, where it was; nobody is told the same thing twice.
 * @param outcomeOf sees the call as it is while nobody else can change it
 */
function amend(
  ctx: TenantContext,
  callId: string,
  outcomeOf: (call: AwaitingCall) => CallOutcome,
  awaitsGateway: boolean,
): Promise<void> {
  return withTransaction(ctx.db, async (trx) => {
    const tenantId = ctx.tenant.id;
    const call = await lockAwaitingCall(trx, tenantId, callId);
    if (!call) return;
    const outcome = outcomeOf(call);
    const within = { ...ctx, db: trx };
    const used = await findUsage(trx, tenantId, callId);
    const price =
      call.price_per_minute_cents ?? (used && used.quantity > 0 ? used.revenue_cents / used.quantity : null);
    const endedAt = endedAtOf(call, outcome, call.ended_at ?? ctx.clock.now());
    const seconds = secondsOnLine(call, outcome, endedAt);
    const bill = await billFor(within, { ...call, price_per_minute_cents: price }, outcome, seconds);
    const isSameBill =
      used?.quantity === bill.minutes &&
      used.cost_cents === bill.costCents &&
      call.duration_seconds === bill.seconds &&
      call.status === outcome.status;
    if (used && !isSameBill) await reverseUsage(trx, used);
    const { carrier_seconds: carrierSeconds } = call;
    await writeEnd(within, call, outcome, { bill, endedAt, carrierSeconds, awaitsGateway });
    if (!isSameBill) {
      await writeUsage(trx, tenantId, call, bill, { occurredAt: endedAt, revision: used ? used.revision + 1 : 0 });
    }
    if (isAnnouncedAsCompleted(outcome.status) && !isAnnouncedAsCompleted(call.status)) {
      await announceEnd(within, call, { status: outcome.status, endReason: outcome.endReason, endedAt, bill });
    }
    ctx.log.info({ callId, seconds, before: call.duration_seconds }, 'completed a call with its gateway’s data');
  });
}

/** Whether all that the gateway knew of a call is stored; where it is not, it may be tried again. */
export type Settlement = 'settled' | 'incomplete';

/**
 * The gateway's word on a call that it held: ends it, or completes what was assumed meanwhile about one that was ended
 * without its gateway. Safe to repeat, at any time and by any process: each call is ended, billed and corrected once.
 */
export async function settleCall(ctx: TenantContext, callId: string, outcome: CallOutcome): Promise<Settlement> {
  const completion = await tryToCompleteCall(ctx, callId, outcome);
  if (completion !== 'was_over') return completion === 'complete' ? 'settled' : 'incomplete';
  try {
    await amend(ctx, callId, () => outcome, false);
    return 'settled';
  } catch (err) {
    if (!isUnstorable(err)) throw err;
    ctx.log.error({ err, callId }, 'failed to store all data of an ended call; its bill is correct without the rest');
    await amend(ctx, callId, () => withoutDetails(outcome), true);
    return 'incomplete';
  }
}

/** What a gateway that died has left of a call: all but how it ended. */
export type CallRemains = Omit<CallOutcome, 'status' | 'endReason' | 'detail' | 'endedAt' | 'carrierSeconds'> & {
  durationMs: number;
};

/**
 * Adds what a dead gateway has left of a call to one that was closed without it. It lasted at least as long as that; why
 * it ended nobody knows better than who closed it. Safe to repeat.
 * @returns false while the call is open: its gateway may live
 */
export async function addRemains(ctx: TenantContext, callId: string, remains: CallRemains): Promise<boolean> {
  const call = await ctx.db
    .selectFrom('call_logs')
    .select('ended_at')
    .where('tenant_id', '=', ctx.tenant.id)
    .where('id', '=', callId)
    .executeTakeFirst();
  if (call?.ended_at === null) return false;
  // The gateway itself may still come back with the whole of it.
  await amend(ctx, callId, (ended) => withRemains(ended, remains), true);
  return true;
}

function withRemains(call: AwaitingCall, remains: CallRemains): CallOutcome {
  // What came after these were kept went to the database.
  const isNewer = (remains.transcript?.length ?? 0) >= call.turns && (remains.toolCalls?.length ?? 0) >= call.tools;
  return {
    ...remains,
    transcript: isNewer ? remains.transcript : undefined,
    toolCalls: isNewer ? remains.toolCalls : undefined,
    usage: isNewer ? remains.usage : undefined,
    voices: isNewer ? remains.voices : undefined,
    voiceWasReady: isNewer ? remains.voiceWasReady : undefined,
    status: call.status as FinalStatus,
    endReason: call.end_reason ?? 'gateway_lost',
    durationMs: Math.max(remains.durationMs, (call.duration_seconds ?? 0) * 1000),
  };
}
