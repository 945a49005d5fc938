import type { SystemContext } from '@leadlock/context/context';
import { withTransaction } from '@leadlock/db/transaction';
import { verifyAccessToken } from './access-token.ts';
import { lockFamily, revokeFamily } from './refresh-tokens.ts';

/**
 * Ends the session that the access token belongs to, on this device only: its refresh token and this and every other
 * access token of it stop working at once.
 */
export async function logout(ctx: SystemContext, accessToken: string): Promise<void> {
  const { tenantId, sessionId } = verifyAccessToken(ctx, accessToken);
  await withTransaction(ctx.db, async (trx) => {
    await lockFamily(trx, sessionId);
    await revokeFamily(trx, tenantId, sessionId, ctx.clock.now());
  });
}
