import type { Settings, SystemContext } from '@leadlock/context/context';
import type { Db } from '@leadlock/db/client';
import { withTransaction } from '@leadlock/db/transaction';
import type { RequestedEnd } from '@leadlock/voice/session';
import { begunMinutes, findOpenCalls, reservedMinutes, type OpenCall } from './open-calls.ts';
import { findTrial, tellOfUsedTrial, usedMinutes, type Trial } from './trial.ts';

export interface CallToEnd {
  callId: string;
  reason: Extract<RequestedEnd, 'account_suspended' | 'minutes_used_up'>;
}

/** The calls of a gateway, with whether their accounts may go on and who pays for them. */
const findHeldCalls = (db: Db, gatewayId: string) =>
  db
    .selectFrom('call_sessions as session')
    .innerJoin('tenants', 'tenants.id', 'session.tenant_id')
    .leftJoin('tenants as agency', 'agency.id', 'tenants.parent_tenant_id')
    .select((eb) => [
      'session.call_id',
      eb.fn.coalesce('agency.id', 'tenants.id').as('payer_id'),
      eb.fn.coalesce('agency.trial_ends_at', 'tenants.trial_ends_at').as('trial_ends_at'),
      eb
        .and([
          eb('tenants.is_active', '=', true),
          eb('tenants.suspended_at', 'is', null),
          eb.or([eb('agency.id', 'is', null), eb('agency.is_active', '=', true)]),
          eb('agency.suspended_at', 'is', null),
        ])
        .as('may_go_on'),
    ])
    .where('session.gateway_id', '=', gatewayId)
    .execute();

/** Of the calls of a trial, those that are about to begin a minute it does not have. The first to begin one gets it. */
function beyondTrial(open: readonly OpenCall[], used: number, allowed: number): OpenCall[] {
  let free = allowed - used - open.reduce((sum, call) => sum + begunMinutes(call), 0);
  const beginning = open
    .filter((call) => reservedMinutes(call) > begunMinutes(call))
    .toSorted((a, b) => (b.seconds % 60) - (a.seconds % 60) || (a.callId < b.callId ? -1 : 1));
  return beginning.filter(() => free-- <= 0);
}

async function findBeyondTrial(system: SystemContext, trial: Trial): Promise<OpenCall[]> {
  const now = system.clock.now();
  const open = await findOpenCalls(system.db, trial.payerId, now);
  if (trial.endsAt <= now) return open;
  if (trial.minutes === null) return [];
  return beyondTrial(open, await usedMinutes(system.db, trial.payerId), trial.minutes);
}

/** Tells of a trial whose last minute runs out with the call that is ended for it. */
async function tellOf(system: SystemContext, { payerId, minutes: allowed }: Trial): Promise<void> {
  if (allowed === null) return;
  await withTransaction(system.db, (trx) =>
    tellOfUsedTrial({ ...system, db: trx }, { payerId, used: allowed, allowed }),
  );
}

/** The trials among the payers of calls, to be looked at once each. */
async function findTrials(db: Db, settings: Settings, payerIds: ReadonlySet<string>): Promise<Trial[]> {
  const trials = await Promise.all([...payerIds].map((payerId) => findTrial(db, settings, payerId)));
  return trials.filter((trial) => trial !== null);
}

/**
 * The calls of a gateway that may not go on: of accounts that were suspended or deactivated, or whose agency was, and of
 * trials that are over or have no minute left for what the call is about to begin.
 */
export async function findCallsToEnd(system: SystemContext, gatewayId: string): Promise<CallToEnd[]> {
  const held = await findHeldCalls(system.db, gatewayId);
  const ends = new Map<string, CallToEnd['reason']>();
  const inTrial = new Set(held.filter((call) => call.trial_ends_at !== null).map((call) => call.payer_id));
  for (const trial of await findTrials(system.db, system.settings, inTrial)) {
    const beyond = (await findBeyondTrial(system, trial)).filter((call) => call.gatewayId === gatewayId);
    for (const { callId } of beyond) ends.set(callId, 'minutes_used_up');
    if (beyond.length > 0 && trial.endsAt > system.clock.now()) await tellOf(system, trial);
  }
  for (const call of held) if (!call.may_go_on) ends.set(call.call_id, 'account_suspended');
  return [...ends].map(([callId, reason]) => ({ callId, reason }));
}
