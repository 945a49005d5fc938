import { allTenants } from '@leadlock/context/all-tenants';
import type { TenantContext } from '@leadlock/context/context';
import { withTransaction } from '@leadlock/db/transaction';
import { revokeKeysOf } from '../api-keys/index.ts';
import { revokeSessions } from '../auth/revoke-sessions.ts';
import { withdrawInvite, withdrawInvitesOf } from '../invites/index.ts';
import { getMember, lockMembers, requireAnotherOwner } from './lock-members.ts';

/**
 * Removes a member, whose sessions, API keys and invitations end with them, or withdraws an open invitation.
 * @throws not_found, conflict for the last owner.
 */
export async function removeMember(ctx: TenantContext, id: string): Promise<void> {
  // A system connection: an agency's person has made keys in sub-accounts, too.
  await withTransaction(allTenants(ctx), async (trx) => {
    await lockMembers(trx, ctx.tenant.id);
    if (await withdrawInvite(ctx, trx, id)) return;
    const user = await getMember(ctx, trx, id);
    if (user.role === 'owner' && user.is_active) await requireAnotherOwner(ctx, trx, user.id);
    const now = ctx.clock.now();
    // First, because a renewal that is under way holds the session and then needs the user: the other order waits for ever.
    await revokeSessions(trx, { tenantId: ctx.tenant.id, userId: user.id }, now);
    await revokeKeysOf(trx, user.id);
    await withdrawInvitesOf(trx, user.id, now);
    await trx.deleteFrom('users').where('tenant_id', '=', ctx.tenant.id).where('id', '=', user.id).execute();
  });
}
