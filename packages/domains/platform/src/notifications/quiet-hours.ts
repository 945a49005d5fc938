import { sql, type RawBuilder } from 'kysely';

/** The time zone of a row of `notification_settings`, as the database knows it. */
export const SETTINGS_ZONE = sql<string>`known_time_zone(notification_settings.quiet_hours_timezone)`;

/** What clocks show at `at` in the time zone of a row of `notification_settings`. */
export const localTime = (at: Date): RawBuilder<Date> => sql<Date>`(${at}::timestamptz AT TIME ZONE ${SETTINGS_ZONE})`;

/** Whether `at` lies within the quiet hours of a row of `notification_settings`: nothing is emailed then. */
export const isQuietAt = (at: Date): RawBuilder<boolean> =>
  sql<boolean>`(notification_settings.quiet_hours_enabled AND quiet_until(${at}::timestamptz, ${SETTINGS_ZONE},
    notification_settings.quiet_hours_start, notification_settings.quiet_hours_end) IS NOT NULL)`;
