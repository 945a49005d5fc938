import type { TenantContext } from '@leadlock/context/context';
import { INTEGRATION_COLUMNS, toIntegrationInfo } from './integration-info.ts';
import type { SubAccountIntegrationsResponse } from './schemas.ts';

/** The integrations of its agency that a sub-account may use; none for any other account. */
export async function listMyIntegrations(ctx: TenantContext): Promise<SubAccountIntegrationsResponse> {
  const { id, parentTenantId: agencyId } = ctx.tenant;
  // The integrations are the agency's: a connection of the sub-account may not see them.
  const rows = await ctx.database
    .tenant(agencyId ?? id)
    .selectFrom('sub_account_integrations as assigned')
    .innerJoin('integrations', (join) =>
      join
        .onRef('integrations.tenant_id', '=', 'assigned.agency_id')
        .onRef('integrations.id', '=', 'assigned.integration_id'),
    )
    .select(INTEGRATION_COLUMNS)
    .where('assigned.tenant_id', '=', id)
    .where('assigned.agency_id', '=', agencyId)
    .orderBy('assigned.assigned_at')
    .orderBy('integrations.id')
    .execute();
  const count = (provider: string): number => rows.filter((row) => row.provider === provider).length;
  return {
    has_integrations: rows.length > 0,
    integrations: rows.map(toIntegrationInfo),
    ghl_count: count('ghl'),
    twilio_count: count('twilio'),
  };
}
