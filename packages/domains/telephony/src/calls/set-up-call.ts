import { findAgentForCall, type Agent } from '@leadlock/agents/agents';
import { forTenant, type SystemContext, type TenantContext } from '@leadlock/context/context';
import { isRehearsal, type CallDirection } from '@leadlock/core/call-direction';
import { findTenant, isInGoodStanding } from '@leadlock/identity/tenants';
import { rehearsedDirection } from './rehearsal.ts';
import { buildSession, type CallSetup } from './session-config.ts';
import { STREAM_TOKEN_LIFE_MS } from './stream-token.ts';

interface EnteredCall {
  direction: string;
  /** When its token expires: the agent's clock stands at when it was issued, for whoever prepares for the call and who takes it. */
  token_expires_at: Date;
  from_number: string;
  to_number: string;
}

/** How an agent will hold a call that was entered. */
export function setUpCall(ctx: TenantContext, agent: Agent, call: EnteredCall): CallSetup {
  const direction = call.direction as CallDirection;
  return buildSession(ctx, agent, {
    direction: isRehearsal(direction) ? rehearsedDirection(agent) : direction,
    medium: isRehearsal(direction) ? 'browser' : 'phone',
    fromNumber: call.from_number,
    toNumber: call.to_number,
    now: new Date(call.token_expires_at.getTime() - STREAM_TOKEN_LIFE_MS),
  });
}

/**
 * How a call that is to be connected will be held, for a gateway that prepares for it. Nothing is claimed: whoever gets the
 * call looks again. Null for one that is over, held already, or will be refused.
 */
export async function prepareCall(system: SystemContext, callId: string): Promise<CallSetup | null> {
  const now = system.clock.now();
  const call = await system.db
    .selectFrom('call_logs as call')
    .innerJoin('call_sessions as session', (join) =>
      join.onRef('session.tenant_id', '=', 'call.tenant_id').onRef('session.call_id', '=', 'call.id'),
    )
    .select(['call.tenant_id', 'call.id', 'call.agent_id', 'call.direction', 'call.from_number', 'call.to_number'])
    .select(['session.token_expires_at', 'session.agent_draft'])
    .where('call.id', '=', callId)
    .where('call.ended_at', 'is', null)
    .where('session.claimed_at', 'is', null)
    .where('session.token_expires_at', '>', now)
    .executeTakeFirst();
  if (!call || call.agent_id === null) return null;
  const tenant = await findTenant(system.db, call.tenant_id);
  if (!tenant || !isInGoodStanding(tenant)) return null;
  const ctx = forTenant(system, tenant, { type: 'call', callId: call.id });
  const direction = call.direction as CallDirection;
  const agent = await findAgentForCall(ctx, { agentId: call.agent_id, direction, draft: call.agent_draft });
  return agent && setUpCall(ctx, agent, call);
}
