import { EmailAddress } from '@leadlock/core/email-address';
import { z } from 'zod';
import { NewPassword } from '../auth/schemas.ts';

export const ForgotPasswordRequest = z
  .object({ email: EmailAddress })
  .meta({ id: 'ForgotPasswordRequest', description: 'Whose password was forgotten.' });
export type ForgotPasswordRequest = z.infer<typeof ForgotPasswordRequest>;

export const ResetPasswordRequest = z
  .object({
    token: z.string().min(1).max(512).meta({ description: 'From the link in the email.' }),
    new_password: NewPassword.meta({
      description: 'At least 6 characters, and none of the 1,000 most common passwords.',
    }),
  })
  .meta({ id: 'ResetPasswordRequest', description: 'A new password and the right to choose it.' });
export type ResetPasswordRequest = z.infer<typeof ResetPasswordRequest>;

export const PasswordMessage = z
  .object({ message: z.string() })
  .meta({ id: 'PasswordMessage', description: 'Confirmation.' });
