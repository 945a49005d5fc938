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
  if (Number.isNaN(time.getTime()) || !/^[0-9a-f-]{36}$/i.test(id))
    throw new AppError('bad_request', 'The cursor is not valid');
  return { at: time, id };
}

/** Rows that come after the cursor: `where(afterCursor(ref('started_at'), ref('id'), cursor))`. */
export function afterCursor(
  at: Expression<unknown>,
  id: Expression<unknown>,
  cursor: KeysetCursor,
): Expression<SqlBool> {
  return sql<SqlBool>`(${at}, ${id}) < (${cursor.at}::timestamptz, ${cursor.id}::uuid)`;
}
