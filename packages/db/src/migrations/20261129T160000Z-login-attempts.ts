import { sql, type Kysely } from 'kysely';

/** Attempts to log in, by account and by account and network. Keys are hashes: addresses that nobody has are counted, too. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    CREATE TABLE login_attempts (
      key bytea PRIMARY KEY,
      attempts integer NOT NULL,
      last_at timestamptz NOT NULL,
      open_at timestamptz NOT NULL,
      known_since timestamptz
    );
    COMMENT ON COLUMN login_attempts.attempts IS 'Since the last success, or since there was none for a day';
    COMMENT ON COLUMN login_attempts.open_at IS 'When the next attempt is judged';
    COMMENT ON COLUMN login_attempts.known_since IS 'When the account first logged in from the network; null: never';
    CREATE INDEX login_attempts_idle ON login_attempts (last_at);
  `.execute(db);
}
