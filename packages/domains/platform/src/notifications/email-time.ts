import type { Db } from '@leadlock/db/client';
import { sql } from 'kysely';
import { isQuietTime } from './quiet-hours.ts';
import type { NotificationSettings } from './settings.ts';

/** The hour, there, at which gathered notifications go out: every day, or on Mondays. */
export const DIGEST_HOUR = 8;

/**
 * When something that happens at `at` is to be told by e-mail: at once, or with the next gathering, and never within
 * quiet hours. The database reckons, for it knows time zones and their clock changes; a zone that it does not know is UTC.
 */
export async function emailTime(db: Db, settings: NotificationSettings, at: Date): Promise<Date> {
  const { notification_frequency: frequency, quiet_hours_timezone: zone } = settings;
  if (frequency === 'immediate' && !settings.quiet_hours_enabled) return at;
  const { rows } = await sql<{ due: Date }>`
    WITH asked AS (
      SELECT known_time_zone(${zone}) AS zone
    ), here AS (
      SELECT zone, ${at}::timestamptz AT TIME ZONE zone AS local, make_interval(hours => ${DIGEST_HOUR}) AS hour,
        ${settings.quiet_hours_start}::time AS quiet_from, ${settings.quiet_hours_end}::time AS quiet_to
      FROM asked
    ), wished AS (
      SELECT *, CASE ${frequency}::text
        WHEN 'daily' THEN date_trunc('day', local - hour) + interval '1 day' + hour
        WHEN 'weekly' THEN date_trunc('week', local - hour) + interval '7 days' + hour
        ELSE local END AS wish
      FROM here
    ), judged AS (
      SELECT *, ${settings.quiet_hours_enabled}::boolean
        AND ${isQuietTime(sql`wish::time`, sql`quiet_from`, sql`quiet_to`)} AS is_quiet
      FROM wished
    )
    SELECT (CASE
      WHEN NOT is_quiet THEN wish
      WHEN wish::time < quiet_to THEN date_trunc('day', wish) + quiet_to
      ELSE date_trunc('day', wish) + interval '1 day' + quiet_to END) AT TIME ZONE zone AS due
    FROM judged`.execute(db);
  return rows[0]?.due ?? at;
}
