import { sql, type Kysely } from 'kysely';

/** Calls may be sent to the one gateway that has opened their voice. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql
    .raw(
      `
    ALTER TABLE gateways ADD COLUMN own_url text;
    COMMENT ON COLUMN gateways.own_url IS 'Its own public address; null: it has only the one that all share';
    ALTER TABLE call_sessions ADD COLUMN expected_by uuid;
    COMMENT ON COLUMN call_sessions.expected_by IS 'The gateway that was told that the call is coming; null: none was';
  `,
    )
    .execute(db);
}
