import { announce } from '@leadlock/db/announcements';
import type { Db } from '@leadlock/db/client';

/** Postgres notifications about running calls. Gateways listen for those they hold. */
export const CALLS_CHANNEL = 'calls';

/** What a gateway is told of a call: that the carrier says it is over, or that somebody wants it ended or its voice gone. */
export type CallNews = 'carrier_ended' | 'end' | 'kill_voice';

export type CallMessage =
  /** A call will come to this gateway, or has reached another one instead. */
  | { news: 'coming' | 'went_elsewhere'; callId: string; gatewayId: string }
  | { news: CallNews; callId: string }
  /** An account was suspended, deactivated, or may go on again; a trigger of the database says so. */
  | { news: 'account_changed'; tenantId: string };

/** Tells the gateway that holds the call, once the transaction that `db` is has been committed. */
export function notifyGateway(db: Db, callId: string, news: CallNews): void {
  const message: CallMessage = { news, callId };
  announce(db, { channel: CALLS_CHANNEL, payload: JSON.stringify(message) });
}

/** Tells a gateway that it will get a call, so that its voice is there before the carrier is, or that another one has it. */
export function notifyExpecting(
  db: Db,
  expected: { callId: string; gatewayId: string },
  news: 'coming' | 'went_elsewhere',
): void {
  const message: CallMessage = { news, ...expected };
  announce(db, { channel: CALLS_CHANNEL, payload: JSON.stringify(message) });
}

export const readCallMessage = (payload: string): CallMessage => JSON.parse(payload) as CallMessage;
