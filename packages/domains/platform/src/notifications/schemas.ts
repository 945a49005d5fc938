import { COUNTED_TOTAL, OffsetPage } from '@leadlock/core/offset-page';
import { TimeZone } from '@leadlock/core/time-zone';
import { TypedEmailAddress } from '@leadlock/core/email-address';
import { z } from 'zod';

export const NotificationResponse = z
  .object({
    id: z.string(),
    tenant_id: z.string(),
    type: z.string().meta({ description: 'What kind of thing happened: `call.failed`, `usage.limit_reached`, …' }),
    title: z.string(),
    body: z.string(),
    metadata: z
      .record(z.string(), z.unknown())
      .default({})
      .meta({ description: 'Ids of what it is about, such as `call_id`.' }),
    is_read: z.boolean(),
    created_at: z.string(),
    source_account_name: z
      .string()
      .nullable()
      .optional()
      .meta({ description: 'In an agency’s aggregate, the sub-account it comes from.' }),
  })
  .meta({ id: 'NotificationResponse', description: 'Something that the people of a tenant are told.' });
export type NotificationResponse = z.infer<typeof NotificationResponse>;

export const NotificationListResponse = z
  .object({
    notifications: z.array(NotificationResponse),
    total: z.int().meta({ description: COUNTED_TOTAL }),
    unread_count: z.int(),
  })
  .meta({ id: 'NotificationListResponse', description: 'One page of notifications, the newest first.' });
export type NotificationListResponse = z.infer<typeof NotificationListResponse>;

export const UnreadCountResponse = z
  .object({ unread_count: z.int() })
  .meta({ id: 'UnreadCountResponse', description: 'How many notifications nobody has read.' });

export const ListNotificationsInput = z.object(OffsetPage);
export type ListNotificationsInput = z.output<typeof ListNotificationsInput>;

export const NotificationFrequency = z.enum(['immediate', 'daily', 'weekly']);

const MAX_ADDITIONAL_EMAILS = 20;
export const AdditionalEmails = z.array(TypedEmailAddress).max(MAX_ADDITIONAL_EMAILS);

const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/, 'Must be a time of day such as 22:00');

const DAILY_LIMIT =
  'An address that is not the verified one of somebody of the account gets at most 20 emails in 24 hours, and an account ' +
  'sends at most 200 to such addresses, together with its sub-accounts. What is over is not sent to them.';

const SMS_ENABLED = 'Kept for the account; no texts are sent by it yet.';

export const NotificationSettingsResponse = z
  .object({
    email_new_call: z.boolean().default(true),
    email_call_summary: z.boolean().default(true),
    email_low_balance: z.boolean().default(true),
    email_weekly_digest: z.boolean().default(false),
    additional_emails: z
      .array(z.string())
      .meta({ description: `Who gets the emails beside the owners. ${DAILY_LIMIT}` }),
    quiet_hours_enabled: z.boolean().default(false),
    quiet_hours_start: z.string().default('22:00:00'),
    quiet_hours_end: z.string().default('07:00:00'),
    quiet_hours_timezone: z.string().default('America/New_York'),
    notification_frequency: NotificationFrequency.default('immediate'),
    sms_enabled: z.boolean().default(false).meta({ description: SMS_ENABLED }),
    id: z.string(),
    tenant_id: z.string(),
    created_at: z.string(),
    updated_at: z.string(),
  })
  .meta({ id: 'NotificationSettingsResponse', description: 'How the people of a tenant are told.' });
export type NotificationSettingsResponse = z.infer<typeof NotificationSettingsResponse>;

export const NotificationSettingsUpdate = z
  .object({
    email_new_call: z.boolean().nullish(),
    email_call_summary: z.boolean().nullish(),
    email_low_balance: z.boolean().nullish(),
    email_weekly_digest: z.boolean().nullish(),
    additional_emails: AdditionalEmails.nullish().meta({ description: DAILY_LIMIT }),
    quiet_hours_enabled: z.boolean().nullish(),
    quiet_hours_start: TimeOfDay.nullish(),
    quiet_hours_end: TimeOfDay.nullish(),
    quiet_hours_timezone: TimeZone.nullish(),
    notification_frequency: z.string().nullish(),
    sms_enabled: z.boolean().nullish().meta({ description: SMS_ENABLED }),
  })
  .meta({ id: 'NotificationSettingsUpdate', description: 'Fields that are left out or null stay as they are.' });
export type NotificationSettingsUpdate = z.infer<typeof NotificationSettingsUpdate>;
