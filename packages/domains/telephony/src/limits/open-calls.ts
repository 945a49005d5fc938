import { billableMinutes } from '@leadlock/core/money';
import type { Db } from '@leadlock/db/client';

/** A call begins its next minute soon: there is just time for a goodbye. With that minute it counts from then on. */
const AHEAD_SECONDS = 12;

/** A call that is not over and that somebody holds, or still may. */
export interface OpenCall {
  tenantId: string;
  callId: string;
  gatewayId: string | null;
  /** How long the caller has been on the line; 0 before a gateway holds the call. */
  seconds: number;
}

/** Minutes that the call has begun. One that only rings will begin one. */
export const begunMinutes = ({ seconds }: OpenCall): number => Math.max(1, billableMinutes(seconds));

/** Minutes that are set aside for the call: those it has begun, and the next one where that is near. */
export const reservedMinutes = ({ seconds, ...call }: OpenCall): number =>
  seconds === 0 ? 1 : begunMinutes({ ...call, seconds: seconds + AHEAD_SECONDS });

/**
 * The open calls of a payer and all its sub-accounts. One whose token has expired before a gateway came for it can begin
 * no more, and takes up nothing. `db` must see all tenants.
 */
export async function findOpenCalls(db: Db, payerId: string, now: Date): Promise<OpenCall[]> {
  const rows = await db
    .selectFrom('call_sessions as session')
    .innerJoin('tenants', 'tenants.id', 'session.tenant_id')
    .select([
      'session.tenant_id',
      'session.call_id',
      'session.gateway_id',
      'session.claimed_at',
      'session.measured_seconds',
    ])
    .where((eb) => eb.or([eb('tenants.id', '=', payerId), eb('tenants.parent_tenant_id', '=', payerId)]))
    .where((eb) => eb.or([eb('session.claimed_at', 'is not', null), eb('session.token_expires_at', '>', now)]))
    .execute();
  const secondsSince = (at: Date): number => Math.max(0, (now.getTime() - at.getTime()) / 1000);
  return rows.map((row) => ({
    tenantId: row.tenant_id,
    callId: row.call_id,
    gatewayId: row.gateway_id,
    seconds: row.measured_seconds ?? (row.claimed_at === null ? 0 : secondsSince(row.claimed_at)),
  }));
}
