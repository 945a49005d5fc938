import { allTenants } from '@leadlock/context/all-tenants';
import type { TenantContext } from '@leadlock/context/context';
import { countUnread } from './queries.ts';
import { readerOf } from './reader.ts';

export async function countUnreadAgencyNotifications(ctx: TenantContext): Promise<{ unread_count: number }> {
  const scope = { agencyId: ctx.tenant.id };
  return { unread_count: await countUnread(allTenants(ctx), scope, readerOf(ctx.actor)) };
}
