import type { Agent } from '@leadlock/agents/agents';
import type { TenantContext } from '@leadlock/context/context';

/** The call that a tool runs in. */
export interface ToolCallSite {
  callId: string;
  direction: 'inbound' | 'outbound' | 'test' | 'demo';
  fromNumber: string;
  toNumber: string;
  phoneNumberId: string | null;
  twilioAccountSid: string | null;
  agent: Agent;
}

/** What a tool did. `result` is told to the model; one with an `error` did not do what it was asked for. */
export interface ToolResult {
  result: Record<string, unknown>;
  /** The call ends once the agent has said what it has to say to this. */
  endsCall?: boolean;
}

export type Tool = (
  ctx: TenantContext,
  site: ToolCallSite,
  args: Record<string, unknown>,
) => Promise<ToolResult> | ToolResult;

export const refusal = (error: string): ToolResult => ({ result: { error } });
