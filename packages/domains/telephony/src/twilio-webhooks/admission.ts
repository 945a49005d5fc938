import { findAgentForCall, type Agent } from '@leadlock/agents/agents';
import type { TenantContext } from '@leadlock/context/context';
import { planNamed, type CallDirection } from '@leadlock/identity/plans';
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

interface ReachedLimit {
  /** Whose limit it is: the tenant itself, or the agency of a sub-account. */
  payerId: string;
  used: number;
  allowed: number;
}

/** What of a trial is used up; its minutes can be counted. */
type TrialEnd = { of: 'days' } | ({ of: 'minutes' } & ReachedLimit);

/**
 * What a trial without a subscription has used up: its days or its minutes; null while it goes on. A sub-account lives on
 * its agency's trial, and their minutes count together.
 */
async function findTrialEnd(ctx: TenantContext): Promise<TrialEnd | null> {
  const payerId = ctx.tenant.parentTenantId ?? ctx.tenant.id;
  const db = ctx.database.system;
  const payer = await db
    .selectFrom('tenants')
    .select(['trial_ends_at', 'stripe_subscription_id'])
    .where('id', '=', payerId)
    .executeTakeFirst();
  if (!payer || payer.trial_ends_at === null || payer.stripe_subscription_id !== null) return null;
  if (payer.trial_ends_at <= ctx.clock.now()) return { of: 'days' };
  const { trial } = planNamed(ctx.settings, ctx.tenant.plan);
  if (trial === null) return null;
  const { minutes } = await db
    .selectFrom('usage_records')
    .innerJoin('tenants', 'tenants.id', 'usage_records.tenant_id')
    .select((eb) => eb.fn.coalesce(eb.fn.sum<number>('quantity'), eb.lit(0)).as('minutes'))
    .where('kind', '=', 'voice')
    .where((eb) => eb.or([eb('tenants.id', '=', payerId), eb('tenants.parent_tenant_id', '=', payerId)]))
    .executeTakeFirstOrThrow();
  return minutes >= trial.minutes ? { of: 'minutes', payerId, used: minutes, allowed: trial.minutes } : null;
}

export interface Refusal {
  refused: RefusalReason;
  /** The limit that stood in the way, where it is one that counts. */
  limit?: ReachedLimit;
}

/** The agent that takes a call, or why none does. */
export async function admitCall(
  ctx: TenantContext,
  agentId: string | null,
  direction: CallDirection,
): Promise<{ agent: Agent } | Refusal> {
  if (!isInGoodStanding(ctx.tenant)) return { refused: 'account_suspended' };
  if (agentId === null) return { refused: 'no_agent' };
  const agent = await findAgentForCall(ctx, { agentId, direction });
  if (!agent) return { refused: 'agent_unavailable' };
  const trialEnd = await findTrialEnd(ctx);
  if (trialEnd === null) return { agent };
  return { refused: 'trial_over', ...(trialEnd.of === 'minutes' ? { limit: trialEnd } : {}) };
}
