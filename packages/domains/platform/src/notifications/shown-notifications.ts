import type { Db } from '@leadlock/db/client';
import { sql } from 'kysely';
import { isShownTo, type ReaderId } from './reader.ts';

/** An account's notifications that nobody has deleted and the reader has not cleared, with the reader's row as `reader`. */
export const selectShown = (db: Db, tenantId: string, readerId: ReaderId) =>
  db
    .selectFrom('notifications')
    .leftJoin('notification_readers as reader', (join) =>
      join
        .onRef('reader.tenant_id', '=', 'notifications.tenant_id')
        .on(sql`reader.reader_id`, '=', sql`${readerId}::uuid`),
    )
    .where('notifications.tenant_id', '=', tenantId)
    .where('notifications.deleted_at', 'is', null)
    .where(isShownTo(readerId));
