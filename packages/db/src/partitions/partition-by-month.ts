import { sql, type Kysely } from 'kysely';
import { protectTable } from '../apply-row-level-security.ts';
import { inShortTransaction } from '../migration.ts';
import {
  boundTable,
  boundTables,
  conditionName,
  dropCondition,
  isAboutCondition,
  type Bounds,
} from './bound-tables.ts';
import { analyzePartitions, makePartition, missingMonths } from './make-partitions.ts';
import { PARTITIONS_SCHEMA } from './month-functions.ts';

/** Partitions that are made ahead, besides that of the current month. */
const MONTHS_AHEAD = 3;
/** How long the table's readers and writers may have to wait while it waits for those who are at it. */
const LOCK_MS = 100;

/**
 * Makes tables partitioned by the month of their ids, one after the other, while they are used. The rows stay where they
 * are: the old table becomes the first partition, behind a condition that is checked beforehand, of all tables before any
 * is changed, and in one short transaction the new one takes its name with its indexes, triggers, policies and keys. Keys
 * that point to it are checked afterwards.
 * Unique indexes and constraints without the id cannot be had any more and are left to the old rows.
 * @throws IdsOfNoTimeError, with nothing changed
 */
export async function partitionByMonth(db: Kysely<never>, tables: readonly string[]): Promise<void> {
  const plain: string[] = [];
  for (const table of tables) if (!(await isPartitioned(db, table))) plain.push(table);
  try {
    const bounds = await boundTables(db, plain);
    for (const table of tables) {
      const found = bounds.get(table);
      if (found) await swap(db, table, found);
      for (const { month, isInDefault } of await missingMonths(db, table, MONTHS_AHEAD)) {
        if (!isInDefault) await inShortTransaction(db, (trx) => makePartition(trx, table, month));
      }
      await validateKeysTo(db, table);
      // That a table is empty is a thing to know that soon misleads.
      if (!found?.isEmpty) await analyzePartitions(db, table);
    }
  } catch (error) {
    // Processes that go on with the old tables may enter what they like. What cannot be dropped now, the next run drops.
    await Promise.allSettled(plain.map((table) => dropCondition(db, table)));
    throw error;
  }
}

async function swap(db: Kysely<never>, table: string, bounds: Bounds): Promise<void> {
  const { locks, statements } = await planSwap(db, table, bounds);
  try {
    await inShortTransaction(db, async (trx) => {
      await sql.raw(locks).execute(trx);
      await sql.raw(statements).execute(trx);
      await protectTable(trx, table);
    });
  } catch (error) {
    // The first rows have come since it was looked at.
    if (!bounds.isEmpty || !isAboutCondition(error)) throw error;
    await swap(db, table, await boundTable(db, table));
  }
}

async function isPartitioned(db: Kysely<never>, table: string): Promise<boolean> {
  const { rows } = await sql<{ kind: string }>`
    SELECT relkind AS kind FROM pg_class WHERE oid = ${`public.${table}`}::regclass
  `.execute(db);
  return rows[0]?.kind === 'p';
}

interface Definition {
  name: string;
  definition: string;
}

interface Key extends Definition {
  /** The table that has the key, and the one that it points to. */
  from: string;
  to: string;
}

/** What the table has, as the statements that make it, which name the table as it is called now and again later. */
async function readDefinitions(db: Kysely<never>, table: string) {
  const oid = sql`${`public.${table}`}::regclass`;
  const { rows: indexes } = await sql<Definition>`
    SELECT relname AS name, pg_get_indexdef(indexrelid) AS definition
    FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid WHERE indrelid = ${oid} AND NOT indisunique
  `.execute(db);
  const { rows: keys } = await sql<Definition>`
    SELECT conname AS name, pg_get_constraintdef(oid) AS definition FROM pg_constraint
    WHERE conrelid = ${oid} AND contype = 'p'
  `.execute(db);
  const { rows: triggers } = await sql<Definition>`
    SELECT tgname AS name, pg_get_triggerdef(oid) AS definition FROM pg_trigger WHERE tgrelid = ${oid} AND NOT tgisinternal
  `.execute(db);
  const { rows: foreign } = await sql<Key>`
    SELECT conname AS name, pg_get_constraintdef(oid) AS definition, conrelid::regclass::text AS from,
      confrelid::regclass::text AS to
    FROM pg_constraint WHERE contype = 'f' AND conparentid = 0 AND ${oid} IN (conrelid, confrelid)
  `.execute(db);
  const { rows: comments } = await sql<{ comment: string | null }>`
    SELECT obj_description(${oid}, 'pg_class') AS comment
  `.execute(db);
  return { indexes, keys, triggers, foreign, comment: comments[0]?.comment ?? null };
}

