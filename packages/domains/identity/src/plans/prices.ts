import type { Plan, TenantContext } from '@leadlock/context/context';
import { isRehearsal, type CallDirection } from '@leadlock/core/call-direction';
import type { Cents } from '@leadlock/core/money';
import { vendorNamed } from '@leadlock/voice/vendors';
import { planNamed } from './plan-table.ts';

/** What decides the price of a tenant's calls. */
export interface VoiceRates {
  plan: Plan;
  /** What an agency asks of this sub-account; null: the price of the plan. */
  perMinuteRateCents: Cents | null;
  upchargeByProvider: Readonly<Record<string, Cents>>;
  testDemoUpchargeByProvider: Readonly<Record<string, Cents>>;
}

/**
 * What the tenant pays for a started minute, in cents: the plan's price, or the agency's rate for a sub-account with
 * its upcharge for the provider. Test and demo calls have upcharges of their own.
 */
export function pricePerMinuteCents(rates: VoiceRates, provider: string, direction: CallDirection): Cents {
  const { plan } = rates;
  const planPrice = vendorNamed(provider)?.isPremium ? plan.premiumVoiceCentsPerMinute : plan.voiceCentsPerMinute;
  const upcharges = isRehearsal(direction) ? rates.testDemoUpchargeByProvider : rates.upchargeByProvider;
  return (rates.perMinuteRateCents ?? planPrice) + (upcharges[provider] ?? 0);
}

/** The rates of the tenant that `ctx` acts for, as they are now. */
export async function loadVoiceRates(ctx: TenantContext): Promise<VoiceRates> {
  const row = await ctx.db
    .selectFrom('tenants')
    .select(['per_minute_rate_cents', 'upcharge_by_provider', 'test_demo_upcharge_by_provider'])
    .where('id', '=', ctx.tenant.id)
    .executeTakeFirstOrThrow();
  return {
    plan: planNamed(ctx.settings, ctx.tenant.plan),
    perMinuteRateCents: row.per_minute_rate_cents,
    upchargeByProvider: row.upcharge_by_provider as Record<string, Cents>,
    testDemoUpchargeByProvider: row.test_demo_upcharge_by_provider as Record<string, Cents>,
  };
}
