export { MemberInvite, MemberUpdate } from '@leadlock/identity/members/schemas';
