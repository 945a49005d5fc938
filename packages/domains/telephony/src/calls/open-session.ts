import type { SystemContext } from '@leadlock/context/context';
import type { Db } from '@leadlock/db/client';
import { streamTokenOf, type TokenOwner } from './stream-token.ts';

/** Lets a call be connected: to the gateway that brings the returned token within a minute. */
export async function openSession(
  trx: Db,
  { settings, clock }: Pick<SystemContext, 'settings' | 'clock'>,
  call: TokenOwner,
): Promise<string> {
  const { token, hash, expiresAt } = streamTokenOf(settings, call, clock.now());
  await trx
    .insertInto('call_sessions')
    .values({ tenant_id: call.tenantId, call_id: call.callId, stream_token_hash: hash, token_expires_at: expiresAt })
    .execute();
  return token;
}
