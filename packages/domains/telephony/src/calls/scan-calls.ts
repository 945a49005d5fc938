import type { Db } from '@leadlock/db/client';
import type { Position } from '@leadlock/db/pages';
import { findEndOfRange, type CallFilter, type CallRange, type CallsOf } from './queries.ts';

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
