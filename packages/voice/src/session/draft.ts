import type { CallEnding, EndReason } from './call-ending.ts';
import type { CallEffect } from './call-events.ts';
import type { CallPolicy } from './call-policy.ts';
import type { CallState } from './call-state.ts';

/** A transition in the making: a copy of the state that the rules change, and what has to happen. */
export interface Draft {
  state: CallState;
  effects: CallEffect[];
  at: number;
  policy: CallPolicy;
}

/** Stops what the agent says, and what it was about to say. */
export function interrupt({ state, effects }: Draft): void {
  const isBusy = state.playing || state.filling || state.responding || state.awaitingReply;
  if (isBusy || state.yielded) effects.push({ type: 'interrupt' });
  state.yielded = null;
  state.deadlines.yield = Infinity;
  state.playing = state.filling = state.responding = state.itemOpen = state.spoke = false;
}

/** Has the agent answer, which it owes from now on. */
export function ask(draft: Draft): void {
  draft.effects.push({ type: 'speak' });
  draft.state.awaitingReply = true;
}

export function finish({ state, effects }: Draft, ending: CallEnding): void {
  state.phase = 'closed';
  state.ending = ending;
  effects.push({ type: 'finish', ending });
}

export const ended = (reason: EndReason): CallEnding => ({ status: 'completed', reason, detail: null });
export const failed = (reason: EndReason, detail: string): CallEnding => ({ status: 'failed', reason, detail });
