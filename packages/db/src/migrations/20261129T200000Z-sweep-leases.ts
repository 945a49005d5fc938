import { sql, type Kysely } from 'kysely';

/** Workers that sweep at the same time take different calls. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    ALTER TABLE call_sessions ADD COLUMN sweep_leased_until timestamptz;
    COMMENT ON COLUMN call_sessions.sweep_leased_until IS 'Until when the sweep that has taken the call may be at work on it';
  `.execute(db);
}
