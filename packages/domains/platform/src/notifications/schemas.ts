import { COUNTED_TOTAL, OffsetPage } from '@leadlock/core/offset-page';
import { TimeZone } from '@leadlock/core/time-zone';
import { TypedEmailAddress } from '@leadlock/core/email-address';
import { z } from 'zod';

export const NotificationResponse = z
  .object({
    id: z.string(),
    tenant_id: z.string(),
    type: z.string().meta({ description: 'The type of event: `call.failed`, `usage.limit_reached`, …' }),
    title: z.string(),
    body: z.string(),
    metadata: z.record(z.string(), z.unknown()).default({}).meta({ description: 'Related IDs, such as `call_id`.' }),
    is_read: z.boolean(),
    created_at: z.string(),
    source_account_name: z
      .string()
      .nullable()
      .optional()
      .meta({ description: 'In an agency’s combined list, the sub-account it belongs to.' }),
  })
  .meta({ id: 'NotificationResponse', description: 'A notification for a tenant’s users.' });
export type NotificationResponse = z.infer<typeof NotificationResponse>;

export const NotificationListResponse = z
  .object({
    notifications: z.array(NotificationResponse),
    total: z.int().meta({ description: COUNTED_TOTAL }),
    unread_count: z.int(),
  })
  .meta({ id: 'NotificationListResponse', description: 'A page of notifications, newest first.' });
export type NotificationListResponse = z.infer<typeof NotificationListResponse>;

export const UnreadCountResponse = z
  .object({ unread_count: z.int() })
  .meta({ id: 'UnreadCountResponse', description: 'The number of unread notifications.' });

export const ListNotificationsInput = z.object(OffsetPage);
export type ListNotificationsInput = z.output<typeof ListNotificationsInput>;

export const NotificationFrequency = z.enum(['immediate', 'daily', 'weekly']);

const MAX_ADDITIONAL_EMAILS = 20;
export const AdditionalEmails = z.array(TypedEmailAddress).max(MAX_ADDITIONAL_EMAILS);

const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/, 'Must be a time such as 22:00');

const DAILY_LIMIT =
  'An address that isn’t a verified address of one of the account’s users gets up to 20 emails in 24 hours, and an ' +
  'account and its sub-accounts send up to 200 in total to such addresses. Further emails are not sent.';

const SMS_ENABLED = 'Saved with the account. Texts are not sent yet.';

export const NotificationSettingsResponse = z
  .object({
    email_new_call: z.boolean().default(true),
    email_call_summary: z.boolean().default(true),
    email_low_balance: z.boolean().default(true),
    email_weekly_digest: z.boolean().default(false),
    additional_emails: z
      .array(z.string())
      .meta({ description: `Who gets the emails in addition to the owners. ${DAILY_LIMIT}` }),
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
  .meta({ id: 'NotificationSettingsResponse', description: 'A tenant’s notification settings.' });
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
  .meta({ id: 'NotificationSettingsUpdate', description: 'Omitted and null fields stay unchanged.' });
export type NotificationSettingsUpdate = z.infer<typeof NotificationSettingsUpdate>;
