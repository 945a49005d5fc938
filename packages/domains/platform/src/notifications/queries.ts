import type { Db, DB } from '@leadlock/db/client';
import { readPage } from '@leadlock/db/read-page';
import type { Selectable } from 'kysely';
import type { ListNotificationsInput, NotificationListResponse, NotificationResponse } from './schemas.ts';

type NotificationRow = Pick<
  Selectable<DB['notifications']>,
  'id' | 'tenant_id' | 'type' | 'title' | 'body' | 'metadata' | 'read_at' | 'created_at'
> & { source_account_name: string | null };

const toNotification = ({ metadata, read_at, created_at, ...row }: NotificationRow): NotificationResponse => ({
  ...row,
  metadata: metadata as Record<string, unknown>,
  is_read: read_at !== null,
  created_at: created_at.toISOString(),
});

/** Whose notifications are meant: a tenant's own, or an agency's and all its sub-accounts'. */
export type Scope = { tenantId: string } | { agencyId: string };

/** Those that nobody has deleted. */
const selectNotifications = (db: Db, scope: Scope) => {
  const query = db.selectFrom('notifications').where('notifications.deleted_at', 'is', null);
  if ('tenantId' in scope) return query.where('notifications.tenant_id', '=', scope.tenantId);
  const { agencyId } = scope;
  return query.where('notifications.tenant_id', 'in', (eb) =>
    eb
      .selectFrom('tenants')
      .select('tenants.id')
      .where((own) => own.or([own('tenants.id', '=', agencyId), own('tenants.parent_tenant_id', '=', agencyId)])),
  );
};

export async function countUnread(db: Db, scope: Scope): Promise<number> {
  const { count } = await selectNotifications(db, scope)
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('read_at', 'is', null)
    .executeTakeFirstOrThrow();
  return count;
}

/** One page, the newest first; with the sub-account's name where the scope has more than one tenant. */
export async function findNotifications(
  db: Db,
  scope: Scope,
  page: ListNotificationsInput,
): Promise<NotificationListResponse> {
  const list = selectNotifications(db, scope)
    .select(['id', 'tenant_id', 'type', 'title', 'body', 'metadata', 'read_at', 'created_at'])
    .select((eb) =>
      eb
        .selectFrom('tenants as source')
        .select('source.name')
        .whereRef('source.id', '=', 'notifications.tenant_id')
        .where('source.id', '!=', 'agencyId' in scope ? scope.agencyId : scope.tenantId)
        .as('source_account_name'),
    )
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc');
  const { rows, total } = await readPage(list, page);
  return { notifications: rows.map(toNotification), total, unread_count: await countUnread(db, scope) };
}
