import { forTenant, type SystemContext } from '@leadlock/context/context';
import { forbidden } from '@leadlock/core/errors';
import { withTransaction } from '@leadlock/db/transaction';
import type { RequestOrigin } from '../audit/index.ts';
import { issueTokens, type AuthResponse } from '../auth/index.ts';
import { findConnectedTenant } from './find-connected-tenant.ts';
import { readGhlUser } from './ghl-user.ts';
import { followGhlRole } from './follow-ghl-role.ts';
import { findLinkedUser, linkUser } from './link-user.ts';
import { spendPayload } from './spend-payload.ts';
import type { EmbedSSORequest } from './schemas.ts';

/** A working day: who opens the frame again gets a new one. */
const SESSION_MS = 12 * 60 * 60 * 1000;

/**
 * Signs in the person who has opened the app inside GHL; the first time, as a new user of the tenant that has connected
 * their location or company.
 * The session ends after twelve hours: whether GHL still knows the person shows only when it signs them in.
 * @throws unauthorized for a payload that GHL did not encrypt, that has expired, or that is older than what GHL has said since about
 * the person's role, forbidden for a company that is not connected and for
 * somebody who was disabled or removed, limit_exceeded for a full team, unavailable where single sign-on is not set up.
 */
export async function embedSso(
  ctx: SystemContext,
  { payload }: EmbedSSORequest,
  origin: RequestOrigin,
): Promise<AuthResponse> {
  const ghlUser = readGhlUser(ctx, payload);
  const now = ctx.clock.now();
  const shownAt = await spendPayload(ctx.db, payload, now);
  return withTransaction(ctx.db, async (trx) => {
    const tenant = await findConnectedTenant(trx, ghlUser);
    const known =
      (await findLinkedUser(trx, tenant.id, ghlUser)) ?? (await linkUser(forTenant(ctx, tenant), trx, ghlUser, origin));
    if (!known.is_active) throw forbidden('This user is disabled');
    const user = await followGhlRole(trx, known, ghlUser, { shownAt, now });
    return issueTokens(ctx, trx, user, { endsAt: new Date(now.getTime() + SESSION_MS) });
  });
}
