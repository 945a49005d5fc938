import type { TenantContext } from '@leadlock/context/context';
import type { Db } from '@leadlock/db/client';
import { toEndpointResponse } from './endpoint-view.ts';
import type { WebhookEndpointList } from './schemas.ts';

/** The tenant's endpoints, the oldest first. The first one may be without an address, and is none then. */
export const selectEndpoints = (db: Db, tenantId: string) =>
  db
    .selectFrom('webhook_endpoints')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('url', 'is not', null)
    .orderBy('created_at')
    .orderBy('id');

export async function listWebhookEndpoints(ctx: TenantContext): Promise<WebhookEndpointList> {
  const endpoints = await selectEndpoints(ctx.db, ctx.tenant.id).execute();
  return { endpoints: endpoints.map((endpoint) => toEndpointResponse(ctx, endpoint)), total: endpoints.length };
}
