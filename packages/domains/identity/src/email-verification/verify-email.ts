import type { SystemContext } from '@leadlock/context/context';
import { badRequest, conflict } from '@leadlock/core/errors';
import type { Db } from '@leadlock/db/client';
import { withTransaction } from '@leadlock/db/transaction';
import { recordEntry, type RequestOrigin } from '../audit/index.ts';
import { hashOneTimeToken } from '../auth/one-time-token.ts';
import { findAddressOwner, isAddressContested, lockAddress } from '../auth/users-by-address.ts';
import { discardVerificationTokens } from './discard-tokens.ts';
import type { VerifyEmailRequest } from './schemas.ts';

/** Whose address the link was sent to. Nothing for one that is unknown or expired, or whose user is disabled. */
const selectByToken = (db: Db, token: string, now: Date) =>
  db
    .selectFrom('email_verification_tokens as sent')
    .innerJoin('users', (join) =>
      join.onRef('users.tenant_id', '=', 'sent.tenant_id').onRef('users.id', '=', 'sent.user_id'),
    )
    .select([
      'users.tenant_id',
      'users.id',
      'users.email',
      'users.role',
      'users.is_super_admin',
      'users.email_verified_at',
      'sent.used_at',
    ])
    .where('sent.token_hash', '=', hashOneTimeToken(token))
    .where('sent.expires_at', '>', now)
    .where('users.is_active', '=', true);

/** Whether the link with this token verifies an address, or has verified it. Changes nothing. */
export async function isVerificationLinkUsable({ db, clock }: SystemContext, token: string): Promise<boolean> {
  const user = await selectByToken(db, token, clock.now()).executeTakeFirst();
  if (!user) return false;
  if (user.email_verified_at !== null) return true;
  return user.used_at === null && (await findAddressOwner(db, user.email)) === undefined;
}

/**
 * Takes note that mail to a user's address reaches them. The link that did it may be opened again, and changes nothing then.
 * Where others have signed up with the address, too, their links reach the same inbox: whoever opens one must be signed in
 * as the user it is for, or a stranger's account could be verified by the owner of the address.
 * @param findSignedInUserId who opens the link; asked only when it matters
 * @throws bad_request for a link that does not hold, or when the address belongs to another user by now; conflict for
 * somebody else's link
 */
export async function verifyEmail(
  ctx: SystemContext,
  { token }: VerifyEmailRequest,
  origin: RequestOrigin,
  findSignedInUserId: () => Promise<string | null>,
): Promise<void> {
  await withTransaction(ctx.db, async (trx) => {
    const now = ctx.clock.now();
    const user = await selectByToken(trx, token, now).forNoKeyUpdate('users').executeTakeFirst();
    if (user && user.email_verified_at !== null) return;
    if (!user || user.used_at !== null) throw badRequest('This link is invalid or has expired');
    await lockAddress(trx, user.email);
    if (await findAddressOwner(trx, user.email)) throw badRequest('This link is invalid or has expired');
    if ((await isAddressContested(trx, user)) && (await findSignedInUserId()) !== user.id) {
      throw conflict(
        'Another account uses this address. Sign in to the account you created, then open the link again.',
      );
    }
    await trx
      .updateTable('users')
      .set({ email_verified_at: now, updated_at: now })
      .where('tenant_id', '=', user.tenant_id)
      .where('id', '=', user.id)
      .execute();
    await discardVerificationTokens(trx, { tenantId: user.tenant_id, userId: user.id }, now);
    await recordEntry(ctx, trx, user, { ...origin, operation: 'emailVerification.verify' });
  });
}
