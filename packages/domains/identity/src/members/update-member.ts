import { allTenants } from '@leadlock/context/all-tenants';
import type { TenantContext } from '@leadlock/context/context';
import { withTransaction } from '@leadlock/db/transaction';
import { revokeKeysOf } from '../api-keys/index.ts';
import { revokeSessions } from '../auth/revoke-sessions.ts';
import { requireRoomForMember, withdrawInvitesOf } from '../invites/index.ts';
import { getMember, lockMembers, requireAnotherOwner } from './lock-members.ts';
import { MEMBER_COLUMNS, toMember } from './member.ts';
import type { MemberResponse, MemberUpdate } from './schemas.ts';

/**
 * Changes a member's role or name, or whether they may come in. Disabling ends their sessions at once; it and becoming a member
 * stop the API keys that they have made, which act as an admin.
 * @throws not_found, conflict when nobody would own the tenant any more, limit_exceeded when a full team gets one back.
 */
export function updateMember(ctx: TenantContext, userId: string, changes: MemberUpdate): Promise<MemberResponse> {
  // A system connection: an agency's person has made keys in sub-accounts, too.
  return withTransaction(allTenants(ctx), async (trx) => {
    await lockMembers(trx, ctx.tenant.id);
    const before = await getMember(ctx, trx, userId);
    const role = changes.role ?? before.role;
    const isActive = changes.is_active ?? before.is_active;
    const wasOwner = before.role === 'owner' && before.is_active;
    if (wasOwner && !(role === 'owner' && isActive)) await requireAnotherOwner(ctx, trx, before.id);
    if (isActive && !before.is_active) await requireRoomForMember(ctx, trx, ctx.tenant.id);
    const now = ctx.clock.now();
    const after = await trx
      .updateTable('users')
      .set({
        role,
        is_active: isActive,
        full_name: changes.full_name === undefined ? before.full_name : changes.full_name,
        updated_at: now,
      })
      .where('tenant_id', '=', ctx.tenant.id)
      .where('id', '=', before.id)
      .returning(MEMBER_COLUMNS)
      .executeTakeFirstOrThrow();
    if (before.is_active && !isActive) await revokeSessions(trx, { tenantId: ctx.tenant.id, userId: before.id }, now);
    const mayNoMore = !isActive || (role === 'member' && before.role !== 'member');
    if (mayNoMore) await revokeKeysOf(trx, before.id);
    if (!isActive) await withdrawInvitesOf(trx, before.id, now);
    return toMember(after);
  });
}
