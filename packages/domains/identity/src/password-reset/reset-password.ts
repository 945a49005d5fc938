import type { SystemContext } from '@leadlock/context/context';
import { badRequest } from '@leadlock/core/errors';
import type { Db } from '@leadlock/db/client';
import { withTransaction } from '@leadlock/db/transaction';
import { hashPassword, refuseCommonPassword } from '../auth/index.ts';
import { hashOneTimeToken } from '../auth/one-time-token.ts';
import { revokeSessions } from '../auth/revoke-sessions.ts';
import { discardResetTokens } from './discard-reset-tokens.ts';
import type { ResetPasswordRequest } from './schemas.ts';

interface TokenOwner {
  tenantId: string;
  userId: string;
}

/** Uses the token up. Null for one that is unknown, used or expired, or whose user is disabled. */
async function spendToken(trx: Db, token: string, now: Date): Promise<TokenOwner | null> {
  const row = await trx
    .updateTable('password_reset_tokens')
    .from('users')
    .set({ used_at: now })
    .whereRef('users.tenant_id', '=', 'password_reset_tokens.tenant_id')
    .whereRef('users.id', '=', 'password_reset_tokens.user_id')
    .where('users.is_active', '=', true)
    .where('password_reset_tokens.token_hash', '=', hashOneTimeToken(token))
    .where('password_reset_tokens.used_at', 'is', null)
    .where('password_reset_tokens.expires_at', '>', now)
    .returning(['password_reset_tokens.tenant_id', 'password_reset_tokens.user_id'])
    .executeTakeFirst();
  return row ? { tenantId: row.tenant_id, userId: row.user_id } : null;
}

/**
 * Sets a new password and ends all sessions of the user: whoever knew the old one is out.
 * @throws bad_request for a token that does not hold, validation error for a common password.
 */
export async function resetPassword(ctx: SystemContext, input: ResetPasswordRequest): Promise<void> {
  refuseCommonPassword(input.new_password, 'new_password');
  const passwordHash = await hashPassword(input.new_password);
  await withTransaction(ctx.db, async (trx) => {
    const now = ctx.clock.now();
    const owner = await spendToken(trx, input.token, now);
    if (!owner) throw badRequest('This reset link is invalid or has expired');
    await trx
      .updateTable('users')
      .set({ password_hash: passwordHash, updated_at: now })
      .where('tenant_id', '=', owner.tenantId)
      .where('id', '=', owner.userId)
      .execute();
    await discardResetTokens(trx, owner, now);
    await revokeSessions(trx, owner, now);
  });
}
