import { AppError } from '@leadlock/core/errors';
import { sql, type Expression, type SqlBool } from 'kysely';

/** The position behind the last row of a page, for lists ordered by time and id, newest first. */
export interface KeysetCursor {
  at: Date;
  id: string;
}

export const encodeCursor = (cursor: KeysetCursor): string =>
  Buffer.from(`${cursor.at.toISOString()}|${cursor.id}`).toString('base64url');

export function decodeCursor(text: string): KeysetCursor {
  const [at = '', id = ''] = Buffer.from(text, 'base64url').toString().split('|');
  const time = new Date(at);
  if (Number.isNaN(time.getTime()) || !/^[0-9a-f-]{36}$/i.test(id)) throw new AppError('bad_request', 'Invalid cursor');
  return { at: time, id };
}

/** Where a row stands in a list, as Postgres writes its time: a `Date` has no microseconds, which decide too. */
export interface Position {
  at: string;
  id: string;
}

/** Rows that come after the cursor: `where(afterCursor(ref('started_at'), ref('id'), cursor))`. */
export function afterCursor(
  at: Expression<unknown>,
  id: Expression<unknown>,
  cursor: KeysetCursor | Position,
): Expression<SqlBool> {
  return sql<SqlBool>`(${at}, ${id}) < (${cursor.at}::timestamptz, ${cursor.id}::uuid)`;
}

const PAGE_SIZE = 1_000;

/**
 * All rows of a list, however many, read a page at a time as they are asked for. No connection is held in between, so a
 * reader who is slow or stops hinders nobody. Rows that are written meanwhile at the head of the list are left out.
 */
export async function* readInPages<Row extends { position: Position }>(
  readPage: (after: Position | null, limit: number) => Promise<Row[]>,
): AsyncGenerator<Row> {
  let after: Position | null = null;
  for (;;) {
    const rows: Row[] = await readPage(after, PAGE_SIZE);
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE_SIZE) return;
    after = last.position;
  }
}
