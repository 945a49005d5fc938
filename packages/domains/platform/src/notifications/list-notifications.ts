import type { TenantContext } from '@leadlock/context/context';
import { findNotifications } from './queries.ts';
import { readerOf } from './reader.ts';
import type { ListNotificationsInput, NotificationListResponse } from './schemas.ts';

/** One page of what the tenant was told, the newest first. */
export const listNotifications = (
  ctx: TenantContext,
  page: ListNotificationsInput,
): Promise<NotificationListResponse> =>
  findNotifications(ctx.db, { tenantId: ctx.tenant.id }, readerOf(ctx.actor), page);
