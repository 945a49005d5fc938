import { sql, type Expression, type SqlBool } from 'kysely';

/** A pattern for LIKE. `%` and `_` of what somebody searches for mean themselves. */
export const containing = (text: string): string => `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;

/** Whether every word of a search occurs in one of the texts, in any order and any case. An empty search is in all. */
export function hasEveryWord(search: string, texts: readonly Expression<string | null>[]): Expression<SqlBool> {
  const words = search.split(/\s+/).filter(Boolean);
  const written = sql`concat_ws(' ', ${sql.join(texts)})`;
  return sql<SqlBool>`(${sql.join(
    [sql.lit(true), ...words.map((word) => sql`${written} ILIKE ${containing(word)}`)],
    sql` AND `,
  )})`;
}
