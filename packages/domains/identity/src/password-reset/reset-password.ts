import type { SystemContext } from '@leadlock/context/context';
import { badRequest } from '@leadlock/core/errors';
import type { Db } from '@leadlock/db/client';
import { withTransaction } from '@leadlock/db/transaction';
import { recordEntry, type RequestOrigin } from '../audit/index.ts';
import { hashPassword, refuseCommonPassword } from '../auth/index.ts';
import { hashOneTimeToken } from '../auth/one-time-token.ts';
import { revokeSessions } from '../auth/revoke-sessions.ts';
import { discardResetTokens } from './discard-reset-tokens.ts';
import type { ResetPasswordRequest } from './schemas.ts';

/** Uses the token up. Nothing for one that is unknown, used or expired, or whose user is disabled. */
const spendToken = (trx: Db, token: string, now: Date) =>
  trx
    .updateTable('password_reset_tokens')
    .from('users')
    .set({ used_at: now })
    .whereRef('users.tenant_id', '=', 'password_reset_tokens.tenant_id')
    .whereRef('users.id', '=', 'password_reset_tokens.user_id')
    .where('users.is_active', '=', true)
    .where('password_reset_tokens.token_hash', '=', hashOneTimeToken(token))
    .where('password_reset_tokens.used_at', 'is', null)
    .where('password_reset_tokens.expires_at', '>', now)
    .returning(['users.tenant_id', 'users.id', 'users.role', 'users.is_super_admin'])
    .executeTakeFirst();

/**
 * Sets a new password and ends all sessions of the user: whoever knew the old one is out.
 * @throws bad_request for a token that does not hold, validation error for a common password.
 */
export async function resetPassword(
  ctx: SystemContext,
  input: ResetPasswordRequest,
  origin: RequestOrigin,
): Promise<void> {
  refuseCommonPassword(input.new_password, 'new_password');
  const passwordHash = await hashPassword(input.new_password);
  await withTransaction(ctx.db, async (trx) => {
    const now = ctx.clock.now();
    const user = await spendToken(trx, input.token, now);
    if (!user) throw badRequest('This reset link is invalid or has expired');
    const owner = { tenantId: user.tenant_id, userId: user.id };
    await trx
      .updateTable('users')
      .set({ password_hash: passwordHash, updated_at: now })
      .where('tenant_id', '=', owner.tenantId)
      .where('id', '=', owner.userId)
      .execute();
    await discardResetTokens(trx, owner, now);
    await revokeSessions(trx, owner, now);
    await recordEntry(ctx, trx, user, { ...origin, operation: 'passwordReset.reset' });
  });
}
