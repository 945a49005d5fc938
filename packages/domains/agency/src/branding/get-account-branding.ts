import { allTenants } from '@leadlock/context/all-tenants';
import type { SystemContext } from '@leadlock/context/context';
import { toPublicBranding } from './brand.ts';
import { DEFAULT_COLOR, type PublicBrandingResponse } from './schemas.ts';

/** The brand that the people of an account see: its own or its agency's. Null where nobody has chosen one. */
export async function getAccountBranding(ctx: SystemContext, tenantId: string): Promise<PublicBrandingResponse | null> {
  const row = await allTenants(ctx)
    .selectFrom('tenants as account')
    .innerJoin('branding', (join) =>
      join.on((eb) => eb('branding.tenant_id', '=', eb.fn.coalesce('account.parent_tenant_id', 'account.id'))),
    )
    .innerJoin('tenants', 'tenants.id', 'branding.tenant_id')
    .select(['company_name', 'logo_key', 'favicon_key', 'primary_color', 'tenants.name'])
    .where('account.id', '=', tenantId)
    .where('tenants.is_active', '=', true)
    .executeTakeFirst();
  if (!row) return null;
  const isChosen = row.company_name || row.logo_key || row.favicon_key || row.primary_color !== DEFAULT_COLOR;
  return isChosen ? toPublicBranding(ctx, row) : null;
}
