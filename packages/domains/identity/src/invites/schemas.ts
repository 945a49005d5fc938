import { z } from 'zod';
import { FullName, NewPassword } from '../auth/schemas.ts';

const token = z.string().min(1).max(512).meta({ description: 'The token from the link in the invitation.' });

export const AcceptInviteRequest = z
  .object({
    token,
    password: NewPassword.meta({
      description: 'At least 6 characters. The 1,000 most common passwords are not allowed.',
    }),
  })
  .meta({ id: 'AcceptInviteRequest', description: 'An invitation and the new user’s password.' });
export type AcceptInviteRequest = z.infer<typeof AcceptInviteRequest>;

/** Comes beside the body, which the reference has the last word on. */
export const AcceptInviteExtras = z.object({ full_name: FullName.optional() });
export type AcceptInviteExtras = z.infer<typeof AcceptInviteExtras>;

export const CheckInviteRequest = z.object({ token });

export const CheckedInvite = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('open'),
    company_name: z.string(),
    email: z.string(),
    /** As whoever invited them wrote it. */
    full_name: z.string().nullable(),
    /** Null for somebody without a name, and for an API key. */
    invited_by: z.string().nullable(),
  }),
  /** `taken`: the address has an account by now. */
  z.object({ status: z.enum(['invalid', 'taken']) }),
]);
export type CheckedInvite = z.infer<typeof CheckedInvite>;
