import type { TenantContext } from '@leadlock/context/context';
import type { CallDirection } from '@leadlock/core/call-direction';
import type { Db } from '@leadlock/db/client';
import { planNamed } from '@leadlock/identity/plans';
import { sql } from 'kysely';
import { findOpenCalls, reservedMinutes } from './open-calls.ts';
import { findTrial, payerOf, usedMinutes } from './trial.ts';

/** A limit that stands in the way of a call. */
export interface ReachedLimit {
  reason: 'trial_over' | 'too_many_calls';
  /** Minutes of a trial that are used up, and whose they are. */
  used?: { payerId: string; used: number; allowed: number };
}

/**
 * Has the calls of a payer and its sub-accounts begin one after the other until the transaction ends, in whatever
 * process, so that each counts those before it.
 */
export async function queueUp(trx: Db, ctx: Pick<TenantContext, 'tenant'>): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`calls of ${payerOf(ctx.tenant)}`}, 0))`.execute(trx);
}

/** Calls that the account places or tries out leave a place for those who call it. */
const placesFor = (direction: CallDirection, limit: number): number =>
  direction === 'inbound' ? limit : Math.max(1, limit - 1);

/**
 * What stands in the way of one more call beside those that are open: too many at once, or a trial that is over, used up,
 * or set aside for calls that run. `ctx.db` must see all tenants, after `queueUp`.
 * @param options.except a call that does not count
 */
export async function findLimit(
  ctx: TenantContext,
  direction: CallDirection,
  { except }: { except?: string } = {},
): Promise<ReachedLimit | null> {
  const { db, tenant, settings } = ctx;
  const now = ctx.clock.now();
  const payerId = payerOf(tenant);
  const trial = await findTrial(db, settings, payerId);
  if (trial !== null && trial.endsAt <= now) return { reason: 'trial_over' };
  const open = (await findOpenCalls(db, payerId, now)).filter(({ callId }) => callId !== except);
  if (trial !== null && trial.minutes !== null) {
    const used = await usedMinutes(db, payerId);
    const allowed = trial.minutes;
    if (used >= allowed) return { reason: 'trial_over', used: { payerId, used, allowed } };
    const reserved = open.reduce((sum, call) => sum + reservedMinutes(call), 0);
    if (used + reserved >= allowed) return { reason: 'too_many_calls' };
  }
  const { concurrentCalls } = planNamed(settings, tenant.plan);
  if (concurrentCalls === null) return null;
  const own = open.filter(({ tenantId }) => tenantId === tenant.id).length;
  return own >= placesFor(direction, concurrentCalls) ? { reason: 'too_many_calls' } : null;
}
