import { sql, type Expression, type RawBuilder } from 'kysely';

/** The day, `YYYY-MM-DD`, that a time is in where the account is. The zone must be one that the database knows. */
export const dayAt = (time: Expression<Date>, zone: string): RawBuilder<string> =>
  sql<string>`(${time} AT TIME ZONE ${zone})::date::text`;

/**
 * Which of some days, `YYYY-MM-DD`, in order and counted from 0, a time is in that is in one of them. It is compared with
 * when each begins: to reckon the day of each of many times by itself takes three times as long.
 */
export const dayIndex = (time: Expression<Date>, days: readonly string[], zone: string): RawBuilder<number> =>
  sql<number>`(width_bucket(date_part('epoch', ${time}), (
    SELECT array_agg(date_part('epoch', earliest_instant(day::date::timestamp, ${zone})) ORDER BY day)
    FROM unnest(${days}::text[]) AS day
  )) - 1)`;

/** What clocks show then where the account is, `HH:MM:SS`. */
export const clockAt = (time: Expression<Date>, zone: string): RawBuilder<string> =>
  sql<string>`to_char(${time} AT TIME ZONE ${zone}, 'HH24:MI:SS')`;

/** When a day, `YYYY-MM-DD`, begins in a time zone: at midnight, or after it where clocks skip that. */
export const startOfDay = (day: string, zone: string): RawBuilder<Date> =>
  sql<Date>`(SELECT earliest_instant(${day}::date::timestamp, ${zone}))`;

/** When a day is over: as the next one begins. */
export const endOfDay = (day: string, zone: string): RawBuilder<Date> =>
  sql<Date>`(SELECT earliest_instant(${day}::date::timestamp + interval '1 day', ${zone}))`;

/**
 * Some days in a row, `YYYY-MM-DD`, by their place among them, as times to look up sums by: `first_hour` to `last_hour` are
 * whole hours of UTC, which days of most zones consist of; `began` to `first_hour` and `last_hour` to `ended` are quarter
 * hours where a day begins or ends within an hour.
 */
export const hoursOfDays = (
  days: readonly string[],
  zone: string,
): RawBuilder<{ day: number; began: Date; first_hour: Date; last_hour: Date; ended: Date }> => sql`(
  SELECT place - 1 AS day, began, ended,
    least(date_trunc('hour', began + interval '1 hour' - interval '1 microsecond', 'UTC'), ended) AS first_hour,
    greatest(date_trunc('hour', ended, 'UTC'), began) AS last_hour
  FROM (
    SELECT place, earliest_instant(day::date::timestamp, ${zone}) AS began,
      earliest_instant(day::date::timestamp + interval '1 day', ${zone}) AS ended
    FROM unnest(${days}::text[]) WITH ORDINALITY AS days (day, place)
  ) AS days
)`;
