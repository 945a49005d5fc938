import type { TenantContext } from '@leadlock/context/context';
import type { Db } from '@leadlock/db/client';
import { withTransaction } from '@leadlock/db/transaction';
import { announceEnd } from './announce-end.ts';
import { billFor, writeUsage } from './bill-call.ts';
import { withoutDetails, type CallOutcome } from './call-outcome.ts';
import { endedAtOf, secondsOnLine, writeEnd } from './ended-call.ts';
import { isUnstorable } from './unstorable.ts';

/** The call, locked, while it is open. */
const lockOpenCall = (trx: Db, tenantId: string, callId: string) =>
  trx
    .selectFrom('call_logs')
    .select([
      'id',
      'agent_id',
      'direction',
      'from_number',
      'to_number',
      'voice_provider',
      'started_at',
      'answered_at',
      'recording_sid',
      'price_per_minute_cents',
      'carrier_seconds',
      'metadata',
    ])
    .where('tenant_id', '=', tenantId)
    .where('id', '=', callId)
    .where('ended_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();

/** Ends the call's session: its token, its gateway. Returns what was said, and the duration that the carrier has reported. */
const closeSession = (trx: Db, tenantId: string, callId: string) =>
  trx
    .deleteFrom('call_sessions')
    .where('tenant_id', '=', tenantId)
    .where('call_id', '=', callId)
    .returning(['transcript', 'reported_duration_seconds'])
    .executeTakeFirst();

export interface CompleteOptions {
  /** The gateway that held it has not been heard: what it reports later completes the call. */
  awaitsGateway?: boolean;
}

function complete(
  ctx: TenantContext,
  callId: string,
  outcome: CallOutcome,
  { awaitsGateway = false }: CompleteOptions,
): Promise<boolean> {
  return withTransaction(ctx.db, async (trx) => {
    const tenantId = ctx.tenant.id;
    const call = await lockOpenCall(trx, tenantId, callId);
    if (!call) return false;
    const within = { ...ctx, db: trx };
    const session = await closeSession(trx, tenantId, callId);
    const reported = outcome.carrierSeconds ?? session?.reported_duration_seconds ?? null;
    // What the carrier counts of a call that was passed on includes the part that a person had.
    const isCounted = call.answered_at !== null && outcome.endReason !== 'transferred';
    const carrierSeconds = isCounted ? reported : null;
    const endedAt = endedAtOf(call, outcome, ctx.clock.now());
    const bill = await billFor(within, call, outcome, secondsOnLine(call, outcome, endedAt));
    const saidSoFar = session?.transcript;
    await writeEnd(within, call, outcome, { bill, endedAt, carrierSeconds, awaitsGateway, saidSoFar });
    await writeUsage(trx, tenantId, call, bill, { occurredAt: endedAt });
    await announceEnd(within, call, { status: outcome.status, endReason: outcome.endReason, endedAt, bill });
    return true;
  });
}

/** What came of completing a call; `billed`: it is over and billed, and what was said in it is still to be written. */
export type Completion = 'complete' | 'billed' | 'was_over';

/** As `completeCall`, and says whether all of it could be stored. */
export async function tryToCompleteCall(
  ctx: TenantContext,
  callId: string,
  outcome: CallOutcome,
  options: CompleteOptions = {},
): Promise<Completion> {
  try {
    return (await complete(ctx, callId, outcome, options)) ? 'complete' : 'was_over';
  } catch (err) {
    // Inside another transaction nothing can be tried again: that one has failed with this.
    if (!isUnstorable(err) || ctx.db.isTransaction) throw err;
    ctx.log.error({ err, callId }, 'failed to store all data of a call; it is ended and billed without the rest');
    return (await complete(ctx, callId, withoutDetails(outcome), { awaitsGateway: true })) ? 'billed' : 'was_over';
  }
}

/**
 * Ends a call: its row, its one usage record and its event, all or nothing. Whoever comes second, however close,
 * changes nothing. A call is billed also where what was said in it cannot be stored.
 * @returns whether this call of the function ended it
 */
export async function completeCall(
  ctx: TenantContext,
  callId: string,
  outcome: CallOutcome,
  options: CompleteOptions = {},
): Promise<boolean> {
  return (await tryToCompleteCall(ctx, callId, outcome, options)) !== 'was_over';
}
