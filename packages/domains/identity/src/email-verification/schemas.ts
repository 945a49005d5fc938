import { EmailAddress } from '@leadlock/core/email-address';
import { z } from 'zod';

export const VerifyEmailRequest = z
  .object({ token: z.string().min(1).max(512).meta({ description: 'From the link in the email.' }) })
  .meta({ id: 'VerifyEmailRequest', description: 'Proof that mail to the address reaches its user.' });
export type VerifyEmailRequest = z.infer<typeof VerifyEmailRequest>;

export const ResendVerificationRequest = z
  .object({
    email: EmailAddress.optional().meta({ description: 'Left out: the address of the signed-in user.' }),
  })
  .meta({ id: 'ResendVerificationRequest', description: 'Which address is to be verified.' });
export type ResendVerificationRequest = z.infer<typeof ResendVerificationRequest>;

export const VerificationMessage = z
  .object({ message: z.string() })
  .meta({ id: 'VerificationMessage', description: 'Confirmation.' });
