import { sql, type Expression, type RawBuilder } from 'kysely';

/** Whether a time of day lies within quiet hours, which may go over midnight. They last up to their end, without it. */
export const isQuietTime = (time: Expression<unknown>, from: Expression<unknown>, to: Expression<unknown>) =>
  sql<boolean>`CASE WHEN ${from} <= ${to} THEN ${time} >= ${from} AND ${time} < ${to}
    ELSE ${time} >= ${from} OR ${time} < ${to} END`;

/** What clocks show at `at` in the time zone of a row of `notification_settings`. */
export const localTime = (at: Date): RawBuilder<Date> =>
  sql<Date>`(${at}::timestamptz AT TIME ZONE known_time_zone(notification_settings.quiet_hours_timezone))`;

/** Whether `at` lies within the quiet hours of a row of `notification_settings`: nothing is e-mailed then. */
export const isQuietAt = (at: Date): RawBuilder<boolean> =>
  sql<boolean>`(notification_settings.quiet_hours_enabled AND ${isQuietTime(
    sql`${localTime(at)}::time`,
    sql.ref('notification_settings.quiet_hours_start'),
    sql.ref('notification_settings.quiet_hours_end'),
  )})`;
