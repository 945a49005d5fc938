import { sql, type Kysely } from 'kysely';

/**
 * What a key stands for is done together with its answer, or not at all, so a key without an answer is only one that is
 * claimed: for what is not one transaction, by a process that renews its claim for as long as it works on it.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    DELETE FROM idempotency_keys WHERE state <> 'answered';
    ALTER TABLE idempotency_keys DROP COLUMN state;
    ALTER TABLE idempotency_keys ADD COLUMN claim uuid;
    ALTER TABLE idempotency_keys ADD COLUMN claimed_until timestamptz;
    ALTER TABLE idempotency_keys ADD CHECK ((claim IS NULL) = (claimed_until IS NULL));
    ALTER TABLE idempotency_keys ADD CHECK ((sealed_answer IS NULL) = (claim IS NOT NULL));
    COMMENT ON COLUMN idempotency_keys.claimed_until IS
      'Null once it is answered. When it is past, the process that worked on it is gone';
  `.execute(db);
}
