import { sql, type Kysely } from 'kysely';

export interface Fingerprint {
  rows: number;
  /** Of a hash of each row, so that their order does not matter. */
  sum: string;
}

/** Tables with the columns that they have now. */
export async function readColumns(db: Kysely<never>, tables: readonly string[]): Promise<Map<string, string[]>> {
  const { rows } = await sql<{ table: string; columns: string[] }>`
    SELECT attrelid::regclass::text AS table, array_agg(attname::text ORDER BY attnum) AS columns FROM pg_attribute
    WHERE attrelid = ANY (${tables}::regclass[]) AND attnum > 0 AND NOT attisdropped GROUP BY 1
  `.execute(db);
  return new Map(rows.map(({ table, columns }) => [table, columns]));
}

/** The id that all later ones come after. */
export async function readLatestId(db: Kysely<never>): Promise<string> {
  const { rows } = await sql<{ id: string }>`SELECT gen_old_id(clock_timestamp()) AS id`.execute(db);
  return rows[0]?.id ?? '';
}

/** What rows with ids before one hold in these columns, whatever columns and rows have come since. */
export async function fingerprint(
  db: Kysely<never>,
  tables: ReadonlyMap<string, readonly string[]>,
  beforeId: string,
): Promise<Map<string, Fingerprint>> {
  const prints = new Map<string, Fingerprint>();
  for (const [table, columns] of tables) {
    const id = sql.ref(columns.includes('id') ? 'id' : 'call_id');
    const { rows } = await sql<Fingerprint>`
      SELECT count(*)::float8 AS rows, sum(hashtextextended(ROW(${sql.join(columns.map((name) => sql.ref(name)))})::text, 0))::text AS sum
      FROM ${sql.table(table)} WHERE ${id} < ${beforeId}
    `.execute(db);
    if (rows[0]) prints.set(table, rows[0]);
  }
  return prints;
}
