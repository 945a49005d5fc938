import type { TenantContext } from '@leadlock/context/context';
import type { Role } from '@leadlock/core/actor';
import { canonicalEmail } from '@leadlock/core/email-address';
import { badRequest } from '@leadlock/core/errors';
import { requirePerson } from '@leadlock/identity/api-keys';
import { inviteUser, type Invite } from '@leadlock/identity/invites';
import { findSubAccount } from './queries.ts';

/** Its owner while it has none; whoever comes later is one more administrator. */
async function roleInside(ctx: TenantContext, subAccountId: string): Promise<Role> {
  const owner = await ctx.database
    .tenant(subAccountId)
    .selectFrom('users')
    .select('id')
    .where('tenant_id', '=', subAccountId)
    .where('role', '=', 'owner')
    .where('is_active', '=', true)
    .executeTakeFirst();
  return owner ? 'admin' : 'owner';
}

/**
 * Invites the administrator that the sub-account names: as its owner, or as an admin where it has an owner. Sent again,
 * the earlier link stops working.
 * @throws forbidden to an API key; not_found; bad_request when it names none; what `inviteUser` throws
 */
export async function inviteAdministrator(ctx: TenantContext, subAccountId: string): Promise<Invite> {
  requirePerson(ctx, 'invite the administrator of a sub-account');
  const { id, admin_email: email, admin_name } = await findSubAccount(ctx, subAccountId);
  if (!email) throw badRequest('The sub-account has no admin_email');
  return inviteUser(ctx, {
    email: canonicalEmail(email),
    // Names could be empty.
    fullName: admin_name?.trim() || null,
    role: await roleInside(ctx, id),
    tenantId: id,
  });
}
