import type { SystemContext } from '@leadlock/context/context';
import { sql } from 'kysely';

/** How long a gateway may stay silent before its calls count as lost. */
export const GATEWAY_SILENCE_SECONDS = 15;

/** Enters a gateway that has started. */
export async function registerGateway(system: SystemContext, gatewayId: string): Promise<void> {
  await system.db.insertInto('gateways').values({ id: gatewayId }).execute();
}

export interface Heartbeat {
  gatewayId: string;
  /** The calls that live there now. */
  callIds: readonly string[];
  draining: boolean;
}

/**
 * Says that a gateway lives, by the database's clock, and lets go of calls it has claimed and does not hold (any more),
 * so that the sweep closes them.
 */
export async function gatewayHeartbeat(system: SystemContext, beat: Heartbeat): Promise<void> {
  const state = { last_seen_at: sql<Date>`now()`, active_calls: beat.callIds.length, draining: beat.draining };
  await system.db
    .insertInto('gateways')
    .values({ id: beat.gatewayId, ...state })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(state))
    .execute();
  await system.db
    .updateTable('call_sessions')
    .set({ gateway_id: null })
    .where('gateway_id', '=', beat.gatewayId)
    .where('claimed_at', '<', sql<Date>`now() - make_interval(secs => ${GATEWAY_SILENCE_SECONDS})`)
    .where(sql<boolean>`call_id <> ALL (${[...beat.callIds]}::uuid[])`)
    .execute();
}

/** Takes out a gateway that has drained and ends. */
export async function removeGateway(system: SystemContext, gatewayId: string): Promise<void> {
  await system.db.deleteFrom('gateways').where('id', '=', gatewayId).execute();
}
