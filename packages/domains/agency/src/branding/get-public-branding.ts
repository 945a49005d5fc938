import { allTenants } from '@leadlock/context/all-tenants';
import type { SystemContext } from '@leadlock/context/context';
import { notFound } from '@leadlock/core/errors';
import { toPublicBranding } from './brand.ts';
import { normalDomain } from './normal-domain.ts';
import type { PublicBrandingResponse } from './schemas.ts';

/** What the sign-in page of a custom domain shows. @throws not_found for one that no active agency has proved */
export async function getPublicBranding(ctx: SystemContext, domain: string): Promise<PublicBrandingResponse> {
  const row = await allTenants(ctx)
    .selectFrom('custom_domains')
    .innerJoin('branding', 'branding.tenant_id', 'custom_domains.tenant_id')
    .innerJoin('tenants', 'tenants.id', 'custom_domains.tenant_id')
    .select(['company_name', 'logo_key', 'favicon_key', 'primary_color', 'tenants.name'])
    .where('domain', '=', normalDomain(domain))
    .where('verified_at', 'is not', null)
    .where('tenants.is_active', '=', true)
    .executeTakeFirst();
  if (!row) throw notFound('Branding');
  return toPublicBranding(ctx, row);
}
