import type { TenantContext } from '@leadlock/context/context';
import { countUnread } from './queries.ts';
import { readerOf } from './reader.ts';

export async function countUnreadNotifications(ctx: TenantContext): Promise<{ unread_count: number }> {
  return { unread_count: await countUnread(ctx.db, { tenantId: ctx.tenant.id }, readerOf(ctx.actor)) };
}
