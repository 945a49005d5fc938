import { z } from 'zod';

/** Who began a call: a caller, an agent, or somebody in a browser who tries an agent or is shown one. */
export const CallDirection = z.enum(['inbound', 'outbound', 'test', 'demo']);
export type CallDirection = z.infer<typeof CallDirection>;

/** A call that somebody holds with an agent in a browser, to try it or to see it. No carrier knows of it. */
type RehearsalDirection = Extract<CallDirection, 'test' | 'demo'>;
export const REHEARSAL_DIRECTIONS: readonly RehearsalDirection[] = ['test', 'demo'];

export const isRehearsal = (direction: CallDirection): direction is RehearsalDirection =>
  direction === 'test' || direction === 'demo';

export type PhoneDirection = Exclude<CallDirection, RehearsalDirection>;
