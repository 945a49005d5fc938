import type { TenantContext } from '@leadlock/context/context';
import { countUnread } from './queries.ts';

export async function countUnreadAgencyNotifications(ctx: TenantContext): Promise<{ unread_count: number }> {
  return { unread_count: await countUnread(ctx.database.system, { agencyId: ctx.tenant.id }) };
}
