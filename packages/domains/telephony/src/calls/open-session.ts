import type { Db } from '@leadlock/db/client';
import { newStreamToken } from './stream-token.ts';

/** Lets a call be connected: to the gateway that brings the returned token within a minute. */
export async function openSession(trx: Db, tenantId: string, callId: string, now: Date): Promise<string> {
  const { token, hash, expiresAt } = newStreamToken(now);
  await trx
    .insertInto('call_sessions')
    .values({ tenant_id: tenantId, call_id: callId, stream_token_hash: hash, token_expires_at: expiresAt })
    .execute();
  return token;
}
