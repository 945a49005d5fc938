import { EmailAddress } from '@leadlock/core/email-address';
import { z } from 'zod';
import { ShownPassword } from '../auth/schemas.ts';

export const EmailChangeRequest = z.object({ email: EmailAddress, current_password: ShownPassword });
export type EmailChangeRequest = z.infer<typeof EmailChangeRequest>;

export const EmailChangeToken = z.object({ token: z.string().min(1).max(512) });

export const CheckedEmailChange = z.discriminatedUnion('status', [
  z.object({ status: z.literal('open'), email: z.string() }),
  /** `other`: somebody else is signed in than who asked for the change. */
  z.object({ status: z.enum(['invalid', 'other']) }),
]);
export type CheckedEmailChange = z.infer<typeof CheckedEmailChange>;

export const ChangedEmail = z.object({ email: z.string() });
