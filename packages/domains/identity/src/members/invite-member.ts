import type { TenantContext } from '@leadlock/context/context';
import { inviteUser } from '../invites/index.ts';
import { toInvitedMember } from './member.ts';
import type { MemberInvite, MemberResponse } from './schemas.ts';

/** Invites a colleague by email. @throws what `inviteUser` throws. */
export async function inviteMember(
  ctx: TenantContext,
  { email, role, full_name }: MemberInvite,
): Promise<MemberResponse> {
  return toInvitedMember(await inviteUser(ctx, { email, fullName: full_name ?? null, role, tenantId: ctx.tenant.id }));
}
