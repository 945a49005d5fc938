import type { TenantContext } from '@leadlock/context/context';
import { listOpenInvites } from '../invites/index.ts';
import { MEMBER_COLUMNS, toInvitedMember, toMember } from './member.ts';
import type { MemberListResponse } from './schemas.ts';

/** The users of the tenant, the oldest first, and behind them those whose invitation is open. */
export async function listMembers(ctx: TenantContext): Promise<MemberListResponse> {
  const users = await ctx.db
    .selectFrom('users')
    .select(MEMBER_COLUMNS)
    .where('tenant_id', '=', ctx.tenant.id)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  const invites = await listOpenInvites(ctx);
  const members = [...users.map(toMember), ...invites.map(toInvitedMember)];
  return { members, total: members.length };
}
