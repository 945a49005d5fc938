import { toCell, type Cell } from '@leadlock/db/cells';
import type { Db } from '@leadlock/db/client';
import { figuresOf, figuresWithin, type FiguresOf, type Span } from '@leadlock/db/call-figures';
import { sql, type RawBuilder } from 'kysely';

async function count(db: Db, figures: RawBuilder<{ span: Span; began_at: Date; calls: number }>): Promise<Cell[]> {
  const rows = await db
    .selectFrom(figures.as('figures'))
    .select(['span', 'began_at', sql<number>`sum(calls)::float8`.as('rows')])
    .groupBy(['span', 'began_at'])
    .having(sql<boolean>`sum(calls) > 0`)
    .execute();
  return rows.map(toCell);
}

/** How many calls there are in each of the spans that a time consists of. */
export const findCells = (db: Db, of: FiguresOf): Promise<Cell[]> => count(db, figuresOf(of));

/** As `findCells`, of the shorter spans that some longer ones consist of. */
export const findCellsWithin = (db: Db, of: FiguresOf, longer: Parameters<typeof figuresWithin>[1]): Promise<Cell[]> =>
  count(db, figuresWithin(of, longer));
