import { forTenant, type SystemContext, type TenantContext } from '@leadlock/context/context';
import { type CallDirection, isRehearsal } from '@leadlock/core/call-direction';
import type { DB } from '@leadlock/db/client';
import { findTenant } from '@leadlock/identity/tenants';
import { ProviderError, type CarrierCall } from '@leadlock/providers/contracts';
import { sql, type QueryCreator } from 'kysely';
import { NEVER_CONNECTED, type CallOutcome } from './call-outcome.ts';
import { completeCall } from './complete-call.ts';
import { fromTwilio, isFinal } from './call-status.ts';
import { GATEWAY_SILENCE_SECONDS } from './gateways.ts';
import { callCredentials } from './open-recording.ts';
import { endTransfersOf, isHandedOver } from '../transfers/report-callee.ts';

/** How long a call may wait for a gateway. */
const UNCLAIMED_SECONDS = 120;
/** How long a carrier that does not answer is retried before a call is closed without it. */
const PATIENCE_MS = 10 * 60_000;
const BATCH = 100;
/** How many calls a sweep works on at once: most of the time it waits for the carrier. */
const AT_ONCE = 8;
/** How long a batch may take: when this process dies, another takes its calls after that. */
const LEASE_MINUTES = 3;

/**
 * Calls that nobody holds: those that could not be closed before behind the others, then the oldest first. Gateways that
 * hold calls count as silent from `watchedSince` on at the earliest. Every open call has a session.
 */
function findLostCalls(db: QueryCreator<DB>, limit: number, watchedSince: Date | null) {
  const silentSince = sql<Date>`now() - make_interval(secs => ${GATEWAY_SILENCE_SECONDS})`;
  return db
    .selectFrom('call_sessions as session')
    .innerJoin('call_logs as call', (join) =>
      join.onRef('call.tenant_id', '=', 'session.tenant_id').onRef('call.id', '=', 'session.call_id'),
    )
    .leftJoin('gateways as gateway', 'gateway.id', 'session.gateway_id')
    .select([
      'call.tenant_id',
      'call.id',
      'call.direction',
      'call.twilio_call_sid',
      'call.twilio_account_sid',
      'call.started_at',
      'call.answered_at',
      'session.claimed_at',
      'session.reported_status',
      'session.measured_seconds',
      'gateway.last_seen_at',
    ])
    .where('call.ended_at', 'is', null)
    .where((eb) =>
      eb.or([eb('session.sweep_leased_until', 'is', null), eb('session.sweep_leased_until', '<', sql<Date>`now()`)]),
    )
    .where((eb) =>
      eb.or([
        eb.and([
          eb('session.claimed_at', 'is', null),
          eb('call.started_at', '<', sql<Date>`now() - make_interval(secs => ${UNCLAIMED_SECONDS})`),
        ]),
        eb.and([
          eb('session.claimed_at', 'is not', null),
          ...(watchedSince === null ? [] : [eb(eb.val(watchedSince), '<', silentSince)]),
          eb.or([
            eb.and([eb('gateway.id', 'is', null), eb('session.claimed_at', '<', silentSince)]),
            eb('gateway.last_seen_at', '<', silentSince),
          ]),
        ]),
      ]),
    )
    .orderBy('session.sweep_failed_at', (order) => order.asc().nullsFirst())
    .orderBy('call.started_at')
    .limit(limit);
}

/** Takes lost calls, so that sweeps which run at the same time close different ones. */
const takeLostCalls = (system: SystemContext, limit: number, watchedSince: Date | null) =>
  system.db
    .with('lost', (db) => findLostCalls(db, limit, watchedSince).forUpdate('session').skipLocked())
    .with('leased', (db) =>
      db
        .updateTable('call_sessions as session')
        .from('lost')
        .set({ sweep_leased_until: sql<Date>`now() + make_interval(mins => ${LEASE_MINUTES})` })
        .whereRef('session.tenant_id', '=', 'lost.tenant_id')
        .whereRef('session.call_id', '=', 'lost.id'),
    )
    .selectFrom('lost')
    .selectAll()
    .execute();

type LostCall = Awaited<ReturnType<typeof takeLostCalls>>[number];

/** What the carrier knows of the call, after it was told to end it; null when it knows nothing. */
async function askCarrier(ctx: TenantContext, call: LostCall): Promise<CarrierCall | null> {
  if (isRehearsal(call.direction as CallDirection)) return null;
  const credentials = await callCredentials(ctx, call.twilio_account_sid);
  if (credentials === null) return null;
  const { telephony } = ctx.providers;
  try {
    const truth = await telephony.fetchCall(credentials, call.twilio_call_sid);
    const status = fromTwilio(truth.status);
    if (status === null || isFinal(status)) return truth;
    await telephony.endCall(credentials, call.twilio_call_sid);
    return truth;
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    const isHopeless = !error.retryable || ctx.clock.now().getTime() - lastSign(call).getTime() > PATIENCE_MS;
    if (isHopeless) return null;
    throw error;
  }
}

