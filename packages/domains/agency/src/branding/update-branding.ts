import type { TenantContext } from '@leadlock/context/context';
import { conflict } from '@leadlock/core/errors';
import { withTransaction } from '@leadlock/db/transaction';
import { findBranding, toBrandingSettings } from './brand.ts';
import { DEFAULT_COLOR, type BrandingSettings, type UpdateBrandingRequest } from './schemas.ts';

/** The error code of a unique constraint that is not met. */
const UNIQUE_VIOLATION = '23505';

/** Changes the fields that are sent; null empties one, or resets the color. @throws conflict for another's domain */
export async function updateBranding(ctx: TenantContext, changes: UpdateBrandingRequest): Promise<BrandingSettings> {
  const { primary_color: color, ...rest } = changes;
  const values = {
    ...rest,
    ...(color === undefined ? {} : { primary_color: color ?? DEFAULT_COLOR }),
    updated_at: ctx.clock.now(),
  };
  try {
    await withTransaction(ctx.db, (trx) =>
      trx
        .insertInto('branding')
        .values({ tenant_id: ctx.tenant.id, ...values })
        .onConflict((oc) => oc.column('tenant_id').doUpdateSet(values))
        .execute(),
    );
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === UNIQUE_VIOLATION)) throw error;
    throw conflict('Another agency has this domain');
  }
  return toBrandingSettings(ctx, await findBranding(ctx, ctx.tenant));
}
