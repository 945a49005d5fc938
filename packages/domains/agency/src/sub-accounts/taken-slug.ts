import { allTenants } from '@leadlock/context/all-tenants';
import type { TenantContext } from '@leadlock/context/context';

/** Whose slug it is, in words for who wanted it; null for one that is free. */
export async function describeTakenSlug(ctx: TenantContext, slug: string): Promise<string | null> {
  // Slugs are unique among all tenants, so all must be asked.
  const holder = await allTenants(ctx)
    .selectFrom('tenants')
    .select(['id', 'name', 'is_active', 'parent_tenant_id'])
    .where('slug', '=', slug)
    .executeTakeFirst();
  if (!holder) return null;
  const isOwnDeleted = holder.parent_tenant_id === ctx.tenant.id && !holder.is_active;
  if (!isOwnDeleted) return 'This slug is already taken';
  return (
    `This slug belongs to your deleted sub-account ${holder.name}. Restore it with PATCH /agency/sub-accounts/${holder.id} ` +
    'and is_active true, or choose another slug.'
  );
}
