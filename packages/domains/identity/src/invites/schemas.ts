import { z } from 'zod';
import { NewPassword } from '../auth/schemas.ts';

export const AcceptInviteRequest = z
  .object({
    token: z.string().min(1).max(512).meta({ description: 'From the link in the invitation.' }),
    password: NewPassword.meta({ description: 'At least 6 characters, and none of the 1,000 most common passwords.' }),
  })
  .meta({ id: 'AcceptInviteRequest', description: 'An invitation and the password to sign in with from now on.' });
export type AcceptInviteRequest = z.infer<typeof AcceptInviteRequest>;
