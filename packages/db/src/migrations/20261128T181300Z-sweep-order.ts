import { sql, type Kysely } from 'kysely';

/** A call that cannot be closed is tried again behind those that have not been tried. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    ALTER TABLE call_sessions ADD COLUMN sweep_failed_at timestamptz;
    COMMENT ON COLUMN call_sessions.sweep_failed_at IS 'When the sweep last could not close the call';
  `.execute(db);
}
