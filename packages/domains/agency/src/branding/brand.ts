import type { SystemContext, Tenant } from '@leadlock/context/context';
import type { DB } from '@leadlock/db/client';
import { fileUrl } from '@leadlock/platform/files';
import type { Selectable } from 'kysely';
import { DEFAULT_COLOR, type BrandingSettings, type PublicBrandingResponse } from './schemas.ts';

export type BrandingRow = Selectable<DB['branding']> & { custom_domain: string | null };

/** Whose brand an account shows: a sub-account has its agency's. */
const brandOwner = (tenant: Tenant): string => tenant.parentTenantId ?? tenant.id;

/** The brand that an account shows, or undefined when nobody has chosen one. */
export function findBranding(ctx: SystemContext, tenant: Tenant): Promise<BrandingRow | undefined> {
  const owner = brandOwner(tenant);
  // A connection of a sub-account may not see its agency.
  return ctx.database
    .tenant(owner)
    .selectFrom('branding')
    .leftJoin('custom_domains', 'custom_domains.tenant_id', 'branding.tenant_id')
    .selectAll('branding')
    .select('custom_domains.domain as custom_domain')
    .where('branding.tenant_id', '=', owner)
    .executeTakeFirst();
}

const pictureUrl = (ctx: SystemContext, key: string | null | undefined): string | null =>
  key ? fileUrl(ctx, key, 'public') : null;

/** What may be shown to people who are not signed in; an agency that has no brand name goes by its own. */
export const toPublicBranding = (
  ctx: SystemContext,
  row: Pick<BrandingRow, 'company_name' | 'logo_key' | 'favicon_key' | 'primary_color'> & { name: string },
): PublicBrandingResponse => ({
  company_name: row.company_name ?? row.name,
  logo_url: pictureUrl(ctx, row.logo_key),
  favicon_url: pictureUrl(ctx, row.favicon_key),
  primary_color: row.primary_color,
});

export function toBrandingSettings(ctx: SystemContext, row: BrandingRow | undefined): BrandingSettings {
  return {
    company_name: row?.company_name ?? null,
    logo_url: pictureUrl(ctx, row?.logo_key),
    favicon_url: pictureUrl(ctx, row?.favicon_key),
    primary_color: row?.primary_color ?? DEFAULT_COLOR,
    support_email: row?.support_email ?? null,
    support_url: row?.support_url ?? null,
    custom_domain: row?.custom_domain ?? null,
  };
}