/** The statements that put a partitioned table in the place of this one. They are made before anything is locked. */
async function planSwap(
  db: Kysely<never>,
  table: string,
  { boundary, isEmpty }: Bounds,
): Promise<{ locks: string; statements: string }> {
  const { indexes, keys, triggers, foreign, comment } = await readDefinitions(db, table);
  const incoming = foreign.filter(({ to }) => to === table);
  const outgoing = foreign.filter(({ from }) => from === table);
  const old = `${PARTITIONS_SCHEMA}.${table}_before`;
  const condition = conditionName(table);
  // Keys that move from the old table to the new one take their triggers along, also those of the tables that they point to.
  const touched = [...new Set([table, ...foreign.flatMap(({ from, to }) => [from, to])])];
  const locks = `
    SET LOCAL statement_timeout = ${LOCK_MS};
    LOCK TABLE ${touched.join(', ')} IN ACCESS EXCLUSIVE MODE;
    SET LOCAL statement_timeout = 60000;`;
  const statements = [
    ...incoming.map(({ from, name }) => `ALTER TABLE ${from} DROP CONSTRAINT ${name}`),
    ...triggers.map(({ name }) => `DROP TRIGGER ${name} ON ${table}`),
    `ALTER TABLE ${table} SET SCHEMA ${PARTITIONS_SCHEMA}`,
    `ALTER TABLE ${PARTITIONS_SCHEMA}.${table} RENAME TO ${table}_before`,
    `CREATE TABLE ${table} (LIKE ${old} INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING COMMENTS INCLUDING STORAGE)
      PARTITION BY RANGE (id)`,
    `ALTER TABLE ${table} DROP CONSTRAINT IF EXISTS ${condition}`,
    ...(comment === null ? [] : [`COMMENT ON TABLE ${table} IS '${comment.replaceAll("'", "''")}'`]),
    ...keys.map(({ name, definition }) => `ALTER TABLE ${table} ADD CONSTRAINT ${name} ${definition}`),
    ...outgoing.map(({ name, definition }) => `ALTER TABLE ${table} ADD CONSTRAINT ${name} ${definition}`),
    ...indexes.map(({ definition }) => definition),
    `ALTER TABLE ${table} ATTACH PARTITION ${old} FOR VALUES FROM (MINVALUE) TO ('${boundary}')`,
    `ALTER TABLE ${old} DROP CONSTRAINT IF EXISTS ${condition}`,
    `CREATE TABLE ${PARTITIONS_SCHEMA}.${table}_default PARTITION OF ${table} DEFAULT`,
    ...triggers.map(({ definition }) => definition),
    ...incoming.map(
      ({ from, name, definition }) => `ALTER TABLE ${from} ADD CONSTRAINT ${name} ${definition} NOT VALID`,
    ),
    ...(isEmpty ? [`SELECT make_partition('${table}', month) FROM missing_months('${table}', ${MONTHS_AHEAD})`] : []),
  ].join(';\n');
  return { locks, statements };
}

/** Checks the keys that point to the table and have not been checked; readers and writers go on. */
async function validateKeysTo(db: Kysely<never>, table: string): Promise<void> {
  const { rows } = await sql<{ name: string; from: string }>`
    SELECT conname AS name, conrelid::regclass::text AS from FROM pg_constraint
    WHERE contype = 'f' AND conparentid = 0 AND NOT convalidated AND confrelid = ${`public.${table}`}::regclass
  `.execute(db);
  for (const { name, from } of rows) {
    await sql`ALTER TABLE ${sql.table(from)} VALIDATE CONSTRAINT ${sql.id(name)}`.execute(db);
  }
}
