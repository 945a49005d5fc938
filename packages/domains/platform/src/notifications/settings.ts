import { newId } from '@leadlock/core/ids';
import type { Db, DB } from '@leadlock/db/client';
import { sql, type Selectable } from 'kysely';
import { AdditionalEmails, NotificationFrequency, type NotificationSettingsResponse } from './schemas.ts';

type SettingsRow = Selectable<DB['notification_settings']>;

/** How a tenant wants to be told. */
export type NotificationSettings = Pick<
  NotificationSettingsResponse,
  | 'email_new_call'
  | 'email_call_summary'
  | 'email_low_balance'
  | 'email_weekly_digest'
  | 'additional_emails'
  | 'quiet_hours_enabled'
  | 'quiet_hours_start'
  | 'quiet_hours_end'
  | 'quiet_hours_timezone'
  | 'notification_frequency'
  | 'sms_enabled'
>;

/** What holds for a tenant that never looked at its settings; the table's defaults are the same. */
export const DEFAULT_SETTINGS: NotificationSettings = {
  email_new_call: true,
  email_call_summary: true,
  email_low_balance: true,
  email_weekly_digest: false,
  additional_emails: [],
  quiet_hours_enabled: false,
  quiet_hours_start: '22:00:00',
  quiet_hours_end: '07:00:00',
  quiet_hours_timezone: 'America/New_York',
  notification_frequency: 'immediate',
  sms_enabled: false,
};

const toSettings = (row: SettingsRow): NotificationSettings => ({
  email_new_call: row.email_new_call,
  email_call_summary: row.email_call_summary,
  email_low_balance: row.email_low_balance,
  email_weekly_digest: row.email_weekly_digest,
  additional_emails: AdditionalEmails.parse(row.additional_emails),
  quiet_hours_enabled: row.quiet_hours_enabled,
  quiet_hours_start: row.quiet_hours_start,
  quiet_hours_end: row.quiet_hours_end,
  quiet_hours_timezone: row.quiet_hours_timezone,
  notification_frequency: NotificationFrequency.parse(row.notification_frequency),
  sms_enabled: row.sms_enabled,
});

export const toSettingsResponse = (row: SettingsRow): NotificationSettingsResponse => ({
  ...toSettings(row),
  id: row.id,
  tenant_id: row.tenant_id,
  created_at: row.created_at.toISOString(),
  updated_at: row.updated_at.toISOString(),
});

const findRow = (db: Db, tenantId: string): Promise<SettingsRow | undefined> =>
  db.selectFrom('notification_settings').selectAll().where('tenant_id', '=', tenantId).executeTakeFirst();

/** The tenant's settings without creating them. */
export async function findSettings(db: Db, tenantId: string): Promise<NotificationSettings> {
  const row = await findRow(db, tenantId);
  return row ? toSettings(row) : DEFAULT_SETTINGS;
}

/** The tenant's settings, which are created with their defaults when they are first asked for. */
export async function ensureSettings(db: Db, tenantId: string): Promise<SettingsRow> {
  const row = await findRow(db, tenantId);
  if (row) return row;
  await db
    .insertInto('notification_settings')
    .columns(['tenant_id', 'id', 'quiet_hours_timezone'])
    .expression((eb) =>
      eb
        .selectFrom('tenants')
        // A zone that nobody has chosen says nothing.
        .select((tenant) => [
          'id',
          sql<string>`${newId()}::uuid`.as('settings_id'),
          sql<string>`coalesce(nullif(${tenant.ref('timezone')}, 'UTC'), ${DEFAULT_SETTINGS.quiet_hours_timezone})`.as(
            'zone',
          ),
        ])
        .where('id', '=', tenantId),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return db.selectFrom('notification_settings').selectAll().where('tenant_id', '=', tenantId).executeTakeFirstOrThrow();
}
