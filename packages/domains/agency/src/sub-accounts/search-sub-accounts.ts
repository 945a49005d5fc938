import { allTenants } from '@leadlock/context/all-tenants';
import type { TenantContext } from '@leadlock/context/context';
import { hasEveryWord } from '@leadlock/db/has-every-word';
import { readPage } from '@leadlock/db/read-page';
import { sql, type RawBuilder, type SqlBool } from 'kysely';
import type { z } from 'zod';
import { selectSubAccounts, toSubAccountResponse } from './queries.ts';
import type { SearchSubAccountsInput, StatusFilter, SubAccountPage, SubAccountSort } from './search-schemas.ts';

const SORT_KEYS: Record<SubAccountSort, RawBuilder<unknown>> = {
  name: sql`lower(tenants.name)`,
  rate: sql`coalesce(tenants.per_minute_rate_cents, 0)`,
  agents: sql`(SELECT count(*) FROM agents WHERE agents.tenant_id = tenants.id)`,
  calls: sql`coalesce(usage.total_calls, 0)`,
  minutes: sql`coalesce(usage.total_minutes, 0)`,
  created: sql`tenants.created_at`,
};

const HAVE_STATUS: Record<StatusFilter, RawBuilder<SqlBool>> = {
  any: sql`true`,
  current: sql`tenants.is_active`,
  active: sql`tenants.is_active AND tenants.suspended_at IS NULL`,
  suspended: sql`tenants.is_active AND tenants.suspended_at IS NOT NULL`,
  deleted: sql`NOT tenants.is_active`,
};

/** One page of the agency's sub-accounts. */
export async function searchSubAccounts(
  ctx: TenantContext,
  { search, status, sort, desc, ...page }: z.output<typeof SearchSubAccountsInput>,
): Promise<z.output<typeof SubAccountPage>> {
  const db = allTenants(ctx);
  const [{ rows, total }, counts] = await Promise.all([
    readPage(
      db,
      selectSubAccounts(db, ctx.tenant.id)
        .where(HAVE_STATUS[status])
        .where((eb) =>
          hasEveryWord(search, [
            eb.ref('tenants.name'),
            eb.ref('tenants.slug'),
            eb.ref('tenants.admin_email'),
            eb.ref('tenants.admin_name'),
          ]),
        )
        .orderBy(SORT_KEYS[sort], desc ? 'desc' : 'asc')
        .orderBy('tenants.created_at', 'desc')
        .orderBy('tenants.id', 'desc'),
      page,
    ),
    db
      .selectFrom('tenants')
      .select(({ fn }) => [
        fn.countAll<number>().filterWhere('is_active', '=', true).as('active'),
        fn.countAll<number>().filterWhere('is_active', '=', false).as('deleted'),
      ])
      .where('parent_tenant_id', '=', ctx.tenant.id)
      .executeTakeFirstOrThrow(),
  ]);
  return { sub_accounts: rows.map(toSubAccountResponse), total, ...counts };
}
