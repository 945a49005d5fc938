import type { TenantContext } from '@leadlock/context/context';
import { badRequest } from '@leadlock/core/errors';
import { inviteUser, type Invite } from '@leadlock/identity/invites';
import { findSubAccount } from './queries.ts';

/**
 * Invites the administrator that the sub-account names to be its owner. Sent again, the earlier link stops working.
 * @throws not_found; bad_request when it names none; what `inviteUser` throws
 */
export async function inviteAdministrator(ctx: TenantContext, subAccountId: string): Promise<Invite> {
  const { id, admin_email: email } = await findSubAccount(ctx, subAccountId);
  if (!email) throw badRequest('The sub-account has no admin_email to invite');
  return inviteUser(ctx, { email: email.toLowerCase(), role: 'owner', tenantId: id });
}
