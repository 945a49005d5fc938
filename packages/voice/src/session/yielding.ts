import type { CallEvent } from './call-events.ts';
import { ask, interrupt, type Draft } from './draft.ts';
import { holdAnswers, openingIsOwed } from './opening.ts';

/** What the voice has not heard so long after the agent fell silent for it was nothing that anybody said. */
const UNHEARD_MS = 1500;
/** Whoever speaks for longer, with the pause that ends their turn, has said more than that they follow. */
const SHORT_TURN_MS = 1200;
/** How long the words of a murmur are waited for. */
const MURMUR_MS = 3000;

/**
 * Somebody speaks while the agent does, for so long that they want to be heard. The agent falls silent at once; whether it
 * is cut off for good shows a moment later.
 */
export function onCallerInterrupts(draft: Draft): void {
  const { state, at, effects } = draft;
  if (!state.playing || openingIsOwed(state)) return;
  state.playing = false;
  state.yielded = { at, itemId: null, awaitsWords: false, speaksOn: false };
  state.deadlines.yield = at + UNHEARD_MS;
  effects.push({ type: 'yield' });
}

/** A word or two, of which only the voice can tell what they were. */
export function onCallerMurmurs(draft: Draft): void {
  const { state, at } = draft;
  if (!state.playing || state.yielded || openingIsOwed(state)) return;
  state.yielded = { at, itemId: null, awaitsWords: true, speaksOn: true };
  state.deadlines.yield = at + MURMUR_MS;
  holdAnswers(draft, true);
}

/** The agent has fallen silent for the caller, or speaks on until their words are known. True: the event means nothing else. */
export function whileYielded(draft: Draft, event: CallEvent): boolean {
  const { state, at, policy } = draft;
  const { yielded } = state;
  if (!yielded) return false;
  switch (event.type) {
    case 'speech_started':
      state.yielded = { ...yielded, itemId: event.itemId ?? null };
      if (!yielded.speaksOn) state.deadlines.yield = Infinity;
      return true;
    case 'speech_stopped':
    case 'speech_unnoticed':
      if (yielded.speaksOn) return true;
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
      if (!yielded.awaitsWords || yielded.speaksOn) stand(draft);
      return true;
    case 'user_transcript':
      if (yielded.itemId !== null && event.itemId !== undefined && event.itemId !== yielded.itemId) return false;
      if (event.isAgreement === true) goOn(draft);
      else stand(draft);
      return true;
    case 'tick':
      if (at < state.deadlines.yield) return false;
      if (yielded.awaitsWords && !yielded.speaksOn) stand(draft);
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
  if (isOver) holdAnswers(draft, false);
  if (isOver && !state.callerSpeaking) ask(draft);
}

/** It was none: the agent says what is left. */
function goOn(draft: Draft): void {
  const { state, effects } = draft;
  const { itemId, speaksOn } = state.yielded ?? {};
  state.yielded = null;
  state.deadlines.yield = Infinity;
  state.callerSpeaking = state.awaitingReply = false;
  if (itemId) effects.push({ type: 'forget', itemId });
  holdAnswers(draft, false);
  if (speaksOn) return;
  state.playing = true;
  effects.push({ type: 'resume' });
}

/**
 * A word or two while the agent speaks were a reason to stop.
 * @param untold those that are no part of the conversation yet
 */
export function onCallerInterjects(draft: Draft, untold: string | null): void {
  const { state, effects } = draft;
  if (openingIsOwed(state)) return;
  interrupt(draft);
  if (untold !== null) effects.push({ type: 'add_text', role: 'user', text: untold });
  if (!state.callerSpeaking) ask(draft);
}
