import type { CallPolicy } from './call-policy.ts';
import type { CallState } from './call-state.ts';
import { ask, type Draft } from './draft.ts';

const noteOf = (isLast: boolean): string =>
  'The caller has said nothing for a while. Ask in one short sentence whether they are still there, in the language of the ' +
  `conversation${isLast ? ', and say that you will have to end the call otherwise' : ''}.`;

/** Nobody has said anything for a while: the agent asks whether the caller is there. The call's longest silence goes on. */
export function remind(draft: Draft): void {
  const { state, policy, effects } = draft;
  const { count, sentence } = policy.idle;
  state.reminders++;
  state.silentUntil = Math.min(state.silentUntil, state.deadlines.silence);
  state.deadlines.idle = Infinity;
  if (sentence === null) {
    effects.push({ type: 'add_text', role: 'system', text: noteOf(state.reminders === count) });
    return ask(draft);
  }
  effects.push({ type: 'speak', text: sentence });
  state.awaitingReply = true;
}

/** The caller says or does something. */
export function isActive(state: CallState): void {
  state.reminders = 0;
  state.deadlines.idle = Infinity;
  state.silentUntil = Infinity;
}

/** When the caller is reminded who says nothing; Infinity: they are not, or there would be no time to answer. */
export function idleDeadline(state: CallState, at: number, policy: CallPolicy): number {
  const { afterMs, count } = policy.idle;
  const isIdle = state.deadlines.silence !== Infinity || policy.maxSilenceMs === Infinity;
  const isOpen = state.phase === 'listening' && !state.callerSpeaking && !state.awaitingReply && !state.leftUnanswered;
  if (!isIdle || !isOpen || state.filling || state.toolsRunning > 0 || state.reminders >= count) return Infinity;
  return Math.min(state.deadlines.idle, at + afterMs);
}
