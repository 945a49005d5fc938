import { z } from 'zod';

export const TwilioCredentialsRequest = z
  .object({
    account_name: z.string().min(1).max(255).meta({ description: 'Display name of this Twilio account' }),
    account_sid: z.string().meta({ description: 'Account SID: `AC` followed by 32 hexadecimal digits' }),
    auth_token: z.string().min(1).max(255).meta({ description: 'The account’s auth token' }),
  })
  .meta({ id: 'TwilioCredentialsRequest' });

export const TwilioConnection = z
  .object({
    success: z.literal(true),
    integration: z.object({
      id: z.string(),
      provider: z.literal('twilio'),
      is_active: z.boolean(),
      account_name: z.string().nullable(),
      account_sid: z.string().meta({ description: 'Masked' }),
    }),
  })
  .meta({ id: 'TwilioConnection' });

export const TwilioStatus = z
  .object({
    is_connected: z.boolean().meta({ description: 'Whether credentials are saved' }),
    connection: z
      .enum(['own', 'assigned', 'shared'])
      .nullable()
      .meta({
        description:
          'The account’s owner: the tenant itself, its agency if the account is assigned to the tenant, or the agency that ' +
          'carries the calls of sub-accounts without their own account. Null if no account is connected.',
      }),
    is_healthy: z.boolean().meta({ description: 'Whether Twilio accepted the credentials and the account is active' }),
    health: z.enum(['ok', 'suspended', 'closed', 'invalid_credentials', 'unreachable', 'not_connected']),
    message: z.string(),
    account_name: z.string().nullable(),
    account_sid: z.string().nullable().meta({ description: 'Masked' }),
    metadata: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'TwilioStatus' });
export type TwilioStatus = z.infer<typeof TwilioStatus>;

export const TwilioDisconnection = z.object({ success: z.literal(true) }).meta({ id: 'TwilioDisconnection' });

/** Shows which account it is without giving it away. */
export const maskedSid = (sid: string): string => `${sid.slice(0, 2)}${'*'.repeat(sid.length - 6)}${sid.slice(-4)}`;
