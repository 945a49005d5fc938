import type { TenantContext } from '@leadlock/context/context';
import { withTransaction } from '@leadlock/db/transaction';
import { claimDomain } from '../custom-domains/custom-domain.ts';
import { findBranding, toBrandingSettings } from './brand.ts';
import { DEFAULT_COLOR, type BrandingSettings, type UpdateBrandingRequest } from './schemas.ts';

/**
 * Changes the fields that are sent; null empties one, or resets the color. A new custom domain is a claim until its proof
 * is found.
 */
export async function updateBranding(ctx: TenantContext, changes: UpdateBrandingRequest): Promise<BrandingSettings> {
  const { primary_color: color, custom_domain: domain, ...rest } = changes;
  const values = {
    ...rest,
    ...(color === undefined ? {} : { primary_color: color ?? DEFAULT_COLOR }),
    updated_at: ctx.clock.now(),
  };
  await withTransaction(ctx.db, async (trx) => {
    await trx
      .insertInto('branding')
      .values({ tenant_id: ctx.tenant.id, ...values })
      .onConflict((oc) => oc.column('tenant_id').doUpdateSet(values))
      .execute();
    if (domain !== undefined) await claimDomain(ctx, trx, domain);
  });
  return toBrandingSettings(ctx, await findBranding(ctx, ctx.tenant));
}
