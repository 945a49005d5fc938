import type { Agent } from '../agents/agent.ts';

/** A call or a conversation in text. */
export interface Exchange {
  kind: 'call' | 'conversation';
  id: string;
}

/** What is known when an agent is told of its tools. */
export interface ToolSetting {
  kind: Exchange['kind'];
  agent: Agent;
  /** The call goes over a phone line; absent: that is not known. */
  onPhone?: boolean;
}

/** Where a tool is used: by which agent, and with whom it speaks. */
export interface ToolSite extends ToolSetting, Exchange {
  /** The person's number, in E.164; null where none is known, as of somebody in a browser. */
  personNumber: string | null;
  /** The business number that they speak through; null: none. */
  phoneNumberId: string | null;
  /** The account at the carrier that they speak through; null: none, or the tenant's current one. */
  carrierAccount: string | null;
  /** Ends when nobody waits for what comes of the tool any more, as when the call is over; absent: they wait. */
  over?: AbortSignal;
}
