import type { Db } from '@leadlock/db/client';
import { sql } from 'kysely';

/** Postgres notifications about running calls; the payload is the call's id. Gateways listen for those they hold. */
export const CALLS_CHANNEL = 'calls';

/** Tells the gateway that holds the call, once the transaction commits, that the carrier has reported on it. */
export async function notifyGateway(db: Db, callId: string): Promise<void> {
  await sql`SELECT pg_notify(${CALLS_CHANNEL}, ${callId})`.execute(db);
}
