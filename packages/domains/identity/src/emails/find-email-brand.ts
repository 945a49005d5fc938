import type { SystemContext } from '@leadlock/context/context';
import type { Db } from '@leadlock/db/client';
import { PRODUCT_BRAND, type EmailBrand } from './brand.ts';
import { nameInEmail } from './name-in-email.ts';

/**
 * Whose brand the tenant's people see: an agency's own for itself and its sub-accounts, ours for everybody else.
 * `db` must be a system connection: a sub-account's own may not see its agency.
 */
export async function findEmailBrand(
  { settings }: Pick<SystemContext, 'settings'>,
  db: Db,
  tenantId: string,
): Promise<EmailBrand> {
  const agency = await db
    .selectFrom('tenants')
    .innerJoin('tenants as agency', (join) =>
      join.on((eb) => eb('agency.id', '=', eb.fn.coalesce('tenants.parent_tenant_id', 'tenants.id'))),
    )
    .leftJoin('branding', 'branding.tenant_id', 'agency.id')
    .select(['agency.name', 'branding.company_name', 'branding.logo_key', 'branding.primary_color'])
    .where('tenants.id', '=', tenantId)
    .where('agency.tenant_type', '=', 'agency')
    .executeTakeFirst();
  if (!agency) return PRODUCT_BRAND;
  return {
    name: nameInEmail(agency.company_name || agency.name),
    logoUrl: agency.logo_key === null ? null : `${settings.publicApiUrl}/files/${agency.logo_key}`,
    color: agency.primary_color,
  };
}
