import type { SystemContext } from '@leadlock/context/context';
import type { Db } from '@leadlock/db/client';
import { sql } from 'kysely';

/** How long a gateway may stay silent before its calls count as lost. */
export const GATEWAY_SILENCE_SECONDS = 15;

/** Enters a gateway that has started. */
export async function registerGateway(system: SystemContext, gatewayId: string): Promise<void> {
  await system.db.insertInto('gateways').values({ id: gatewayId }).execute();
}

/** A call that a gateway holds, or whose end it has not been able to write yet. */
export interface HeldCall {
  callId: string;
  /** How long the caller has been on the line. */
  seconds: number;
}

export interface Heartbeat {
  gatewayId: string;
  calls: readonly HeldCall[];
  draining: boolean;
}

/**
 * Says that a gateway lives, by the database's clock, and how long its calls have lasted, which is what they are billed
 * for at least should it die. Lets go of calls it has claimed and does not hold (any more), so that the sweep closes them.
 */
export async function gatewayHeartbeat(system: SystemContext, beat: Heartbeat): Promise<void> {
  const state = { last_seen_at: sql<Date>`now()`, active_calls: beat.calls.length, draining: beat.draining };
  const callIds = beat.calls.map(({ callId }) => callId);
  const seconds = beat.calls.map((call) => Math.round(call.seconds));
  await system.db
    .insertInto('gateways')
    .values({ id: beat.gatewayId, ...state })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(state))
    .execute();
  if (callIds.length > 0) {
    await sql`
      UPDATE call_sessions SET measured_seconds = greatest(measured_seconds, held.seconds)
      FROM unnest(${callIds}::uuid[], ${seconds}::integer[]) AS held (call_id, seconds)
      WHERE call_sessions.call_id = held.call_id AND call_sessions.gateway_id = ${beat.gatewayId}
    `.execute(system.db);
  }
  await system.db
    .updateTable('call_sessions')
    .set({ gateway_id: null })
    .where('gateway_id', '=', beat.gatewayId)
    .where('claimed_at', '<', sql<Date>`now() - make_interval(secs => ${GATEWAY_SILENCE_SECONDS})`)
    .where(sql<boolean>`call_id <> ALL (${callIds}::uuid[])`)
    .execute();
}

/** The gateway that takes calls, where it is the only one; else null. */
export async function findOnlyGateway(db: Db): Promise<string | null> {
  const gateways = await db
    .selectFrom('gateways')
    .select('id')
    .where('draining', '=', false)
    .where('last_seen_at', '>', sql<Date>`now() - make_interval(secs => ${GATEWAY_SILENCE_SECONDS})`)
    .limit(2)
    .execute();
  return gateways.length === 1 ? (gateways[0]?.id ?? null) : null;
}

/** Takes out a gateway that has drained and ends. */
export async function removeGateway(system: SystemContext, gatewayId: string): Promise<void> {
  await system.db.deleteFrom('gateways').where('id', '=', gatewayId).execute();
}
