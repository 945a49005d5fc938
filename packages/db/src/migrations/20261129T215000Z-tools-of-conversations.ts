import { sql, type Kysely } from 'kysely';
import { inShortTransaction } from '../migration.ts';

export const isOnline = true;

/** A side effect happens once per call or conversation, tool call and arguments. */
export async function up(db: Kysely<never>): Promise<void> {
  await inShortTransaction(db, async (trx) => {
    await sql`ALTER TABLE tool_executions ADD COLUMN IF NOT EXISTS conversation_id uuid`.execute(trx);
  });
  // What is left of an attempt that was cut off is no use to anybody, and is not there while the key is whole.
  const { rows: broken } = await sql`
    SELECT FROM pg_index WHERE indexrelid = to_regclass('tool_executions_once') AND NOT indisvalid
  `.execute(db);
  if (broken.length > 0) await sql`DROP INDEX CONCURRENTLY tool_executions_once`.execute(db);
  await sql`
    CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS tool_executions_once
    ON tool_executions (tenant_id, call_id, conversation_id, tool_call_id, arguments_hash) NULLS NOT DISTINCT
  `.execute(db);
  await inShortTransaction(db, async (trx) => {
    await sql`
      ALTER TABLE tool_executions
        DROP CONSTRAINT IF EXISTS tool_executions_pkey,
        DROP CONSTRAINT IF EXISTS tool_executions_place,
        ALTER COLUMN call_id DROP NOT NULL,
        ADD CONSTRAINT tool_executions_place CHECK (num_nonnulls(call_id, conversation_id) = 1) NOT VALID
    `.execute(trx);
    await sql`
      COMMENT ON TABLE tool_executions IS 'A side effect happens once per call or conversation, tool call and arguments'
    `.execute(trx);
  });
  await sql`ALTER TABLE tool_executions VALIDATE CONSTRAINT tool_executions_place`.execute(db);
}
