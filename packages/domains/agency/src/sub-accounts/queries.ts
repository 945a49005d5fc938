import { allTenants } from '@leadlock/context/all-tenants';
import type { TenantContext } from '@leadlock/context/context';
import { notFound } from '@leadlock/core/errors';
import type { Db } from '@leadlock/db/client';
import { sql } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import type { SubAccountResponse } from './schemas.ts';

/**
 * Sub-accounts of an agency with their figures, in one query whose cost grows with the sub-accounts and not with their
 * calls. `db` must see all tenants: agents belong to the sub-accounts.
 */
export const selectSubAccounts = (db: Db, agencyId: string) =>
  db
    .selectFrom('tenants')
    .leftJoin(
      (eb) =>
        eb
          .selectFrom('usage_totals')
          .select([
            'usage_totals.tenant_id',
            sql<number>`sum(calls)::float8`.as('total_calls'),
            sql<number>`sum(minutes)::float8`.as('total_minutes'),
            sql<number>`sum(texts)::float8`.as('total_texts'),
          ])
          .where('usage_totals.agency_id', '=', agencyId)
          .groupBy('usage_totals.tenant_id')
          .as('usage'),
      (join) => join.onRef('usage.tenant_id', '=', 'tenants.id'),
    )
    .select((eb) => [
      'tenants.id',
      'tenants.name',
      'tenants.slug',
      'tenants.admin_email',
      'tenants.admin_name',
      'tenants.is_active',
      'tenants.created_at',
      'tenants.per_minute_rate_cents',
      'tenants.monthly_platform_fee_cents',
      'tenants.suspended_at',
      'tenants.suspended_reason',
      'tenants.billing_start_day',
      'tenants.upcharge_by_provider',
      'tenants.test_demo_upcharge_by_provider',
      'tenants.text_upcharge_by_type',
      'usage.total_calls',
      'usage.total_minutes',
      'usage.total_texts',
      eb
        .selectFrom('agents')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .whereRef('agents.tenant_id', '=', 'tenants.id')
        .as('agents_count'),
      jsonArrayFrom(
        eb
          .selectFrom('sub_account_integrations as assigned')
          .innerJoin('integrations', (join) =>
            join
              .onRef('integrations.tenant_id', '=', 'assigned.agency_id')
              .onRef('integrations.id', '=', 'assigned.integration_id'),
          )
          .select([
            'integrations.id',
            'integrations.provider',
            'integrations.account_id as provider_account_id',
            'integrations.account_name',
            'integrations.is_active',
            'assigned.assigned_at',
          ])
          .whereRef('assigned.tenant_id', '=', 'tenants.id')
          .where('assigned.agency_id', '=', agencyId)
          .orderBy('assigned.assigned_at')
          .orderBy('integrations.id'),
      ).as('integrations'),
    ])
    .where('tenants.parent_tenant_id', '=', agencyId);

type SubAccountRow = Awaited<ReturnType<ReturnType<typeof selectSubAccounts>['executeTakeFirstOrThrow']>>;

export function toSubAccountResponse({ suspended_at, ...row }: SubAccountRow): SubAccountResponse {
  const integrations = row.integrations.map((integration) => ({
    ...integration,
    assigned_at: new Date(integration.assigned_at).toISOString(),
  }));
  const legacy = integrations.find(({ provider }) => provider === 'ghl') ?? integrations[0];
  return {
    ...row,
    created_at: row.created_at.toISOString(),
    is_suspended: suspended_at !== null,
    per_minute_rate_cents: row.per_minute_rate_cents ?? 0,
    upcharge_by_provider: row.upcharge_by_provider as Record<string, number>,
    test_demo_upcharge_by_provider: row.test_demo_upcharge_by_provider as Record<string, number>,
    text_upcharge_by_type: row.text_upcharge_by_type as Record<string, number>,
    integrations,
    integration_id: legacy?.id ?? null,
    total_calls: row.total_calls ?? 0,
    total_minutes: row.total_minutes ?? 0,
    total_texts: row.total_texts ?? 0,
    agents_count: row.agents_count ?? 0,
  };
}

/** All sub-accounts of the agency, the newest first. */
export async function findSubAccounts(ctx: TenantContext): Promise<SubAccountResponse[]> {
  const rows = await selectSubAccounts(allTenants(ctx), ctx.tenant.id)
    .orderBy('tenants.created_at', 'desc')
    .orderBy('tenants.id', 'desc')
    .execute();
  return rows.map(toSubAccountResponse);
}

/** One sub-account of the agency. @throws not_found, for another agency's too. */
export async function findSubAccount(ctx: TenantContext, id: string): Promise<SubAccountResponse> {
  const row = await selectSubAccounts(allTenants(ctx), ctx.tenant.id).where('tenants.id', '=', id).executeTakeFirst();
  if (!row) throw notFound('Sub-account');
  return toSubAccountResponse(row);
}

/** Refuses an id that is not one of the agency's sub-accounts. @throws not_found */
export async function requireSubAccount(ctx: TenantContext, id: string): Promise<{ id: string; name: string }> {
  const row = await ctx.db
    .selectFrom('tenants')
    .select(['id', 'name'])
    .where('parent_tenant_id', '=', ctx.tenant.id)
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) throw notFound('Sub-account');
  return row;
}
