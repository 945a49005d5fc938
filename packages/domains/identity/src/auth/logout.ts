import type { SystemContext } from '@leadlock/context/context';
import { withTransaction } from '@leadlock/db/transaction';
import type { AccessClaims } from './access-token.ts';
import { lockFamily, revokeFamily } from './refresh-tokens.ts';

/**
 * Ends one session, on this device only: its refresh token and every access token of it stop working at once.
 */
export async function logout(
  ctx: SystemContext,
  { tenantId, sessionId }: Pick<AccessClaims, 'tenantId' | 'sessionId'>,
): Promise<void> {
  await withTransaction(ctx.db, async (trx) => {
    await lockFamily(trx, sessionId);
    await revokeFamily(trx, tenantId, sessionId, ctx.clock.now());
  });
}
