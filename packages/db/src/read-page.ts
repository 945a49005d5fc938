import { sql, type QueryExecutorProvider, type SelectQueryBuilder, type Simplify } from 'kysely';
import type { Page } from './cells.ts';

/** So many rows of a list are counted, or as many as a page lies behind; `COUNTED_TOTAL` says so to clients. */
const COUNTED = 10_000;

type List<Tables, Table extends keyof Tables, Row> = SelectQueryBuilder<Tables, Table, Row>;

/** How many rows a list has, counted up to what is worth knowing for a page of it. */
export async function countForPage<Tables, Table extends keyof Tables, Row>(
  db: QueryExecutorProvider,
  list: List<Tables, Table, Row>,
  { limit, offset }: Page = { limit: 0, offset: 0 },
): Promise<number> {
  const counted = list
    .clearSelect()
    .clearOrderBy()
    .select((eb) => eb.lit(1).as('one'))
    .limit(Math.max(COUNTED, offset + limit + 1));
  const { rows } = await sql<{ total: number }>`SELECT count(*) AS total FROM ${counted} AS counted`.execute(db);
  return rows[0]?.total ?? 0;
}

/** A page of a list that an index has in its order, and the list's total. However long the list is, it takes no longer. */
export async function readPage<Tables, Table extends keyof Tables, Row>(
  db: QueryExecutorProvider,
  list: List<Tables, Table, Row>,
  page: Page,
): Promise<{ rows: Simplify<Row>[]; total: number }> {
  const [rows, total] = await Promise.all([
    list.limit(page.limit).offset(page.offset).execute(),
    countForPage(db, list, page),
  ]);
  return { rows, total };
}
