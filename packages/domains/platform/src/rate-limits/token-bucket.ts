import type { Db } from '@leadlock/db/client';
import { sql } from 'kysely';
import type { BucketLimit } from './limits.ts';

export interface Taken {
  /** Whole tokens, at most as many as were wanted; 0 when the bucket is empty. */
  count: number;
  /** When the next token is there; 0 unless the bucket is empty. */
  retryAfterMs: number;
}

const SECONDS_A_MINUTE = 60;

/**
 * Takes tokens out of a bucket that all processes share, in one statement and by the database's own clock. `db` must be
 * a system connection.
 */
export async function takeTokens(
  db: Db,
  key: string,
  { burst, perMinute }: BucketLimit,
  wanted: number,
): Promise<Taken> {
  const perSecond = perMinute / SECONDS_A_MINUTE;
  const { rows } = await sql<{ tokens: number; taken: number }>`
    INSERT INTO rate_limit_buckets AS bucket (key, tokens, taken, refilled_at)
    VALUES (
      ${key},
      ${burst}::float8 - least(${wanted}::int, floor(${burst}::float8)::int),
      least(${wanted}::int, floor(${burst}::float8)::int),
      clock_timestamp()
    )
    ON CONFLICT (key) DO UPDATE SET (tokens, taken, refilled_at) = (
      SELECT filled.level - least(${wanted}::int, floor(filled.level)::int),
             least(${wanted}::int, floor(filled.level)::int),
             filled.at
      FROM (
        SELECT least(
          ${burst}::float8,
          bucket.tokens + greatest(0, extract(epoch FROM moment.at - bucket.refilled_at)) * ${perSecond}::float8
        ) AS level, greatest(bucket.refilled_at, moment.at) AS at
        FROM (SELECT clock_timestamp() AS at) AS moment
      ) AS filled
    )
    RETURNING tokens, taken
  `.execute(db);
  const [bucket] = rows;
  if (!bucket) throw new Error("Couldn't store the bucket");
  const missing = 1 - bucket.tokens;
  return { count: bucket.taken, retryAfterMs: bucket.taken > 0 ? 0 : Math.ceil((missing / perSecond) * 1_000) };
}

/** Forgets buckets that nobody has used for a day: they are full by now. */
export async function deleteIdleBuckets(db: Db): Promise<void> {
  await sql`DELETE FROM rate_limit_buckets WHERE refilled_at < now() - interval '1 day'`.execute(db);
}
