import type { Db } from '@leadlock/db/client';
import type { Position } from '@leadlock/db/pages';
import { findEndOfRange, needsScan, type CallFilter, type CallRange, type CallsOf } from './queries.ts';

/** Calls that one statement looks through to count them: it takes a fraction of a second, whatever the filter is. */
const COUNTED_AT_ONCE = 20_000;

/**
 * The calls of a filter, newest first, in ranges of at most so many rows that a statement has to look at. What a filter
 * says that no index knows leaves out rows of a range; however few match of however many, each statement is a short one,
 * and between two of them no connection is held.
 */
export async function* rangesOfCalls(
  db: Db,
  tenant: CallsOf,
  filter: CallFilter,
  rows: number,
): AsyncGenerator<CallRange> {
  let after: Position | null = null;
  for (;;) {
    const last: Position | null = await findEndOfRange(db, tenant, filter, after, rows);
    yield { after, last };
    if (last === null) return;
    after = last;
  }
}

interface Page {
  limit: number;
  offset: number;
}

/** How the rows of a page are found in a range, and how many match in it. */
export interface RangeReader<Row> {
  find: (range: CallRange, page: Page) => Promise<Row[]>;
  count: (range: CallRange) => Promise<number>;
}

/** One page of the calls that match, and how many there are in all. */
export async function findPageOfCalls<Row>(
  db: Db,
  tenant: CallsOf,
  filter: CallFilter,
  { limit, offset }: Page,
  { find, count }: RangeReader<Row>,
  rowsAtOnce = COUNTED_AT_ONCE,
): Promise<{ rows: Row[]; total: number }> {
  if (!needsScan(filter)) {
    const all: CallRange = { after: null, last: null };
    const [rows, total] = await Promise.all([find(all, { limit, offset }), count(all)]);
    return { rows, total };
  }
  const rows: Row[] = [];
  let total = 0;
  for await (const range of rangesOfCalls(db, tenant, filter, rowsAtOnce)) {
    const matching = await count(range);
    const skipped = Math.max(0, offset - total);
    if (rows.length < limit && skipped < matching) {
      rows.push(...(await find(range, { limit: limit - rows.length, offset: skipped })));
    }
    total += matching;
  }
  return { rows, total };
}
