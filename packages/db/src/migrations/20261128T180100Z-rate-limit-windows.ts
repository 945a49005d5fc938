import { sql, type Kysely } from 'kysely';

/** Limits that hold in any stretch of time: the moments at which requests were admitted. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    CREATE TABLE rate_limit_windows (
      key text PRIMARY KEY,
      admitted timestamptz[] NOT NULL,
      is_admitted boolean NOT NULL,
      visited_at timestamptz NOT NULL
    );
    COMMENT ON COLUMN rate_limit_windows.admitted IS 'Moments within the window, the oldest first: as many as the limit at most';
    COMMENT ON COLUMN rate_limit_windows.is_admitted IS 'Whether the last visit was admitted';
    CREATE INDEX rate_limit_windows_idle ON rate_limit_windows (visited_at);
  `.execute(db);
}
