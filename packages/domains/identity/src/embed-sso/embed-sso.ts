import { forTenant, type SystemContext } from '@leadlock/context/context';
import { forbidden } from '@leadlock/core/errors';
import { withTransaction } from '@leadlock/db/transaction';
import type { RequestOrigin } from '../audit/index.ts';
import { issueTokens, type AuthResponse } from '../auth/index.ts';
import { findConnectedTenant } from './find-connected-tenant.ts';
import { readGhlUser } from './ghl-user.ts';
import { findLinkedUser, linkUser } from './link-user.ts';
import type { EmbedSSORequest } from './schemas.ts';

/**
 * Signs in the person who has opened the app inside GHL; the first time, as a new user of the tenant that has connected
 * their location or company.
 * @throws unauthorized for a payload that GHL did not encrypt, forbidden for a company that is not connected and for
 * somebody who was disabled or removed, limit_exceeded for a full team, unavailable where single sign-on is not set up.
 */
export async function embedSso(
  ctx: SystemContext,
  { payload }: EmbedSSORequest,
  origin: RequestOrigin,
): Promise<AuthResponse> {
  const ghlUser = readGhlUser(ctx, payload);
  return withTransaction(ctx.db, async (trx) => {
    const tenant = await findConnectedTenant(trx, ghlUser);
    const user =
      (await findLinkedUser(trx, tenant.id, ghlUser)) ?? (await linkUser(forTenant(ctx, tenant), trx, ghlUser, origin));
    if (!user.is_active) throw forbidden('This user is disabled');
    return issueTokens(ctx, trx, user);
  });
}
