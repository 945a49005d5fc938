import type { TenantContext } from '@leadlock/context/context';
import { INTEGRATION_COLUMNS, toIntegrationInfo } from './integration-info.ts';
import type { IntegrationInfo } from './schemas.ts';

/** What the agency has connected, the newest first. */
export async function listAgencyIntegrations(ctx: TenantContext): Promise<IntegrationInfo[]> {
  const rows = await ctx.db
    .selectFrom('integrations')
    .select(INTEGRATION_COLUMNS)
    .where('tenant_id', '=', ctx.tenant.id)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .execute();
  return rows.map(toIntegrationInfo);
}