/** The last moment somebody was known to hold the call. */
const lastSign = (call: LostCall): Date => call.last_seen_at ?? call.claimed_at ?? call.started_at;

/** How long the caller certainly was with an agent: as its gateway has measured, else until it was last heard of. */
function leastMs(call: LostCall): number {
  if (call.claimed_at === null) return 0;
  if (call.measured_seconds !== null) return call.measured_seconds * 1000;
  return Math.max(0, lastSign(call).getTime() - (call.answered_at ?? call.claimed_at).getTime());
}

/**
 * How the call ended, from what the carrier says and from what its gateway left behind. How long it was is believed of the
 * carrier alone, asked at its own address; what it has reported by webhook is signed with a key that the tenant has, too.
 */
function outcomeOf(call: LostCall, truth: CarrierCall | null, now: Date): CallOutcome {
  const endReason = call.claimed_at === null ? NEVER_CONNECTED.endReason : 'gateway_lost';
  const reported = fromTwilio(truth?.status ?? call.reported_status ?? '');
  const carrierSeconds = truth?.durationSeconds ?? undefined;
  const durationMs = leastMs(call);
  if (reported !== null && isFinal(reported)) {
    const longestMs = Math.max(durationMs, (carrierSeconds ?? 0) * 1000);
    const isCallerAlone = reported === 'completed' && call.claimed_at === null;
    return {
      status: isCallerAlone ? NEVER_CONNECTED.status : reported,
      endReason,
      carrierSeconds,
      durationMs: longestMs,
      endedAt: now,
    };
  }
  // Somebody closed the page before the call began: nothing has failed.
  const abandoned = call.claimed_at === null && isRehearsal(call.direction as CallDirection);
  if (abandoned) return { status: 'canceled', endReason, endedAt: now };
  // It ran until just now, but nobody was there any more: the tenant pays for the time that somebody was.
  return { status: 'failed', endReason, durationMs, endedAt: now };
}

async function closeLostCall(system: SystemContext, call: LostCall): Promise<boolean> {
  const tenant = await findTenant(system.db, call.tenant_id);
  if (!tenant) return false;
  const ctx = forTenant(system, tenant, { type: 'system', name: 'sweep-lost-calls' });
  // Whoever has the caller now keeps them.
  if (await isHandedOver(ctx, call.id)) return closeHandedOver(ctx, call);
  const truth = await askCarrier(ctx, call);
  const awaitsGateway = call.claimed_at !== null;
  const closed = await completeCall(ctx, call.id, outcomeOf(call, truth, ctx.clock.now()), { awaitsGateway });
  if (closed) ctx.log.warn({ callId: call.id, carrierStatus: truth?.status }, 'closed a call whose gateway is gone');
  await endTransfersOf(ctx, call.id);
  return closed;
}

/** Ends the agent's part of a call that a person has taken over. The carrier is told nothing: it goes on there. */
function closeHandedOver(ctx: TenantContext, call: LostCall): Promise<boolean> {
  const durationMs = leastMs(call);
  const endedAt = ctx.clock.now();
  const outcome: CallOutcome = { status: 'completed', endReason: 'transferred', durationMs, endedAt };
  return completeCall(ctx, call.id, outcome, { awaitsGateway: true });
}

/** Has the others go first the next time. */
async function putBack({ db, clock }: SystemContext, { tenant_id, id }: LostCall): Promise<void> {
  await db
    .updateTable('call_sessions')
    .set({ sweep_failed_at: clock.now(), sweep_leased_until: null })
    .where('tenant_id', '=', tenant_id)
    .where('call_id', '=', id)
    .execute();
}

async function tryToClose(system: SystemContext, call: LostCall): Promise<boolean> {
  try {
    return await closeLostCall(system, call);
  } catch (err) {
    system.log.error({ err, callId: call.id, tenant: call.tenant_id }, 'failed to close a lost call; retrying later');
    await putBack(system, call);
    return false;
  }
}

export interface SweepOptions {
  /** Most calls to look at. */
  batch?: number;
  /**
   * Since when gateways could have been heard, by the database's clock; absent: always. While the database is away nobody
   * can report, and whoever lives is given time to do so when it is back.
   */
  watchedSince?: Date | null;
}

/**
 * Closes calls whose gateway has died and calls that no gateway ever took, with the truth the carrier tells, and bills
 * each once. Safe to run anywhere at any time.
 * @returns how many were closed
 */
export async function sweepLostCalls(
  system: SystemContext,
  { batch = BATCH, watchedSince = null }: SweepOptions = {},
): Promise<number> {
  const lost = (await takeLostCalls(system, batch, watchedSince)).values();
  let closed = 0;
  const closeInTurn = async (): Promise<void> => {
    // Each takes the next one of the same iterator.
    for (const call of lost) {
      if (await tryToClose(system, call)) closed += 1;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, closeInTurn));
  // A gateway that has no calls left and was silent for a day will not come back.
  await system.db
    .deleteFrom('gateways')
    .where('last_seen_at', '<', sql<Date>`now() - interval '1 day'`)
    .execute();
  return closed;
}
