import type { CallEffect } from './call-events.ts';
import type { CallState } from './call-state.ts';
import { ask, interrupt, type Draft } from './draft.ts';

/** No more keys follow those that were pressed. */
export function setDigitsReady(state: CallState): void {
  state.digitsReady = true;
  state.deadlines.digits = Infinity;
}

/** The agent is told which keys the caller has pressed, and answers. */
export function handOverDigits(draft: Draft): void {
  const { state } = draft;
  handOver(draft, { type: 'add_text', role: 'user', text: `(The caller pressed ${state.digits} on the keypad.)` });
  state.digits = '';
  state.digitsReady = false;
}

/** The agent is told what the caller has written, and answers. */
export function handOverTyped(draft: Draft): void {
  const { state } = draft;
  handOver(draft, { type: 'add_typed', text: state.typed });
  state.typed = '';
  state.deadlines.silence = Infinity;
}

/** Gives the agent something of the caller that was not spoken, and has it answered. */
function handOver(draft: Draft, what: CallEffect): void {
  const { state, effects } = draft;
  interrupt(draft);
  effects.push(what);
  ask(draft);
  // A greeting that was cut short was heard as far as the caller wanted to hear it.
  if (state.phase === 'greeting') state.phase = 'listening';
}
