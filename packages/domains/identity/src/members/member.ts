import type { Role } from '@leadlock/core/actor';
import { shownEmail } from '@leadlock/core/shown-email';
import type { DB } from '@leadlock/db/client';
import type { Selectable } from 'kysely';
import type { Invite } from '../invites/index.ts';
import type { MemberResponse } from './schemas.ts';

export const MEMBER_COLUMNS = ['id', 'email', 'full_name', 'role', 'is_active', 'created_at'] as const;
type MemberRow = Pick<Selectable<DB['users']>, (typeof MEMBER_COLUMNS)[number]>;

export const toMember = (user: MemberRow): MemberResponse => ({
  id: user.id,
  email: shownEmail(user.email),
  full_name: user.full_name,
  role: user.role as Role,
  status: user.is_active ? 'active' : 'disabled',
  created_at: user.created_at.toISOString(),
  expires_at: null,
});

export const toInvitedMember = (invite: Invite): MemberResponse => ({
  id: invite.id,
  email: shownEmail(invite.email),
  full_name: invite.fullName,
  role: invite.role,
  status: 'invited',
  created_at: invite.createdAt.toISOString(),
  expires_at: invite.expiresAt.toISOString(),
});
