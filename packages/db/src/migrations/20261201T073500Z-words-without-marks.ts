import { sql, type Kysely } from 'kysely';
import { inShortTransaction } from '../migration.ts';

export const isOnline = true;

/**
 * What the parser of texts takes for an address, a path, or a tag it reads to its end and then anew from the next letter:
 * a caller who typed `@1a` a few thousand times kept their call from ever being saved. All such things have marks of ASCII,
 * so words are read without these, and `saidWords` leaves them out of what is looked for.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await inShortTransaction(db, (trx) => sql.raw(WORDS).execute(trx));
  await rebuildIndexes(db);
}

const MARKS = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';
const BLANKS = ' '.repeat(MARKS.length);
const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
const WORDS = `
  CREATE OR REPLACE FUNCTION call_words(transcript jsonb) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 10000
    AS $$ SELECT to_tsvector('pg_catalog.english', translate(left(string_agg(said #>> '{}', ' '), 100000), ${quoted(MARKS)}, '${BLANKS}'))
      FROM jsonb_path_query(transcript, 'lax $[*].content') AS said $$`;

/** They hold what the function said before. */
async function rebuildIndexes(db: Kysely<never>): Promise<void> {
  const { rows } = await sql<{ index: string; isLeftOver: boolean }>`
    SELECT indexrelid::regclass::text AS index, NOT indisvalid AS "isLeftOver"
    FROM pg_index JOIN pg_inherits AS partition ON partition.inhrelid = indrelid
    WHERE partition.inhparent = 'public.call_logs'::regclass AND pg_get_indexdef(indexrelid) LIKE '%call_words(%'
    ORDER BY "isLeftOver" DESC, 1
  `.execute(db);
  for (const { index, isLeftOver } of rows) {
    // What a build that was cut off has left, or a new one in the place of the index.
    await sql.raw(isLeftOver ? `DROP INDEX CONCURRENTLY ${index}` : `REINDEX INDEX CONCURRENTLY ${index}`).execute(db);
  }
}
