import { allTenants } from '@leadlock/context/all-tenants';
import type { TenantContext } from '@leadlock/context/context';
import { countUnread } from './queries.ts';

export async function countUnreadAgencyNotifications(ctx: TenantContext): Promise<{ unread_count: number }> {
  return { unread_count: await countUnread(allTenants(ctx), { agencyId: ctx.tenant.id }) };
}
