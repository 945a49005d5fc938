import { findAgentForCall } from '@leadlock/agents/agents';
import { runTool, type ToolOutcome, type ToolSite, type ToolUse } from '@leadlock/agents/tools';
import type { TenantContext } from '@leadlock/context/context';
import { type CallDirection, isRehearsal } from '@leadlock/core/call-direction';
import type { ToolCall } from '@leadlock/voice/contracts';
import { numberOfParty } from '../calls/caller.ts';
import { otherParty } from '../calls/session-config.ts';

async function findSite(ctx: TenantContext, callId: string): Promise<ToolSite | null> {
  const call = await ctx.db
    .selectFrom('call_logs as call')
    .leftJoin('call_sessions as session', (join) =>
      join.onRef('session.tenant_id', '=', 'call.tenant_id').onRef('session.call_id', '=', 'call.id'),
    )
    .select(['call.agent_id', 'call.direction', 'call.from_number', 'call.to_number'])
    .select(['call.phone_number_id', 'call.twilio_account_sid', 'session.agent_draft'])
    .where('call.tenant_id', '=', ctx.tenant.id)
    .where('call.id', '=', callId)
    .executeTakeFirst();
  if (!call || call.agent_id === null) return null;
  const direction = call.direction as CallDirection;
  const agent = await findAgentForCall(ctx, { agentId: call.agent_id, direction, draft: call.agent_draft });
  if (!agent) return null;
  const parties = { fromNumber: call.from_number, toNumber: call.to_number };
  return {
    kind: 'call',
    id: callId,
    agent,
    personNumber: isRehearsal(direction) ? null : numberOfParty(otherParty({ ...parties, direction })),
    phoneNumberId: call.phone_number_id,
    carrierAccount: call.twilio_account_sid,
  };
}

/** Runs a tool for the model that holds a call, once, as `runTool` says. */
export const runCallTool = (
  ctx: TenantContext,
  callId: string,
  toolCall: ToolCall,
  { over, ...options }: Pick<ToolUse, 'patienceMs'> & { over?: AbortSignal } = {},
): Promise<ToolOutcome> => {
  const siteOfCall = async (): Promise<ToolSite | null> => {
    const site = await findSite(ctx, callId);
    return site && { ...site, ...(over && { over }) };
  };
  return runTool(ctx, { ...options, kind: 'call', id: callId, findSite: siteOfCall }, toolCall);
};
