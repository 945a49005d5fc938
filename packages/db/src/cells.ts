import type { Span } from './call-figures.ts';

/** So many rows of a list are of a time: a span of figures, or one that is not a whole quarter of an hour. */
export interface Cell {
  span: Span | 'rest';
  began: Date;
  before: Date;
  rows: number;
}

const MILLISECONDS: Record<Exclude<Span, 'month'>, number> = { quarter: 900_000, day: 86_400_000 };

const endOf = (span: Span, began: Date): Date =>
  span === 'month'
    ? new Date(Date.UTC(began.getUTCFullYear(), began.getUTCMonth() + 1))
    : new Date(began.getTime() + MILLISECONDS[span]);

export const toCell = ({ span, began_at: began, rows }: { span: Span; began_at: Date; rows: number }): Cell => ({
  span,
  began,
  before: endOf(span, began),
  rows,
});

/** A page of a list that begins with the newest. */
export interface Page {
  limit: number;
  offset: number;
}

/** In the order of lists. */
const newestFirst = (a: Cell, b: Cell): number => b.began.getTime() - a.began.getTime();

/** The cells that hold a page, and where it begins in them. */
function cut(cells: readonly Cell[], { limit, offset }: Page): { cells: Cell[]; offset: number } {
  const held: Cell[] = [];
  let [before, skipped] = [0, 0];
  for (const cell of cells.toSorted(newestFirst)) {
    if (before + cell.rows <= offset) skipped += cell.rows;
    else if (before < offset + limit) held.push(cell);
    before += cell.rows;
  }
  return { cells: held, offset: offset - skipped };
}

/**
 * In which quarters of an hour the rows of a page lie, however far behind the newest: from months to days to quarter
 * hours, each time looking only at what holds the page.
 * @param divide the rows of each of the shorter spans that some longer ones consist of
 * @returns the cells, and how many of their rows come before the page
 */
export async function locatePage(
  cells: readonly Cell[],
  { limit, offset }: Page,
  divide: (longer: { span: Span; began: Date[]; by: Span }) => Promise<Cell[]>,
): Promise<{ cells: Cell[]; offset: number }> {
  let found = cut(cells, { limit, offset });
  for (const [span, by] of [
    ['month', 'day'],
    ['day', 'quarter'],
  ] as const) {
    const longer = found.cells.filter((cell) => cell.span === span);
    if (longer.length === 0) continue;
    const shorter = await divide({ span, began: longer.map(({ began }) => began), by });
    const others = found.cells.filter((cell) => cell.span !== span);
    found = cut([...others, ...shorter], { limit, offset: found.offset });
  }
  return found;
}
