import { Id } from '@leadlock/core/id';
import { twilioSid } from '@leadlock/core/twilio-sid';
import { z } from 'zod';

export const PhoneNumberResponse = z
  .object({
    id: z.string(),
    tenant_id: z.string().meta({ description: 'The account that owns the number' }),
    twilio_sid: z.string(),
    phone_number: z.string().meta({ description: 'E.164' }),
    friendly_name: z.string().nullish(),
    agent_id: z.string().nullish().meta({ description: 'The agent that answers the number' }),
    is_active: z.boolean().default(true),
    monthly_cost_cents: z.int(),
    created_at: z.string(),
    sub_account_name: z.string().nullish(),
    sub_account_id: z.string().nullish().meta({ description: 'The sub-account that uses the number' }),
    voice_capable: z.boolean().default(true),
    sms_capable: z.boolean().default(false),
    mms_capable: z.boolean().default(false),
    source: z.string().default('twilio'),
    a2p_campaign_id: z.string().nullish(),
    a2p_status: z.string().default('unknown'),
    a2p_verified_at: z.string().nullish(),
    a2p_last_checked: z.string().nullish(),
    messaging_enabled: z.boolean().default(false),
    a2p_metadata: z.record(z.string(), z.unknown()).nullish(),
  })
  .meta({ id: 'PhoneNumberResponse' });
export type PhoneNumberResponse = z.infer<typeof PhoneNumberResponse>;

export const PhoneNumberListResponse = z
  .object({ phone_numbers: z.array(PhoneNumberResponse), total: z.int() })
  .meta({ id: 'PhoneNumberListResponse' });

export const ListPhoneNumbersInput = z.object({
  sub_account_id: Id.optional().meta({ description: 'Only numbers that this sub-account uses' }),
});

export const PhoneNumberIdInput = z.object({ phone_number_id: Id });

export const MAX_IMPORT = 10;

export const ImportNumbersRequest = z
  .object({
    phone_number_sids: z
      .array(twilioSid('PN'))
      .min(1)
      .max(MAX_IMPORT)
      .meta({ description: `Twilio SIDs of up to ${MAX_IMPORT} numbers, \`PN…\`` }),
    configure_sip: z
      .boolean()
      .default(true)
      .meta({ description: 'Has no effect; accepted for backward compatibility', deprecated: true }),
  })
  .meta({ id: 'ImportNumbersRequest' });

export const PhoneNumberUpdate = z
  .object({
    agent_id: Id.nullish().meta({ description: 'The agent that answers the number; null for none' }),
    friendly_name: z.string().max(255).nullish().meta({ description: 'Display name of the number' }),
  })
  .meta({ id: 'PhoneNumberUpdate' });

export const AssignPhoneNumberRequest = z
  .object({
    sub_account_id: Id.nullish().meta({ description: 'The sub-account to assign the number to; null unassigns it' }),
  })
  .meta({ id: 'AssignPhoneNumberRequest' });

export const TwilioNumberList = z
  .object({
    numbers: z.array(
      z.object({
        sid: z.string(),
        phone_number: z.string(),
        friendly_name: z.string(),
        capabilities: z.object({ voice: z.boolean(), sms: z.boolean(), mms: z.boolean() }),
        status: z
          .enum(['available', 'imported', 'unavailable'])
          .meta({ description: '`unavailable`: another account has imported it, or it doesn’t support calls' }),
        phone_number_id: z.string().nullable().meta({ description: 'For imported numbers' }),
        problems: z.array(z.string()).meta({
          description:
            'What prevents calls from reaching us: for imported numbers, what was changed at Twilio since the import; for ' +
            'others, why the number can’t be imported as is. Importing again fixes what it can.',
        }),
      }),
    ),
    total: z.int(),
  })
  .meta({ id: 'TwilioNumberList' });

export const PhoneNumberDeletion = z.object({ success: z.literal(true) }).meta({ id: 'PhoneNumberDeletion' });
