import type { SystemContext } from '@leadlock/context/context';
import { unauthorized } from '@leadlock/core/errors';
import { withTransaction } from '@leadlock/db/transaction';
import { findTokenFamily, lockFamily, revokeFamily, spendRefreshToken } from './refresh-tokens.ts';
import type { AuthResponse, RefreshTokenRequest } from './schemas.ts';
import { issueTokens } from './session.ts';

/**
 * Exchanges a refresh token for new tokens. Each works once; one that comes back after it was used has been copied, so
 * its whole family is revoked. Of two exchanges at the same moment one wins, and the other is only refused: that is
 * what two tabs of one browser do.
 * @throws unauthorized for a token that is unknown, used, revoked or expired, or whose user is disabled.
 */
export async function refresh(ctx: SystemContext, input: RefreshTokenRequest): Promise<AuthResponse> {
  const askedAt = ctx.clock.now();
  // Refusals leave the transaction as null, because throwing would take a revocation back.
  const answer = await withTransaction(ctx.db, async (trx) => {
    const family = await findTokenFamily(trx, input.refresh_token);
    if (!family) return null;
    await lockFamily(trx, family.familyId);
    const now = ctx.clock.now();
    const result = await spendRefreshToken(trx, input.refresh_token, now);
    if (!result.spent) {
      const wasUsedBefore = result.usedAt !== null && result.usedAt < askedAt;
      if (wasUsedBefore) await revokeFamily(trx, family.tenantId, family.familyId, now);
      return null;
    }
    const user = await trx
      .selectFrom('users')
      .selectAll()
      .where('tenant_id', '=', family.tenantId)
      .where('id', '=', family.userId)
      .where('is_active', '=', true)
      .executeTakeFirst();
    return user ? issueTokens(ctx, trx, user, family.familyId) : null;
  });
  if (!answer) throw unauthorized('Invalid refresh token');
  return answer;
}
