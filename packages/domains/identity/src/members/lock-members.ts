import type { TenantContext } from '@leadlock/context/context';
import { conflict, notFound } from '@leadlock/core/errors';
import type { Db, DB } from '@leadlock/db/client';
import type { Selectable } from 'kysely';

/** Until the transaction ends nobody else changes who belongs to the tenant, so that two owners cannot remove each other. */
export async function lockMembers(trx: Db, tenantId: string): Promise<void> {
  await trx.selectFrom('tenants').select('id').where('id', '=', tenantId).forNoKeyUpdate().execute();
}

/** @throws not_found, also for another tenant's user. */
export async function getMember(ctx: TenantContext, trx: Db, userId: string): Promise<Selectable<DB['users']>> {
  const user = await trx
    .selectFrom('users')
    .selectAll()
    .where('tenant_id', '=', ctx.tenant.id)
    .where('id', '=', userId)
    .executeTakeFirst();
  if (!user) throw notFound('Member');
  return user;
}

/**
 * Refuses to leave the tenant without anybody who can manage it. A deleted sub-account is managed by its agency, which may
 * shut out everybody. Members must be locked. @throws conflict.
 */
export async function requireAnotherOwner(ctx: TenantContext, trx: Db, userId: string): Promise<void> {
  if (!ctx.tenant.isActive && ctx.tenant.parentTenantId !== null) return;
  const other = await trx
    .selectFrom('users')
    .select('id')
    .where('tenant_id', '=', ctx.tenant.id)
    .where('role', '=', 'owner')
    .where('is_active', '=', true)
    .where('id', '!=', userId)
    .executeTakeFirst();
  if (!other) throw conflict('An account needs at least one owner');
}
