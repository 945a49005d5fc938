export { acceptInvite } from './accept-invite.ts';
export { inviteUser, type Invite, type NewInvite } from './invite-user.ts';
