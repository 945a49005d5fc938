import type { TenantContext } from '@leadlock/context/context';
import { OUTBOUND_TERMS_VERSION, type OutboundComplianceStatus } from './schemas.ts';

/** What the tenant accepted last, and whether that lets it call and text people by itself. */
export async function getOutboundCompliance(
  ctx: Pick<TenantContext, 'db' | 'tenant'>,
): Promise<OutboundComplianceStatus> {
  const latest = await ctx.db
    .selectFrom('outbound_terms_acceptances')
    .select(['terms_version', 'accepted_at', 'user_email'])
    .where('tenant_id', '=', ctx.tenant.id)
    .orderBy('accepted_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return {
    outbound_enabled: latest?.terms_version === OUTBOUND_TERMS_VERSION,
    terms_version: latest?.terms_version ?? null,
    accepted_at: latest?.accepted_at.toISOString() ?? null,
    accepted_by: latest?.user_email ?? null,
  };
}
