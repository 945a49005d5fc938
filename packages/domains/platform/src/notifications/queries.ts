import type { Db, DB } from '@leadlock/db/client';
import { countForPage } from '@leadlock/db/read-page';
import type { Expression, ExpressionBuilder, Selectable, SqlBool } from 'kysely';
import type { ListNotificationsInput, NotificationListResponse, NotificationResponse } from './schemas.ts';

const COLUMNS = ['id', 'tenant_id', 'type', 'title', 'body', 'metadata', 'read_at', 'created_at'] as const;
type NotificationRow = Pick<Selectable<DB['notifications']>, (typeof COLUMNS)[number]> & { account_name: string };

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
  ({ metadata, read_at, created_at, account_name, ...row }: NotificationRow): NotificationResponse => ({
    ...row,
    metadata: metadata as Record<string, unknown>,
    is_read: read_at !== null,
    created_at: created_at.toISOString(),
    source_account_name: row.tenant_id === ownId ? null : account_name,
  });

/** Those that nobody has deleted. */
const selectNotifications = (db: Db, scope: Scope) =>
  db
    .selectFrom('tenants')
    .innerJoin('notifications', 'notifications.tenant_id', 'tenants.id')
    .where(isIn(scope))
    .where('notifications.deleted_at', 'is', null);

/** Counted as the total is, up to a limit. */
export const countUnread = (db: Db, scope: Scope): Promise<number> =>
  countForPage(db, selectNotifications(db, scope).where('read_at', 'is', null));

/** Of each account no more than the page may need, by its index: all of them together have no order. */
export const selectPage = (db: Db, scope: Scope, { limit, offset }: ListNotificationsInput) =>
  db
    .selectFrom('tenants')
    .innerJoinLateral(
      (eb) =>
        eb
          .selectFrom('notifications')
          .select(COLUMNS)
          .whereRef('notifications.tenant_id', '=', 'tenants.id')
          .where('deleted_at', 'is', null)
          .orderBy('created_at', 'desc')
          .orderBy('id', 'desc')
          .limit(offset + limit)
          .as('newest'),
      (join) => join.onTrue(),
    )
    .selectAll('newest')
    .select('tenants.name as account_name')
    .where(isIn(scope))
    .orderBy('newest.created_at', 'desc')
    .orderBy('newest.id', 'desc')
    .limit(limit)
    .offset(offset);

/** One page, the newest first; with the sub-account's name where the scope has more than one tenant. */
export async function findNotifications(
  db: Db,
  scope: Scope,
  page: ListNotificationsInput,
): Promise<NotificationListResponse> {
  const [rows, total, unread] = await Promise.all([
    selectPage(db, scope, page).execute(),
    countForPage(db, selectNotifications(db, scope), page),
    countUnread(db, scope),
  ]);
  const ownId = 'tenantId' in scope ? scope.tenantId : scope.agencyId;
  return { notifications: rows.map(toNotification(ownId)), total, unread_count: unread };
}
