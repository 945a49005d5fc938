import { EmailAddress } from '@leadlock/core/email-address';
import { z } from 'zod';
import { NewPassword } from '../auth/schemas.ts';

export const ForgotPasswordRequest = z
  .object({ email: EmailAddress })
  .meta({ id: 'ForgotPasswordRequest', description: 'The address of the account.' });
export type ForgotPasswordRequest = z.infer<typeof ForgotPasswordRequest>;

const token = z.string().min(1).max(512).meta({ description: 'The token from the link in the email.' });

export const ResetPasswordRequest = z
  .object({
    token,
    new_password: NewPassword.meta({
      description: 'At least 6 characters. The 1,000 most common passwords are not allowed.',
    }),
  })
  .meta({ id: 'ResetPasswordRequest', description: 'A new password and the token of the reset link.' });
export type ResetPasswordRequest = z.infer<typeof ResetPasswordRequest>;

export const CheckResetLinkRequest = z.object({ token });
export const CheckedResetLink = z.object({ usable: z.boolean() });

export const PasswordMessage = z
  .object({ message: z.string() })
  .meta({ id: 'PasswordMessage', description: 'Confirmation.' });
