import type { SystemContext } from '@leadlock/context/context';
import type { Db } from '@leadlock/db/client';
import { sql } from 'kysely';

/** How long a gateway may stay silent before its calls count as lost. */
export const GATEWAY_SILENCE_SECONDS = 15;

/** Enters a gateway that has started. `ownUrl`: where it is reached, and no other gateway. */
export async function registerGateway(
  system: SystemContext,
  gatewayId: string,
  ownUrl: string | null = null,
): Promise<void> {
  await system.db.insertInto('gateways').values({ id: gatewayId, own_url: ownUrl }).execute();
}

/** A call that a gateway holds, or whose end it has not been able to write yet. */
export interface HeldCall {
  callId: string;
  /** How long the caller has been on the line. */
  seconds: number;
}

export interface Heartbeat {
  gatewayId: string;
  /** Where it is reached, and no other gateway; absent: only at the address that all share. */
  ownUrl?: string | null;
  calls: readonly HeldCall[];
  draining: boolean;
}

/**
 * Says that a gateway lives, by the database's clock, and how long its calls have lasted, which is what they are billed
 * for at least should it die. Lets go of calls it has claimed and does not hold (any more), so that the sweep closes them.
 */
export async function gatewayHeartbeat(system: SystemContext, beat: Heartbeat): Promise<void> {
  const state = {
    last_seen_at: sql<Date>`now()`,
    active_calls: beat.calls.length,
    draining: beat.draining,
    own_url: beat.ownUrl ?? null,
  };
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

/** The gateway that will get a call. */
export interface ChosenGateway {
  id: string;
  /** Where it is reached, and no other gateway; null: it is the only one at the address that all share. */
  ownUrl: string | null;
}

/**
 * The gateway that the next call is sent to. Null where that cannot be known: several share an address, and a load balancer
 * decides which of them a call reaches.
 */
export async function chooseGateway(db: Db): Promise<ChosenGateway | null> {
  const gateways = await db
    .selectFrom('gateways')
    .select(['id', 'own_url', 'active_calls'])
    .where('draining', '=', false)
    .where('last_seen_at', '>', sql<Date>`now() - make_interval(secs => ${GATEWAY_SILENCE_SECONDS})`)
    .orderBy(sql`random()`)
    .execute();
  const [one, other = one] = gateways;
  if (!one || !other) return null;
  const addresses = new Set(gateways.flatMap(({ own_url }) => own_url ?? []));
  if (gateways.length > 1 && addresses.size < gateways.length) return null;
  // The less busy of two at random: their counts are seconds old, and the least busy of all would get every call until then.
  const { id, own_url: ownUrl } = other.active_calls < one.active_calls ? other : one;
  return { id, ownUrl };
}

/** Takes out a gateway that has drained and ends. */
export async function removeGateway(system: SystemContext, gatewayId: string): Promise<void> {
  await system.db.deleteFrom('gateways').where('id', '=', gatewayId).execute();
}
