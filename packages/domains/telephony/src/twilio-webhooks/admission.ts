import { findAgentForCall, type Agent, type AgentDraft } from '@leadlock/agents/agents';
import type { TenantContext } from '@leadlock/context/context';
import type { CallDirection } from '@leadlock/core/call-direction';
import { isInGoodStanding } from '@leadlock/identity/tenants';
import { completeCall } from '../calls/complete-call.ts';
import { findLimit, queueUp, type ReachedLimit } from '../limits/find-limit.ts';
import { tellOfUsedTrial } from '../limits/trial.ts';

/** Why a call is not taken, as its log keeps it. */
export type RefusalReason = 'account_suspended' | 'trial_over' | 'too_many_calls' | 'no_agent' | 'agent_unavailable';

const NOT_AVAILABLE = 'We are sorry, we cannot take your call right now. Goodbye.';

/** What the caller hears. It says nothing about our customer's account. */
export const SPOKEN_REFUSAL: Record<RefusalReason | 'unknown_number', string> = {
  account_suspended: NOT_AVAILABLE,
  trial_over: NOT_AVAILABLE,
  too_many_calls: 'We are sorry, all our lines are busy right now. Please try again in a few minutes. Goodbye.',
  no_agent: NOT_AVAILABLE,
  agent_unavailable: NOT_AVAILABLE,
  unknown_number: 'We are sorry, this number is not in service. Goodbye.',
};

export interface Refusal {
  refused: RefusalReason;
  /** Minutes of a trial that are used up, and whose they are. */
  used?: ReachedLimit['used'];
}

/** The agent that takes a call, or why none does. Whether there is room for the call is for `findPlace` to say. */
export async function admitCall(
  ctx: TenantContext,
  agentId: string | null,
  direction: CallDirection,
  draft: AgentDraft | null = null,
): Promise<{ agent: Agent } | Refusal> {
  if (!isInGoodStanding(ctx.tenant)) return { refused: 'account_suspended' };
  if (agentId === null) return { refused: 'no_agent' };
  const agent = await findAgentForCall(ctx, { agentId, direction, draft });
  return agent ? { agent } : { refused: 'agent_unavailable' };
}

/**
 * Keeps a place for one more call of the account beside those that are open, as long as it is, or says why there is none.
 * `ctx.db` is the system's transaction that enters the call: calls of the same payer begin one after the other, in
 * whatever process. Each sets a minute of a trial aside until it is over, or its token has expired.
 * @param options.except the call that needs the place, where it is entered already: it does not stand in its own way
 */
export async function findPlace(
  ctx: TenantContext,
  direction: CallDirection,
  options: { except?: string } = {},
): Promise<Refusal | null> {
  await queueUp(ctx.db, ctx);
  const limit = await findLimit(ctx, direction, options);
  return limit && { refused: limit.reason, used: limit.used };
}

/** Logs a call that is not taken, so that its owner sees what was missed and why, and tells who pays which limit is reached. */
export async function refuseCall(ctx: TenantContext, callId: string, { refused, used }: Refusal): Promise<void> {
  await completeCall(ctx, callId, { status: 'failed', endReason: refused });
  if (used) await tellOfUsedTrial(ctx, used);
}
