export { acceptInvite } from './accept-invite.ts';
export { findInvitedTenantId } from './find-invited-tenant-id.ts';
export { inviteAcceptedJob } from './invite-accepted-job.ts';
export { inviteUser, type Invite, type NewInvite } from './invite-user.ts';
export { listOpenInvites, withdrawInvite } from './open-invites.ts';
export { withdrawInvitesOf } from './withdraw-invites-of.ts';
export { requireRoomForMember } from './team-limit.ts';
