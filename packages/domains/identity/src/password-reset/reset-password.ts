import type { SystemContext } from '@leadlock/context/context';
import { badRequest } from '@leadlock/core/errors';
import type { Db } from '@leadlock/db/client';
import { withTransaction } from '@leadlock/db/transaction';
import { revokeKeysOf } from '../api-keys/index.ts';
import { recordEntry, type RequestOrigin } from '../audit/index.ts';
import { hashPassword, refuseCommonPassword } from '../auth/index.ts';
import { openAccount } from '../auth/login-throttle.ts';
import { revokeSessions } from '../auth/revoke-sessions.ts';
import { findAddressOwner, lockAddress } from '../auth/users-by-address.ts';
import { discardVerificationTokens } from '../email-verification/index.ts';
import { withdrawInvitesOf } from '../invites/index.ts';
import { closeDoors } from './close-doors.ts';
import { discardResetTokens } from './discard-reset-tokens.ts';
import type { ResetPasswordRequest } from './schemas.ts';
import { selectUsableReset } from './usable-resets.ts';

const INVALID_LINK = 'This reset link is invalid or has expired';

/** Uses the token up. Of several at once, the first has it. */
async function spendToken(trx: Db, token: string, now: Date) {
  const user = await selectUsableReset(trx, token, now).forNoKeyUpdate('sent').executeTakeFirst();
  if (!user) return undefined;
  await trx
    .updateTable('password_reset_tokens')
    .set({ used_at: now })
    .where('tenant_id', '=', user.tenant_id)
    .where('id', '=', user.token_id)
    .execute();
  return user;
}

interface Resetting {
  tenant_id: string;
  id: string;
  email: string;
  email_verified_at: Date | null;
}

/**
 * The link has shown whose the address is. What was done before in the user's name may have been done by somebody else, who
 * signed up with an address that is not theirs.
 * @throws bad_request when the address belongs to another user by now
 */
async function takeOver(trx: Db, user: Resetting, now: Date): Promise<void> {
  await lockAddress(trx, user.email);
  if (await findAddressOwner(trx, user.email)) throw badRequest(INVALID_LINK);
  await trx
    .updateTable('users')
    .set({ email_verified_at: now })
    .where('tenant_id', '=', user.tenant_id)
    .where('id', '=', user.id)
    .execute();
  await trx
    .deleteFrom('external_identities')
    .where('tenant_id', '=', user.tenant_id)
    .where('user_id', '=', user.id)
    .execute();
  const person = { tenantId: user.tenant_id, userId: user.id };
  await discardVerificationTokens(trx, person, now);
  await closeDoors(trx, person);
}

/**
 * Sets a new password and ends all sessions of the user, their open invitations and the API keys they
 * have made: whoever knew the old one is out. It verifies the address, too.
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
    if (!user) throw badRequest(INVALID_LINK);
    const owner = { tenantId: user.tenant_id, userId: user.id };
    await trx
      .updateTable('users')
      .set({ password_hash: passwordHash, updated_at: now })
      .where('tenant_id', '=', owner.tenantId)
      .where('id', '=', owner.userId)
      .execute();
    if (user.email_verified_at === null) await takeOver(trx, user, now);
    await discardResetTokens(trx, owner, now);
    await openAccount({ db: trx, clock: ctx.clock }, { email: user.email.toLowerCase(), ip: origin.ip });
    await revokeSessions(trx, owner, now);
    await withdrawInvitesOf(trx, user.id, now);
    await revokeKeysOf(trx, user.id);
    await recordEntry(ctx, trx, user, { ...origin, operation: 'passwordReset.reset' });
  });
}
