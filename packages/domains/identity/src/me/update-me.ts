import type { SystemContext } from '@leadlock/context/context';
import { conflict, invalidField, notFound } from '@leadlock/core/errors';
import { withTransaction } from '@leadlock/db/transaction';
import { getMe, hashPassword, isPassword, refuseCommonPassword } from '../auth/index.ts';
import { throttlePassword } from '../auth/login-throttle.ts';
import { revokeSessions } from '../auth/revoke-sessions.ts';
import type { MeResponse } from '../auth/schemas.ts';
import { discardResetTokens } from '../password-reset/index.ts';
import type { MeUpdate } from './schemas.ts';

export interface SignedInUser {
  tenantId: string;
  userId: string;
  /** The session that asks, which goes on when the password changes. */
  sessionId: string;
}

interface PasswordChange {
  before: string | null;
  after: string;
}

/** The new password's hash, once the current one was shown. */
async function preparePassword(
  ctx: SystemContext,
  user: SignedInUser,
  input: MeUpdate,
): Promise<PasswordChange | null> {
  if (input.new_password === undefined) return null;
  if (input.current_password === undefined) {
    throw invalidField(['body', 'current_password'], 'Enter your current password to set a new one');
  }
  refuseCommonPassword(input.new_password, 'new_password');
  const row = await ctx.db
    .selectFrom('users')
    .select('password_hash')
    .where('tenant_id', '=', user.tenantId)
    .where('id', '=', user.userId)
    .executeTakeFirst();
  if (!row) throw notFound('User');
  const { current_password: shown } = input;
  if (!(await throttlePassword(ctx, user.userId, () => isPassword(shown, row.password_hash)))) {
    throw invalidField(['body', 'current_password'], 'Incorrect password');
  }
  return { before: row.password_hash, after: await hashPassword(input.new_password) };
}

/**
 * Changes the signed-in user's own name and password. With a new password their other sessions end, and reset links
 * that were sent before stop working.
 * @throws validation error for a wrong current password or a common new one, conflict when somebody else changed the
 * password in the meantime.
 */
export async function updateMe(ctx: SystemContext, user: SignedInUser, input: MeUpdate): Promise<MeResponse> {
  const password = await preparePassword(ctx, user, input);
  await withTransaction(ctx.db, async (trx) => {
    const now = ctx.clock.now();
    const changed = await trx
      .updateTable('users')
      .set({
        ...(input.full_name === undefined ? {} : { full_name: input.full_name }),
        ...(password ? { password_hash: password.after } : {}),
        updated_at: now,
      })
      .where('tenant_id', '=', user.tenantId)
      .where('id', '=', user.userId)
      .$if(password !== null, (query) => query.where('password_hash', 'is not distinct from', password?.before ?? null))
      .returning('id')
      .executeTakeFirst();
    if (!changed) throw conflict('The password was just changed by another request');
    if (!password) return;
    await discardResetTokens(trx, user, now);
    await revokeSessions(trx, { ...user, exceptSessionId: user.sessionId }, now);
  });
  return getMe(ctx, user.tenantId, user.userId);
}
