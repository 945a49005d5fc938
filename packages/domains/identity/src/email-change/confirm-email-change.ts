import type { SystemContext } from '@leadlock/context/context';
import { badRequest, conflict } from '@leadlock/core/errors';
import { withTransaction } from '@leadlock/db/transaction';
import { findAddressOwner, lockAddress } from '../auth/users-by-address.ts';
import { discardVerificationTokens } from '../email-verification/index.ts';
import { enqueueEmail, findEmailBrand } from '../emails/index.ts';
import { discardResetTokens } from '../password-reset/index.ts';
import { discardChangeTokens, selectUsableChange } from './change-tokens.ts';
import { renderChangeNotice } from './emails.ts';
import type { Person } from './request-email-change.ts';

const INVALID_LINK = 'This link is invalid or has expired';

/**
 * Gives the signed-in user the address to which the link was sent, as a verified one. Links that went to the old address
 * stop working, and its owner is told. Whoever else opens the link changes nothing: mail scanners do, and the owner of an
 * address that a stranger has named for their own account.
 * @throws bad_request for a link that does not hold, or when the address belongs to another user by now; conflict for
 * somebody else's link
 */
export async function confirmEmailChange(
  ctx: SystemContext,
  person: Person,
  token: string,
): Promise<{ email: string }> {
  return withTransaction(ctx.db, async (trx) => {
    const now = ctx.clock.now();
    const change = await selectUsableChange(trx, token, now).forNoKeyUpdate().executeTakeFirst();
    if (!change) throw badRequest(INVALID_LINK);
    if (change.id !== person.userId) {
      throw conflict('This link is for another account. Sign in to that account, then open the link again.');
    }
    await lockAddress(trx, change.new_email);
    if (await findAddressOwner(trx, change.new_email)) throw badRequest(INVALID_LINK);
    await trx
      .updateTable('users')
      .set({ email: change.new_email, email_verified_at: now, updated_at: now })
      .where('tenant_id', '=', change.tenant_id)
      .where('id', '=', change.id)
      .execute();
    await discardChangeTokens(trx, person, now);
    await discardResetTokens(trx, person, now);
    await discardVerificationTokens(trx, person, now);
    // An address that was never verified may be a stranger's.
    if (change.email_verified_at !== null) {
      const brand = await findEmailBrand(ctx, trx, change.tenant_id);
      await enqueueEmail(ctx, trx, { to: change.email, ...renderChangeNotice(brand) });
    }
    return { email: change.new_email };
  });
}
