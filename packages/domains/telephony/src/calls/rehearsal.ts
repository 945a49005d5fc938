import type { Agent } from '@leadlock/agents/agents';
import type { PhoneDirection } from '@leadlock/core/call-direction';

/** Stands where a call has the number of a person: browsers have none. */
export const BROWSER_PARTY = 'browser';

/** The kind of call that is rehearsed: an agent that only places calls behaves as if it had placed this one. */
export const rehearsedDirection = (agent: Agent): PhoneDirection =>
  agent.settings.agent_mode === 'outbound' ? 'outbound' : 'inbound';
