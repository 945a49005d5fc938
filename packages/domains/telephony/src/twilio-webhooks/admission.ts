import { findAgentForCall, type Agent } from '@leadlock/agents/agents';
import type { TenantContext } from '@leadlock/context/context';
import { planNamed } from '@leadlock/identity/plans';
import { isInGoodStanding } from '@leadlock/identity/tenants';

/** Why a call is not taken, as its log keeps it. */
export type RefusalReason = 'account_suspended' | 'trial_over' | 'no_agent' | 'agent_unavailable';

const NOT_AVAILABLE = 'We are sorry, this number cannot take your call at the moment. Goodbye.';

/** What the caller hears. It says nothing about our customer's account. */
export const SPOKEN_REFUSAL: Record<RefusalReason | 'unknown_number', string> = {
  account_suspended: NOT_AVAILABLE,
  trial_over: NOT_AVAILABLE,
  no_agent: NOT_AVAILABLE,
  agent_unavailable: NOT_AVAILABLE,
  unknown_number: 'We are sorry, this number is not in service. Goodbye.',
};

/**
 * Whether a trial without a subscription has used up its days or its minutes. A sub-account lives on its agency's
 * trial, and their minutes count together.
 */
async function isTrialOver(ctx: TenantContext): Promise<boolean> {
  const payerId = ctx.tenant.parentTenantId ?? ctx.tenant.id;
  const db = ctx.database.system;
  const payer = await db
    .selectFrom('tenants')
    .select(['trial_ends_at', 'stripe_subscription_id'])
    .where('id', '=', payerId)
    .executeTakeFirst();
  if (!payer || payer.trial_ends_at === null || payer.stripe_subscription_id !== null) return false;
  if (payer.trial_ends_at <= ctx.clock.now()) return true;
  const { trial } = planNamed(ctx.settings, ctx.tenant.plan);
  if (trial === null) return false;
  const { minutes } = await db
    .selectFrom('usage_records')
    .innerJoin('tenants', 'tenants.id', 'usage_records.tenant_id')
    .select((eb) => eb.fn.coalesce(eb.fn.sum<number>('quantity'), eb.lit(0)).as('minutes'))
    .where('kind', '=', 'voice')
    .where((eb) => eb.or([eb('tenants.id', '=', payerId), eb('tenants.parent_tenant_id', '=', payerId)]))
    .executeTakeFirstOrThrow();
  return minutes >= trial.minutes;
}

/** The agent that takes an inbound call, or why none does. */
export async function admitCall(
  ctx: TenantContext,
  agentId: string | null,
): Promise<{ agent: Agent } | { refused: RefusalReason }> {
  if (!isInGoodStanding(ctx.tenant)) return { refused: 'account_suspended' };
  if (agentId === null) return { refused: 'no_agent' };
  const agent = await findAgentForCall(ctx, { agentId, direction: 'inbound' });
  if (!agent) return { refused: 'agent_unavailable' };
  if (await isTrialOver(ctx)) return { refused: 'trial_over' };
  return { agent };
}
