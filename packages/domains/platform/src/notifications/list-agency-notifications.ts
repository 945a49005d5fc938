import { allTenants } from '@leadlock/context/all-tenants';
import type { TenantContext } from '@leadlock/context/context';
import { findNotifications } from './queries.ts';
import { readerOf } from './reader.ts';
import type { ListNotificationsInput, NotificationListResponse } from './schemas.ts';

/** One page of what an agency and its sub-accounts were told, the newest first. */
export const listAgencyNotifications = (
  ctx: TenantContext,
  page: ListNotificationsInput,
): Promise<NotificationListResponse> =>
  // The agency's own connection does not see its sub-accounts' rows.
  findNotifications(allTenants(ctx), { agencyId: ctx.tenant.id }, readerOf(ctx.actor), page);
