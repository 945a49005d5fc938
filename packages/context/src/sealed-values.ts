import type { SecretBox } from '@leadlock/core/envelope-encryption';
import { sql, type QueryExecutorProvider, type RawBuilder } from 'kysely';

/**
 * A place where sealed values are kept. Domains describe each of theirs, so that rotating the encryption key finds
 * every value, and so that an operator can see which key the values need.
 */
export interface SealedValues<Bound extends string = string> {
  /** As operators read it: "webhook secrets". */
  name: string;
  /** With its schema where that is not `public`. */
  table: string;
  /** Columns that together name a row. */
  key: readonly string[];
  /** Which rows hold a sealed value; absent: all. */
  where?: RawBuilder<boolean>;
  /** The sealed text of a row. */
  sealed: RawBuilder<string>;
  /** The assignment of an UPDATE that puts another sealed text in its place. */
  assign: (sealed: string) => RawBuilder<unknown>;
  /** What of the row is bound to the sealed text, and the purpose made of it. */
  bound: Record<Bound, RawBuilder<string>>;
  purpose: (bound: Record<Bound, string>) => string;
}

/** Ties the names of `bound` to those that `purpose` reads. */
export const describeSealedValues = <Bound extends string>(values: SealedValues<Bound>): SealedValues => values;

export interface SealedCounts {
  /** Under the key that seals now. */
  current: number;
  /** Under another key that is configured. */
  older: number;
  /** Under a key that is not configured: nobody can open these. */
  lost: number;
}

export interface ResealResult {
  resealed: number;
  /** Values that do not open: their key is not configured, or they were changed. They stay as they are. */
  unopenable: number;
}

interface Row {
  key: string[];
  sealed: string;
  bound: Record<string, string>;
}

const BATCH = 500;

const all = sql<boolean>`true`;
const keyOf = ({ key }: SealedValues): RawBuilder<unknown> => sql`(${sql.join(key.map((column) => sql.ref(column)))})`;
const tuple = (texts: readonly string[]): RawBuilder<unknown> => sql`(${sql.join(texts)})`;

/** Rows in the order of their keys, behind the one with the key `after`. */
async function findRows(
  db: QueryExecutorProvider,
  values: SealedValues,
  condition: RawBuilder<boolean>,
  after: readonly string[] | null,
  limit: number,
): Promise<Row[]> {
  const bound = Object.entries(values.bound).flatMap(([name, value]) => [sql`${sql.lit(name)}`, sql`${value}::text`]);
  const { rows } = await sql<Row>`
    SELECT array[${sql.join(values.key.map((column) => sql`${sql.ref(column)}::text`))}] AS key,
           ${values.sealed} AS sealed,
           jsonb_build_object(${sql.join(bound)}) AS bound
    FROM ${sql.table(values.table)}
    WHERE ${values.where ?? all} AND ${condition} AND ${after === null ? all : sql`${keyOf(values)} > ${tuple(after)}`}
    ORDER BY ${keyOf(values)}
    LIMIT ${limit}
  `.execute(db);
  return rows;
}

/** Replaces a row's sealed text unless somebody else has; false when so. */
async function replace(db: QueryExecutorProvider, values: SealedValues, row: Row, sealed: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    UPDATE ${sql.table(values.table)} SET ${values.assign(sealed)}
    WHERE ${keyOf(values)} = ${tuple(row.key)} AND ${values.sealed} = ${row.sealed}
  `.execute(db);
  return numAffectedRows === 1n;
}

/** Counts values by the key they are sealed under, without opening any. */
export async function countSealedValues(
  db: QueryExecutorProvider,
  secrets: SecretBox,
  values: SealedValues,
): Promise<SealedCounts> {
  const { rows } = await sql<{ prefix: string; count: number }>`
    SELECT regexp_replace(${values.sealed}, '^([^.]*\\.[^.]*\\.).*$', '\\1', 's') AS prefix, count(*)::int AS count
    FROM ${sql.table(values.table)} WHERE ${values.where ?? all} GROUP BY 1
  `.execute(db);
  const counts: SealedCounts = { current: 0, older: 0, lost: 0 };
  for (const { prefix, count } of rows) {
    const place = prefix === secrets.currentPrefix ? 'current' : secrets.prefixes.includes(prefix) ? 'older' : 'lost';
    counts[place] += count;
  }
  return counts;
}

/** How many of the first `limit` values do not open although their key is configured. */
export async function countDamagedValues(
  db: QueryExecutorProvider,
  secrets: SecretBox,
  values: SealedValues,
  limit: number,
): Promise<number> {
  const known = sql<boolean>`(${sql.join(
    secrets.prefixes.map((prefix) => sql`starts_with(${values.sealed}, ${prefix})`),
    sql` OR `,
  )})`;
  const rows = await findRows(db, values, known, null, limit);
  return rows.filter((row) => open(secrets, values, row) === null).length;
}

function open(secrets: SecretBox, values: SealedValues, row: Row): string | null {
  try {
    return secrets.open(row.sealed, values.purpose(row.bound));
  } catch {
    return null;
  }
}

/**
 * Seals values that are under an older encryption key again under the current one. Each is a change of its own, so that
 * it can be cut off and begun again at any time, and run anywhere at once.
 * @param onProgress told after each batch how many were looked at
 */
export async function resealValues(
  db: QueryExecutorProvider,
  secrets: SecretBox,
  values: SealedValues,
  onProgress?: (seen: number) => void,
): Promise<ResealResult> {
  const result: ResealResult = { resealed: 0, unopenable: 0 };
  const isOlder = sql<boolean>`NOT starts_with(${values.sealed}, ${secrets.currentPrefix})`;
  let after: string[] | null = null;
  let seen = 0;
  for (;;) {
    const rows: Row[] = await findRows(db, values, isOlder, after, BATCH);
    for (const row of rows) {
      const plaintext = open(secrets, values, row);
      if (plaintext === null) result.unopenable += 1;
      // What was changed in between is sealed under the current key already.
      else if (await replace(db, values, row, secrets.seal(plaintext, values.purpose(row.bound)))) result.resealed += 1;
    }
    seen += rows.length;
    onProgress?.(seen);
    const last = rows.at(-1);
    if (rows.length < BATCH || !last) return result;
    after = last.key;
  }
}
