import type { CallEvent } from './call-state.ts';
import { ask, interrupt, type Draft } from './draft.ts';
import { holdAnswers, openingIsOwed } from './opening.ts';

/** What the voice has not heard so long after the agent fell silent for it was nothing that anybody said. */
const UNHEARD_MS = 1500;
/** Whoever speaks for longer, with the pause that ends their turn, has said more than that they follow. */
const SHORT_TURN_MS = 1200;

/**
 * Somebody speaks while the agent does, for so long that they want to be heard. The agent falls silent at once; whether it
 * is cut off for good shows a moment later.
 */
export function onCallerInterrupts(draft: Draft): void {
  const { state, at, effects } = draft;
  if (!state.playing || openingIsOwed(state)) return;
  state.playing = false;
  state.yielded = { at, itemId: null, awaitsWords: false };
  state.deadlines.yield = at + UNHEARD_MS;
  effects.push({ type: 'yield' });
}

/** The agent has fallen silent for the caller. True: the event means nothing else. */
export function whileYielded(draft: Draft, event: CallEvent): boolean {
  const { state, at, policy } = draft;
  const { yielded } = state;
  if (!yielded) return false;
  switch (event.type) {
    case 'speech_started':
      state.yielded = { ...yielded, itemId: event.itemId ?? null };
      state.deadlines.yield = Infinity;
      return true;
    case 'speech_stopped':
    case 'speech_unnoticed':
      if (at - yielded.at >= SHORT_TURN_MS) {
        interrupt(draft);
        return false;
      }
      state.yielded = { ...yielded, awaitsWords: true };
      state.deadlines.yield = at + policy.transcriptTimeoutMs;
      holdAnswers(draft, true);
      return true;
    case 'provider_closed':
      interrupt(draft);
      return false;
    case 'caller_insists':
      if (!yielded.awaitsWords) interrupt(draft);
      return true;
    case 'user_transcript':
      if (yielded.itemId !== null && event.itemId !== undefined && event.itemId !== yielded.itemId) return false;
      if (event.isAgreement === true) goOn(draft);
      else stand(draft);
      return true;
    case 'tick':
      if (at < state.deadlines.yield) return false;
      if (yielded.awaitsWords) stand(draft);
      else goOn(draft);
      return false;
    default:
      return false;
  }
}

/** It was an interruption. */
function stand(draft: Draft): void {
  const { state } = draft;
  const isOver = state.yielded?.awaitsWords === true;
  interrupt(draft);
  if (!isOver) return;
  holdAnswers(draft, false);
  ask(draft);
}

/** It was none: the agent says what is left. */
function goOn(draft: Draft): void {
  const { state, effects } = draft;
  const { itemId } = state.yielded ?? {};
  state.yielded = null;
  state.deadlines.yield = Infinity;
  state.callerSpeaking = state.awaitingReply = false;
  state.playing = true;
  if (itemId) effects.push({ type: 'forget', itemId });
  effects.push({ type: 'resume' });
  holdAnswers(draft, false);
}

/** A word or two while the agent speaks were a reason to stop; they are part of the conversation already. */
export function onCallerInterjects(draft: Draft): void {
  const { state } = draft;
  if (openingIsOwed(state)) return;
  interrupt(draft);
  if (!state.callerSpeaking) ask(draft);
}
