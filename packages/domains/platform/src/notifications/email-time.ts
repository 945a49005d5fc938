import type { Db } from '@leadlock/db/client';
import { sql } from 'kysely';
import type { NotificationSettings } from './settings.ts';

/** The hour, there, at which gathered notifications go out: every day, or on Mondays. */
export const DIGEST_HOUR = 8;

/**
 * When something that happens at `at` is to be told by email: at once, or with the next gathering, and never within
 * quiet hours. The database reckons, for it knows time zones and their clock changes: a
 * time that clocks skip is the moment after the jump, one that they show twice the first. A zone that it does not know is
 * UTC.
 */
export async function emailTime(db: Db, settings: NotificationSettings, at: Date): Promise<Date> {
  const { notification_frequency: frequency, quiet_hours_timezone: zone } = settings;
  if (frequency === 'immediate' && !settings.quiet_hours_enabled) return at;
  const { rows } = await sql<{ due: Date }>`
    WITH asked AS (
      SELECT known_time_zone(${zone}) AS zone
    ), here AS (
      SELECT zone, ${at}::timestamptz AT TIME ZONE zone AS local, make_interval(hours => ${DIGEST_HOUR}) AS hour
      FROM asked
    ), wished AS (
      SELECT zone, CASE ${frequency}::text
        WHEN 'daily' THEN earliest_instant(date_trunc('day', local - hour) + interval '1 day' + hour, zone)
        WHEN 'weekly' THEN earliest_instant(date_trunc('week', local - hour) + interval '7 days' + hour, zone)
        ELSE ${at}::timestamptz END AS wish
      FROM here
    )
    SELECT CASE WHEN ${settings.quiet_hours_enabled}::boolean THEN
      coalesce(quiet_until(wish, zone, ${settings.quiet_hours_start}::time, ${settings.quiet_hours_end}::time), wish)
      ELSE wish END AS due
    FROM wished`.execute(db);
  return rows[0]?.due ?? at;
}
