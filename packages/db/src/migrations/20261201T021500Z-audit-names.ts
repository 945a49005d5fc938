import { sql, type Kysely } from 'kysely';

/** The audit log names what was deleted, which cannot be looked up. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    ALTER TABLE audit_log ADD COLUMN names jsonb;
    COMMENT ON COLUMN audit_log.names IS 'Names of what was deleted, by the fields of target';
  `.execute(db);
}
