import { sql, type Kysely } from 'kysely';

/** An entry is written before its change is made, says how that ended, and names everything that its address names. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    ALTER TABLE audit_log
      ADD COLUMN outcome text NOT NULL DEFAULT 'succeeded' CHECK (outcome IN ('begun', 'succeeded', 'failed')),
      ADD COLUMN target jsonb NOT NULL DEFAULT '{}';
    ALTER TABLE audit_log ALTER COLUMN outcome DROP DEFAULT;
    UPDATE audit_log SET target = jsonb_build_object('id', target_id) WHERE target_id IS NOT NULL;
    ALTER TABLE audit_log DROP COLUMN target_id;
    COMMENT ON COLUMN audit_log.outcome IS 'begun until the change has ended; where it stays so, nobody knows how';
    COMMENT ON COLUMN audit_log.target IS 'Ids by the name of their field; id is that of what was made';
  `.execute(db);
}
