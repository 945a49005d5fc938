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
const owners = 'Owners only. An agency’s owner acts for the sub-account named in `X-Sub-Account-Id`.';
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
        description: 'The users of the tenant, the oldest first, and behind them those whose invitation is open.',
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
        description: `Sends an invitation by email, which works once and for 7 days. Inviting somebody again, which is possible after a minute, makes the earlier link worthless. An account and its sub-accounts send at most 30 invitations in 24 hours. Whether an address has an account elsewhere does not show in the answer: its owner is told that it cannot be used. ${owners}`,
        example: {
          request: { email: memberExample.email, role: 'member' },
          response: { ...memberExample, full_name: null, status: 'invited', expires_at: '2026-11-29T14:30:00.000Z' },
        },
        verifiedOnly: true,
        errors: {
          403: 'The plan allows no more people, or the caller has yet to verify their email address.',
          409: 'The person belongs to the account already.',
          429: 'An invitation was sent to this address within the last minute, or the account has sent 30 within a day, or the address got 5; `Retry-After` says when to come back.',
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
        summary: 'Change a member',
        description: `Changes the role or the name of a user, or disables one, which ends their sessions and the API keys they have made at once. Whoever becomes a member loses their API keys, too. The last owner stays an owner, but in a deleted sub-account. ${owners}`,
        example: { request: { ...onMember, role: 'admin' }, response: { ...memberExample, role: 'admin' } },
        errors: { 409: 'Nobody else is an owner.' },
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
        description: `Removes a user, whose sessions and API keys end at once, or withdraws an open invitation. Somebody who came through GHL does not come back that way until they are invited again. The last owner cannot be removed, but from a deleted sub-account. ${owners}`,
        example: { request: onMember },
        errors: { 409: 'Nobody else is an owner.' },
      }),
    )
    .input(MemberPath)
    .output(z.void())
    .mutation(({ ctx, input }) => removeMember(ctx.tenantContext, input.user_id)),
});
