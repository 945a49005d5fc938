import type { Db, DB } from '@leadlock/db/client';
import { countForPage } from '@leadlock/db/read-page';
import { sql, type Expression, type ExpressionBuilder, type Selectable, type SqlBool } from 'kysely';
import { isShownTo, isUnreadBy, type ReaderId } from './reader.ts';
import type { ListNotificationsInput, NotificationListResponse, NotificationResponse } from './schemas.ts';

const COLUMNS = ['id', 'type', 'title', 'body', 'metadata', 'created_at'] as const;
type NotificationRow = Pick<Selectable<DB['notifications']>, (typeof COLUMNS)[number] | 'tenant_id'> & {
  is_unread: boolean;
  account_name: string;
};

/** Whose notifications are meant: a tenant's own, or an agency's and all its sub-accounts'. */
export type Scope = { tenantId: string } | { agencyId: string };

const isIn =
  (scope: Scope) =>
  (eb: ExpressionBuilder<DB, 'tenants'>): Expression<SqlBool> =>
    'tenantId' in scope
      ? eb('tenants.id', '=', scope.tenantId)
      : eb.or([eb('tenants.id', '=', scope.agencyId), eb('tenants.parent_tenant_id', '=', scope.agencyId)]);

const toNotification =
  (ownId: string) =>
  ({ metadata, is_unread, created_at, account_name, ...row }: NotificationRow): NotificationResponse => ({
    ...row,
    metadata: metadata as Record<string, unknown>,
    is_read: !is_unread,
    created_at: created_at.toISOString(),
    source_account_name: row.tenant_id === ownId ? null : account_name,
  });

/** The accounts of a scope, each with the reader's row in it, if there is one. */
const selectAccounts = (db: Db, scope: Scope, readerId: ReaderId) =>
  db
    .selectFrom('tenants')
    .leftJoin('notification_readers as reader', (join) =>
      join.onRef('reader.tenant_id', '=', 'tenants.id').on(sql`reader.reader_id`, '=', sql`${readerId}::uuid`),
    )
    .where(isIn(scope));

/** Those that nobody has deleted and the reader has not cleared. */
const selectNotifications = (db: Db, scope: Scope, readerId: ReaderId) =>
  selectAccounts(db, scope, readerId)
    .innerJoin('notifications', 'notifications.tenant_id', 'tenants.id')
    .where('notifications.deleted_at', 'is', null)
    .where(isShownTo(readerId));

export const selectUnread = (db: Db, scope: Scope, readerId: ReaderId) =>
  selectNotifications(db, scope, readerId).where(isUnreadBy(readerId));

/** Counted as the total is, up to a limit. */
export const countUnread = (db: Db, scope: Scope, readerId: ReaderId): Promise<number> =>
  countForPage(db, selectUnread(db, scope, readerId));

/** Of each account no more than the page may need, by its index: all of them together have no order. */
export const selectPage = (db: Db, scope: Scope, readerId: ReaderId, { limit, offset }: ListNotificationsInput) =>
  selectAccounts(db, scope, readerId)
    .innerJoinLateral(
      (eb) =>
        eb
          .selectFrom('notifications')
          .select(COLUMNS)
          .select('notifications.tenant_id')
          .select(isUnreadBy(readerId).as('is_unread'))
          .whereRef('notifications.tenant_id', '=', 'tenants.id')
          .where('deleted_at', 'is', null)
          .where(isShownTo(readerId))
          .orderBy('created_at', 'desc')
          .orderBy('id', 'desc')
          .limit(offset + limit)
          .as('newest'),
      (join) => join.onTrue(),
    )
    .selectAll('newest')
    .select('tenants.name as account_name')
    .orderBy('newest.created_at', 'desc')
    .orderBy('newest.id', 'desc')
    .limit(limit)
    .offset(offset);

/** One page, the newest first; with the sub-account's name where the scope has more than one tenant. */
export async function findNotifications(
  db: Db,
  scope: Scope,
  readerId: ReaderId,
  page: ListNotificationsInput,
): Promise<NotificationListResponse> {
  const [rows, total, unread] = await Promise.all([
    selectPage(db, scope, readerId, page).execute(),
    countForPage(db, selectNotifications(db, scope, readerId), page),
    countUnread(db, scope, readerId),
  ]);
  const ownId = 'tenantId' in scope ? scope.tenantId : scope.agencyId;
  return { notifications: rows.map(toNotification(ownId)), total, unread_count: unread };
}
