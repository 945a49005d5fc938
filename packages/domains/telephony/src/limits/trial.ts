import type { Settings, SystemContext, Tenant } from '@leadlock/context/context';
import type { Db } from '@leadlock/db/client';
import { planNamed } from '@leadlock/identity/plans';
import { recordEvent, type EventRecorder } from '@leadlock/platform/events';
import { sql } from 'kysely';

/** Who pays for the calls of a tenant, and whose limits they count against: its agency where it has one. */
export const payerOf = ({ id, parentTenantId }: Pick<Tenant, 'id' | 'parentTenantId'>): string => parentTenantId ?? id;

/** A trial without a subscription; a sub-account lives on its agency's, and their minutes count together. */
export interface Trial {
  payerId: string;
  endsAt: Date;
  /** Null: only its days are limited. */
  minutes: number | null;
}

/** The trial that this payer is in; null for one that is in none, or has subscribed. `db` must see all tenants. */
export async function findTrial(db: Db, settings: Pick<Settings, 'plans'>, payerId: string): Promise<Trial | null> {
  const payer = await db
    .selectFrom('tenants')
    .select(['plan', 'trial_ends_at', 'stripe_subscription_id'])
    .where('id', '=', payerId)
    .executeTakeFirst();
  if (!payer || payer.trial_ends_at === null || payer.stripe_subscription_id !== null) return null;
  return { payerId, endsAt: payer.trial_ends_at, minutes: planNamed(settings, payer.plan).trial?.minutes ?? null };
}

/** Minutes of calls that are over, of the payer and all its sub-accounts. `db` must see all tenants. */
export async function usedMinutes(db: Db, payerId: string): Promise<number> {
  const { minutes } = await db
    .selectFrom('usage_totals')
    .select(sql<number>`coalesce(sum(minutes), 0)::float8`.as('minutes'))
    .where('kind', '=', 'voice')
    .where((eb) => eb.or([eb('tenant_id', '=', payerId), eb('agency_id', '=', payerId)]))
    .executeTakeFirstOrThrow();
  return minutes;
}

/**
 * Tells who pays that the minutes of the trial are used up, once. `db` must see all tenants; it is the transaction in
 * which that was found.
 */
export async function tellOfUsedTrial(
  ctx: EventRecorder & Pick<SystemContext, 'clock'>,
  reached: { payerId: string; used: number; allowed: number },
): Promise<void> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('tenants')
    .set({ trial_minutes_reached_at: ctx.clock.now() })
    .where('id', '=', reached.payerId)
    .where('trial_minutes_reached_at', 'is', null)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) return;
  await recordEvent(ctx, {
    tenantId: reached.payerId,
    type: 'usage.limit_reached',
    payload: { limit: 'trial minutes', used: reached.used, allowed: reached.allowed },
  });
}
