import { sql, type Kysely } from 'kysely';

/** Carriers report a recording once. Calls whose report has not come are found by when it is due. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql
    .raw(
      `
    ALTER TABLE call_logs ADD COLUMN recording_due_at timestamptz;
    COMMENT ON COLUMN call_logs.recording_due_at IS 'When the carrier is asked for the recording, which it has not reported yet; null: not at all';
    CREATE INDEX call_logs_missed_recordings ON call_logs (recording_due_at) WHERE recording_due_at IS NOT NULL;
  `,
    )
    .execute(db);
}
