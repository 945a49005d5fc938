import { Id } from '@leadlock/core/id';
import { ownerProcedure, router, tenantProcedure } from '@leadlock/trpc/init';
import { op } from '@leadlock/trpc/op';
import { z } from 'zod';
import { inviteMember } from './invite-member.ts';
import { listMembers } from './list-members.ts';
import { removeMember } from './remove-member.ts';
import { MemberInvite, MemberListResponse, MemberResponse, MemberUpdate } from './schemas.ts';
import { updateMember } from './update-member.ts';

const tag = 'Auth';
const owners = 'Owners only. An agency’s owner names the sub-account in `X-Sub-Account-Id`.';
const MemberPath = z.object({ user_id: Id });

const memberExample: MemberResponse = {
  id: '0199c0de-7b1a-7c3e-9f52-3a6d1c5e8b02',
  email: 'sam@brightsmile.example',
  full_name: 'Sam Ortiz',
  role: 'member',
  status: 'active',
  created_at: '2026-11-22T14:30:00.000Z',
  expires_at: null,
};
const onMember = { user_id: memberExample.id };

export const membersRouter = router({
  list: tenantProcedure
    .meta(
      op({
        method: 'GET',
        path: '/auth/members',
        tag,
        summary: 'List members',
        description: 'The tenant’s users, oldest first, followed by pending invitations.',
        example: { response: { members: [memberExample], total: 1 } },
      }),
    )
    .output(MemberListResponse)
    .query(({ ctx }) => listMembers(ctx.tenantContext)),
  invite: ownerProcedure
    .meta(
      op({
        method: 'POST',
        path: '/auth/members',
        tag,
        status: 201,
        summary: 'Invite a member',
        description: `Sends an invitation by email, which works once and expires in 7 days. Inviting the same person again, which is possible after one minute, invalidates the earlier link. An account and its sub-accounts can send up to 30 invitations in 24 hours. The response doesn’t reveal whether the address has another account; in that case, the email tells its owner that they need a different address. ${owners}`,
        example: {
          request: { email: memberExample.email, full_name: memberExample.full_name, role: 'member' },
          response: { ...memberExample, status: 'invited', expires_at: '2026-11-29T14:30:00.000Z' },
        },
        verifiedOnly: true,
        errors: {
          403: 'The plan’s limit of people is reached, or the caller hasn’t verified their email address.',
          409: 'The person already belongs to the account.',
          429: 'An invitation was sent to this address within the last minute, the account has sent 30 in 24 hours, or the address has received 5. `Retry-After` says when to retry.',
        },
      }),
    )
    .input(MemberInvite)
    .output(MemberResponse)
    .mutation(({ ctx, input }) => inviteMember(ctx.tenantContext, input)),
  update: ownerProcedure
    .meta(
      op({
        method: 'PATCH',
        path: '/auth/members/{user_id}',
        whenInactive: 'agency',
        tag,
        summary: 'Update a member',
        description: `Changes a user’s role or name, or disables the user, which ends their sessions and revokes the API keys they created. Changing a user’s role to member also revokes their API keys. An account needs at least one owner, unless it is a deleted sub-account. ${owners}`,
        example: { request: { ...onMember, role: 'admin' }, response: { ...memberExample, role: 'admin' } },
        errors: { 409: 'The user is the only owner.' },
      }),
    )
    .input(MemberPath)
    .input(MemberUpdate)
    .output(MemberResponse)
    .mutation(({ ctx, input: { user_id, ...changes } }) => updateMember(ctx.tenantContext, user_id, changes)),
  remove: ownerProcedure
    .meta(
      op({
        method: 'DELETE',
        path: '/auth/members/{user_id}',
        whenInactive: 'agency',
        tag,
        status: 204,
        summary: 'Remove a member',
        description: `Removes a user and ends their sessions and API keys immediately, or revokes a pending invitation. Users who signed in through GHL can’t do so again until they are invited. The last owner can’t be removed, except from a deleted sub-account. ${owners}`,
        example: { request: onMember },
        errors: { 409: 'The user is the only owner.' },
      }),
    )
    .input(MemberPath)
    .output(z.void())
    .mutation(({ ctx, input }) => removeMember(ctx.tenantContext, input.user_id)),
});
