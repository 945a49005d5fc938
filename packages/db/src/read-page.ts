import type { SelectQueryBuilder, Simplify } from 'kysely';
import type { Page } from './cells.ts';

/**
 * A page of a list, and how many rows the list has. All of them are counted each time: for lists that stay short or forget
 * what is old. Calls, which do neither, take their totals from figures that are kept (`call-figures.ts`).
 */
export async function readPage<Tables, Table extends keyof Tables, Row>(
  list: SelectQueryBuilder<Tables, Table, Row>,
  { limit, offset }: Page,
): Promise<{ rows: Simplify<Row>[]; total: number }> {
  const rows = await list.limit(limit).offset(offset).execute();
  const { total } = await list
    .clearSelect()
    .clearOrderBy()
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .$castTo<{ total: number }>()
    .executeTakeFirstOrThrow();
  return { rows, total };
}
