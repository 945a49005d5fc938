import type { Db } from '@leadlock/db/client';
import { sql } from 'kysely';

/** Postgres notifications about running calls. Gateways listen for those they hold. */
export const CALLS_CHANNEL = 'calls';

/** What a gateway is told of a call: that the carrier says it is over, or that somebody wants it ended. */
export type CallNews = 'carrier_ended' | 'end';

export type CallMessage =
  | { news: CallNews; callId: string }
  /** An account was suspended, switched off, or may go on again; a trigger of the database says so. */
  | { news: 'account_changed'; tenantId: string };

/** Tells the gateway that holds the call, once the transaction commits. */
export async function notifyGateway(db: Db, callId: string, news: CallNews): Promise<void> {
  const message: CallMessage = { news, callId };
  await sql`SELECT pg_notify(${CALLS_CHANNEL}, ${JSON.stringify(message)})`.execute(db);
}

export const readCallMessage = (payload: string): CallMessage => JSON.parse(payload) as CallMessage;
