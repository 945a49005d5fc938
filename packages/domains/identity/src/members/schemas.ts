import { EmailAddress } from '@leadlock/core/email-address';
import { z } from 'zod';
import { FullName } from '../auth/schemas.ts';

const Role = z.enum(['owner', 'admin', 'member']);

export const MemberResponse = z
  .object({
    id: z.string().meta({ description: 'The user’s ID, or the invitation’s until it is accepted.' }),
    email: z.string(),
    full_name: z.string().nullable(),
    role: Role,
    status: z.enum(['active', 'disabled', 'invited']),
    created_at: z.string(),
    expires_at: z.string().nullable().meta({ description: 'When the invitation expires.' }),
  })
  .meta({ id: 'MemberResponse', description: 'A user of a tenant, or a pending invitation.' });
export type MemberResponse = z.infer<typeof MemberResponse>;

export const MemberListResponse = z
  .object({ members: z.array(MemberResponse), total: z.int() })
  .meta({ id: 'MemberListResponse', description: 'The tenant’s users and pending invitations.' });
export type MemberListResponse = z.infer<typeof MemberListResponse>;

export const MemberInvite = z
  .object({
    email: EmailAddress,
    full_name: FullName.nullish().meta({ description: 'The person can change it when they accept.' }),
    role: Role.default('member'),
  })
  .meta({ id: 'MemberInvite', description: 'The person to invite, and their role.' });
export type MemberInvite = z.infer<typeof MemberInvite>;

export const MemberUpdate = z
  .object({
    role: Role.optional(),
    is_active: z.boolean().optional().meta({ description: 'False disables the user and ends all their sessions.' }),
    full_name: FullName.nullish(),
  })
  .meta({ id: 'MemberUpdate', description: 'Changes to a member.' });
export type MemberUpdate = z.infer<typeof MemberUpdate>;
