import type { Agent } from '@leadlock/agents/agents';
import type { CallDirection } from './schemas.ts';

/** A call that somebody holds with an agent in a browser, to try it or to see it. No carrier knows of it. */
export type RehearsalDirection = Extract<CallDirection, 'test' | 'demo'>;
export const REHEARSAL_DIRECTIONS: readonly RehearsalDirection[] = ['test', 'demo'];

export const isRehearsal = (direction: CallDirection): direction is RehearsalDirection =>
  direction === 'test' || direction === 'demo';

/** Stands where a call has the number of a person: browsers have none. */
export const BROWSER_PARTY = 'browser';

/** The kind of call that is rehearsed: an agent that only places calls behaves as if it had placed this one. */
export const rehearsedDirection = (agent: Agent): 'inbound' | 'outbound' =>
  agent.settings.agent_mode === 'outbound' ? 'outbound' : 'inbound';
