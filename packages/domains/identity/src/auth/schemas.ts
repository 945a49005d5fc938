import { displayName } from '@leadlock/core/display-name';
import { EmailAddress } from '@leadlock/core/email-address';
import { z } from 'zod';
import { TenantResponse } from '../tenants/schemas.ts';

/** Reference: "Minimum 6 characters". The upper bound keeps hashing cheap. */
const MIN_PASSWORD_LENGTH = 6;
const MAX_PASSWORD_BYTES = 1024;

const isShortEnough = (password: string): boolean => new TextEncoder().encode(password).length <= MAX_PASSWORD_BYTES;

/** A password as it is shown to get in. What is longer than any that can be chosen is refused before it is hashed. */
export const ShownPassword = z
  .string()
  .max(MAX_PASSWORD_BYTES)
  .refine(isShortEnough, `Password is too long (up to ${MAX_PASSWORD_BYTES} bytes)`);

/** A password being chosen; whether it is a common one is the verb's question. */
export const NewPassword = ShownPassword.min(MIN_PASSWORD_LENGTH);

/** What people are called, by their own word. */
export const FullName = displayName(200);

export const SignupRequest = z
  .object({
    email: EmailAddress.meta({ description: 'The owner’s email address. Not case-sensitive.' }),
    password: NewPassword.meta({
      description: 'At least 6 characters. The 1,000 most common passwords are not allowed.',
    }),
    company_name: displayName(200),
    account_type: z.enum(['direct', 'agency']).default('direct'),
    tos_accepted: z
      .boolean()
      .default(false)
      .refine((accepted) => accepted, 'You must accept the terms of service and the privacy policy')
      .meta({ description: 'Accepts the terms of service and the privacy policy. Must be true.' }),
  })
  .meta({ id: 'SignupRequest', description: 'A new account and its owner.' });

/** Comes beside the body, which the reference has the last word on. */
export const SignupExtras = z.object({
  full_name: FullName.optional(),
  timezone: z
    .string()
    .max(100)
    .optional()
    .meta({ description: 'The IANA time zone of the person signing up. Unknown zones are ignored.' }),
});
export type SignupExtras = z.infer<typeof SignupExtras>;

export type SignupRequest = z.infer<typeof SignupRequest>;

export const LoginRequest = z
  .object({ email: EmailAddress, password: ShownPassword })
  .meta({ id: 'LoginRequest', description: 'A user’s credentials.' });
export type LoginRequest = z.infer<typeof LoginRequest>;

export const RefreshTokenRequest = z
  .object({ refresh_token: z.string().min(1).max(512) })
  .meta({ id: 'RefreshTokenRequest', description: 'The most recently issued refresh token.' });
export type RefreshTokenRequest = z.infer<typeof RefreshTokenRequest>;

export const UserResponse = z
  .object({
    id: z.string(),
    email: z.string(),
    full_name: z.string().nullable(),
    role: z.string().meta({ description: '`owner`, `admin` or `member`.' }),
    tenant_id: z.string(),
    created_at: z.string(),
    is_super_admin: z.boolean().meta({ description: 'Whether the user operates this installation.' }),
  })
  .meta({ id: 'UserResponse', description: 'A user.' });
export type UserResponse = z.infer<typeof UserResponse>;

export const AuthResponse = z
  .object({
    access_token: z.string().meta({ description: 'Send it as `Authorization: Bearer …`.' }),
    refresh_token: z.string().meta({ description: 'Can be exchanged once at `POST /auth/refresh`, within 30 days.' }),
    token_type: z.string().meta({ description: 'Always `bearer`.' }),
    expires_in: z.int().meta({ description: 'Seconds until the access token expires.' }),
    user: UserResponse,
    tenant: TenantResponse,
  })
  .meta({ id: 'AuthResponse', description: 'Tokens of a new or refreshed session, and their user.' });
export type AuthResponse = z.infer<typeof AuthResponse>;

export const MeResponse = z
  .object({ user: UserResponse, tenant: TenantResponse })
  .meta({ id: 'MeResponse', description: 'The signed-in user and their tenant.' });
export type MeResponse = z.infer<typeof MeResponse>;

export const AuthContextResponse = z
  .object({
    tenant_type: z.string().meta({ description: 'Type of the current tenant: `direct`, `agency`, or `sub_account`.' }),
    current_tenant_id: z.string().meta({ description: 'The tenant that requests with these headers act on.' }),
    parent_tenant_id: z.string().nullable().meta({ description: 'The sub-account’s agency.' }),
    timezone: z.string().meta({ description: 'Time zone of the current tenant’s statistics.' }),
    available_sub_accounts: z
      .array(z.object({ id: z.string(), name: z.string(), slug: z.string() }))
      .meta({ description: 'Active sub-accounts the agency user can act on, by name.' }),
    email_verified: z.boolean().meta({
      description:
        'Whether the caller has verified their email address or signed in through GHL. Until then, they can set up the ' +
        'account but cannot invite people or create API keys. Always true for API keys.',
    }),
  })
  .meta({ id: 'AuthContextResponse', description: 'The tenant the caller acts on, and the tenants they can act on.' });
export type AuthContextResponse = z.infer<typeof AuthContextResponse>;

export const LogoutResponse = z
  .object({ message: z.string() })
  .meta({ id: 'LogoutResponse', description: 'Confirmation.' });
