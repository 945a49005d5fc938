import { displayName } from '@leadlock/core/display-name';
import { EmailAddress } from '@leadlock/core/email-address';
import { z } from 'zod';

const Role = z.enum(['owner', 'admin', 'member']);

export const MemberResponse = z
  .object({
    id: z.string().meta({ description: 'Of the user; of an invitation until it is accepted.' }),
    email: z.string(),
    full_name: z.string().nullable(),
    role: Role,
    status: z.enum(['active', 'disabled', 'invited']),
    created_at: z.string(),
    expires_at: z.string().nullable().meta({ description: 'Until when an invitation can be accepted.' }),
  })
  .meta({ id: 'MemberResponse', description: 'Somebody who belongs to a tenant, or is invited to.' });
export type MemberResponse = z.infer<typeof MemberResponse>;

export const MemberListResponse = z
  .object({ members: z.array(MemberResponse), total: z.int() })
  .meta({ id: 'MemberListResponse', description: 'The people of a tenant, and those who are invited.' });
export type MemberListResponse = z.infer<typeof MemberListResponse>;

export const MemberInvite = z
  .object({ email: EmailAddress, role: Role.default('member') })
  .meta({ id: 'MemberInvite', description: 'Whom to invite, and as what.' });
export type MemberInvite = z.infer<typeof MemberInvite>;

export const MemberUpdate = z
  .object({
    role: Role.optional(),
    is_active: z.boolean().optional().meta({ description: 'False signs the user out everywhere and keeps them out.' }),
    full_name: displayName(200).nullish(),
  })
  .meta({ id: 'MemberUpdate', description: 'What to change about a member.' });
export type MemberUpdate = z.infer<typeof MemberUpdate>;
