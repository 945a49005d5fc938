import { sql, type Kysely } from 'kysely';

/** The audit log says which fields of a thing were changed, without their values. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    ALTER TABLE audit_log ADD COLUMN fields text[];
    COMMENT ON COLUMN audit_log.fields IS 'Names of the fields that an update was given';
  `.execute(db);
}
