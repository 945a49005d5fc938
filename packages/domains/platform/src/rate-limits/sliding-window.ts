import type { Db } from '@leadlock/db/client';
import { sql } from 'kysely';
import type { WindowLimit } from './limits.ts';
import type { Taken } from './token-bucket.ts';

/**
 * Admits one request if fewer than the most were admitted in the window that ends now, over all processes, in one
 * statement and by the database's own clock. `db` must be a system connection.
 */
export async function enterWindow(db: Db, key: string, { most, perSeconds }: WindowLimit): Promise<Taken> {
  const { rows } = await sql<{ is_admitted: boolean; wait_seconds: number }>`
    INSERT INTO rate_limit_windows AS kept (key, admitted, is_admitted, visited_at)
    SELECT ${key}, ARRAY[moment.at], true, moment.at FROM (SELECT clock_timestamp() AS at) AS moment
    ON CONFLICT (key) DO UPDATE SET (admitted, is_admitted, visited_at) = (
      SELECT CASE WHEN cardinality(recent.moments) < ${most}::int
               THEN recent.moments || moment.at ELSE recent.moments END,
             cardinality(recent.moments) < ${most}::int,
             moment.at
      FROM (SELECT greatest(kept.visited_at, clock_timestamp()) AS at) AS moment,
        LATERAL (
          SELECT coalesce(array_agg(admission ORDER BY admission), '{}') AS moments
          FROM unnest(kept.admitted) AS admission
          WHERE admission > moment.at - make_interval(secs => ${perSeconds}::float8)
        ) AS recent
    )
    RETURNING is_admitted,
      extract(epoch FROM admitted[1] - visited_at)::float8 + ${perSeconds}::float8 AS wait_seconds
  `.execute(db);
  const [visit] = rows;
  if (!visit) throw new Error("Couldn't store the request");
  if (visit.is_admitted) return { count: 1, retryAfterMs: 0 };
  // The oldest of those that count leaves the window then.
  return { count: 0, retryAfterMs: Math.max(1, Math.ceil(visit.wait_seconds * 1_000)) };
}

/** Forgets windows that nobody has visited for a day: all moments in them have passed. */
export async function deleteIdleWindows(db: Db): Promise<void> {
  await sql`DELETE FROM rate_limit_windows WHERE visited_at < now() - interval '1 day'`.execute(db);
}
