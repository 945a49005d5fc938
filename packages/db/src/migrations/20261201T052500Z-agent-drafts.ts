import { sql, type Kysely } from 'kysely';

/** A test call may be held with settings that nobody has saved. They are gone with the call's session. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql
    .raw(
      `
    ALTER TABLE call_sessions ADD COLUMN agent_draft jsonb;
    COMMENT ON COLUMN call_sessions.agent_draft IS 'Name and settings that this call alone uses; null: those that are saved';
  `,
    )
    .execute(db);
}
