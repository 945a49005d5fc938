import type { SystemContext } from '@leadlock/context/context';
import { unauthorized } from '@leadlock/core/errors';
import { withTransaction } from '@leadlock/db/transaction';
import { findTokenFamily, lockFamily, revokeFamily, spendRefreshToken } from './refresh-tokens.ts';
import type { AuthResponse, RefreshTokenRequest } from './schemas.ts';
import { issueTokens } from './session.ts';

/**
 * How long after its use a token that comes back is only refused. Tabs of one browser and retries over a bad line ask
 * for the same exchange within moments, and which of them is last is for the network to decide.
 */
const RIVALS_MS = 10_000;

/**
 * Exchanges a refresh token for new tokens. Each works once; one that comes back later has been copied, so its whole
 * family is revoked. Of exchanges within ten seconds one wins, and the others are only refused.
 * @throws unauthorized for a token that is unknown, used, revoked or expired, or whose user is disabled.
 */
export async function refresh(ctx: SystemContext, input: RefreshTokenRequest): Promise<AuthResponse> {
  // Refusals leave the transaction as null, because throwing would take a revocation back.
  const answer = await withTransaction(ctx.db, async (trx) => {
    const family = await findTokenFamily(trx, input.refresh_token);
    if (!family) return null;
    await lockFamily(trx, family.familyId);
    const now = ctx.clock.now();
    const result = await spendRefreshToken(trx, input.refresh_token, now);
    if (!result.spent) {
      const isCopied = result.usedAt !== null && now.getTime() - result.usedAt.getTime() >= RIVALS_MS;
      if (isCopied) await revokeFamily(trx, family.tenantId, family.familyId, now);
      return null;
    }
    const user = await trx
      .selectFrom('users')
      .selectAll()
      .where('tenant_id', '=', family.tenantId)
      .where('id', '=', family.userId)
      .where('is_active', '=', true)
      .executeTakeFirst();
    return user ? issueTokens(ctx, trx, user, { id: family.familyId, endsAt: family.endsAt }) : null;
  });
  if (!answer) throw unauthorized('Invalid refresh token');
  return answer;
}
