import type { SystemContext } from '@leadlock/context/context';
import { notFound } from '@leadlock/core/errors';
import { toPublicBranding } from './brand.ts';
import type { PublicBrandingResponse } from './schemas.ts';

/** As domains are stored: in lower case, without the dot that may end a full name. */
const normalDomain = (domain: string): string => domain.trim().toLowerCase().replace(/\.$/, '');

/** What the sign-in page of a custom domain shows. @throws not_found for a domain that is no active agency's */
export async function getPublicBranding(ctx: SystemContext, domain: string): Promise<PublicBrandingResponse> {
  const row = await ctx.database.system
    .selectFrom('branding')
    .innerJoin('tenants', 'tenants.id', 'branding.tenant_id')
    .select(['company_name', 'logo_key', 'favicon_key', 'primary_color', 'tenants.name'])
    .where('custom_domain', '=', normalDomain(domain))
    .where('tenants.is_active', '=', true)
    .executeTakeFirst();
  if (!row) throw notFound('Branding');
  return toPublicBranding(ctx, row);
}
