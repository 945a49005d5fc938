import { z } from 'zod';
import { NewPassword } from '../auth/schemas.ts';

export const AcceptInviteRequest = z
  .object({
    token: z.string().min(1).max(512).meta({ description: 'The token from the link in the invitation.' }),
    password: NewPassword.meta({
      description: 'At least 6 characters. The 1,000 most common passwords are not allowed.',
    }),
  })
  .meta({ id: 'AcceptInviteRequest', description: 'An invitation and the new user’s password.' });
export type AcceptInviteRequest = z.infer<typeof AcceptInviteRequest>;
