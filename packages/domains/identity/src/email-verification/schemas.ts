import { EmailAddress } from '@leadlock/core/email-address';
import { z } from 'zod';

export const VerifyEmailRequest = z
  .object({ token: z.string().min(1).max(512).meta({ description: 'The token from the link in the email.' }) })
  .meta({ id: 'VerifyEmailRequest', description: 'Proof that the user receives email at this address.' });
export type VerifyEmailRequest = z.infer<typeof VerifyEmailRequest>;

export const CheckedVerificationLink = z.object({ usable: z.boolean() });

export const ResendVerificationRequest = z
  .object({
    email: EmailAddress.optional().meta({ description: 'Defaults to the signed-in user’s address.' }),
  })
  .meta({ id: 'ResendVerificationRequest', description: 'The address to verify.' });
export type ResendVerificationRequest = z.infer<typeof ResendVerificationRequest>;

export const VerificationMessage = z
  .object({ message: z.string() })
  .meta({ id: 'VerificationMessage', description: 'Confirmation.' });
