import type { CallEnding, EndReason } from './call-ending.ts';
import type { CallEvent } from './call-events.ts';
import type { CallState } from './call-state.ts';
import { ended, failed, finish, interrupt, type Draft } from './draft.ts';
import { endMusic } from './hold.ts';
import { OWN_SENTENCES } from './own-sentences.ts';

/** How late the words of a caller may be whom the provider has heard well enough to answer. */
const LATE_WORDS_MS = 4000;

const GOES_ON =
  'The caller spoke during your goodbye, so the call goes on. Answer them, and end the call again once they have nothing more.';

/** How the last words come about. */
interface LastWords {
  /** They are on their way already; otherwise they are what is said next. */
  spoken: boolean;
  /** What they are; null: what the model finds. */
  words?: string | null;
  /** Our own voice says them. */
  announced?: boolean;
  /** The caller may go on instead. */
  revocable?: boolean;
}

export function startClosing(draft: Draft, ending: CallEnding, lastWords: LastWords): void {
  const { state, at, policy } = draft;
  const { spoken, words = null, announced = false, revocable = false } = lastWords;
  endMusic(draft);
  state.phase = 'closing';
  state.ending = ending;
  state.lastWords = words;
  state.lastWordsBegun = spoken;
  state.announced = announced;
  state.revocable = revocable;
  state.objection = state.dismissedItem = null;
  state.deadlines.closing = at + policy.closingTimeoutMs;
  state.deadlines.closingLimit = at + policy.closingLimitMs;
  finishWhenSaid(draft);
}

export function sayGoodbye(draft: Draft, reason: EndReason, sentence = draft.policy.farewell): void {
  const { state, effects } = draft;
  interrupt(draft);
  // What the provider would answer to the caller now would only come between them and the goodbye.
  if (!state.answersHeld) effects.push({ type: 'hold_answers', held: true });
  state.answersHeld = true;
  startClosing(draft, ended(reason), { spoken: false, words: sentence });
  effects.push({ type: 'speak', text: sentence });
}

/** The provider is of no more use: the apology does not come from it. */
export function apologize(draft: Draft, reason: EndReason, detail: string): void {
  draft.state.playing = draft.state.responding = draft.state.filling = false;
  startClosing(draft, failed(reason, detail), { spoken: false, announced: true });
  draft.effects.push({ type: 'apologize' });
}

/** The provider cannot speak: what the caller has to be told before the end is said without it. */
export function announce(draft: Draft, ending: CallEnding, text: string): void {
  startClosing(draft, ending, { spoken: false, words: text, announced: true });
  draft.effects.push({ type: 'announce', text });
}

/** The caller is gone; what they said last may still be on its way. */
export function onCallerGone(draft: Draft, reason: 'hangup' | 'connection_lost'): void {
  const { state, at, policy } = draft;
  const ending = ended(reason === 'hangup' ? 'caller_hangup' : 'connection_lost');
  if (!state.transcriptPending) return finish(draft, ending);
  state.playing = state.responding = state.filling = false;
  startClosing(draft, ending, { spoken: false });
  state.deadlines.closing = at + policy.transcriptTimeoutMs;
}

const callerIsGone = ({ ending }: CallState): boolean =>
  ending?.reason === 'caller_hangup' || ending?.reason === 'connection_lost';

export function whileClosing(draft: Draft, event: CallEvent): void {
  const { state, at, policy } = draft;
  const { ending, objection } = state;
  if (!ending) return;
  switch (event.type) {
    case 'user_transcript':
      if (callerIsGone(state)) return finish(draft, ending);
      if (objection && isOf(objection.itemId, event.itemId)) onWords(draft, event.hasWords !== false);
      else if (state.dismissedItem !== null && state.dismissedItem === event.itemId) onLateWords(draft, event);
      return;
    case 'speech_started':
      if (state.revocable) state.objection = { itemId: event.itemId ?? null, stopped: false, answered: false };
      return;
    case 'speech_stopped':
    case 'speech_unnoticed':
      if (!objection) return;
      state.objection = { ...objection, stopped: true };
      state.deadlines.objection = at + policy.transcriptTimeoutMs;
      return;
    case 'caller_insists':
      if (objection) callOff(draft);
      return;
    case 'typed':
      if (state.revocable) callOff(draft);
      return;
    case 'agent_audio':
      state.lastWordsBegun = true;
      if (!objection?.stopped || objection.answered) return;
      state.objection = { ...objection, answered: true };
      state.deadlines.objection = at + LATE_WORDS_MS;
      return;
    case 'provider_closed':
      state.objection = null;
      state.responding = state.itemOpen = false;
      if (!state.lastWordsBegun && !state.announced) return sayThemOurselves(draft);
      if (!state.playing && ending.status === 'completed' && !state.announced) finish(draft, ending);
      return;
    case 'playback_finished':
    case 'response_done':
      return finishWhenSaid(draft);
    case 'end_requested':
      // Who ends the call from outside does not wait for the caller to have no more to say.
      state.revocable = false;
      state.objection = null;
      return finishWhenSaid(draft);
    case 'handed_over':
      return finish(draft, ended('transferred'));
    case 'caller_gone':
    case 'announcement_missing':
      return finish(draft, ending);
    case 'fault':
      return finish(draft, failed('internal_error', event.detail));
    case 'tick':
      return onTick(draft, ending);
    default:
      return;
  }
}

const isOf = (itemId: string | null, other: string | undefined): boolean =>
  itemId === null || other === undefined || itemId === other;

function onTick(draft: Draft, ending: CallEnding): void {
  const { state, at } = draft;
  const { deadlines } = state;
  if (at >= deadlines.closingLimit) return finish(draft, ending);
  // What nobody could put into words was a cough, unless it was answered.
  if (at >= deadlines.objection) return onWords(draft, state.objection?.answered === true);
  if (at < deadlines.closing) return;
  // Who has been speaking for so long has something to say, however softly.
  if (state.objection && (state.objection.answered || !state.objection.stopped)) return callOff(draft);
  const areMissing = !state.lastWordsBegun && !state.announced && !callerIsGone(state);
  if (areMissing) sayThemOurselves(draft);
  else finish(draft, ending);
}

/** What the caller said during the goodbye is a reason to go on, or it is none. */
function onWords(draft: Draft, isReason: boolean): void {
  if (isReason) return callOff(draft);
  const { state } = draft;
  state.dismissedItem = state.objection?.itemId ?? null;
  state.objection = null;
  state.deadlines.objection = Infinity;
  finishWhenSaid(draft);
}

/** The words of what was taken for nothing have come after all, and the goodbye is not over. */
function onLateWords(draft: Draft, { hasWords }: { hasWords?: boolean }): void {
  if (draft.state.revocable && hasWords !== false) callOff(draft);
}

function finishWhenSaid(draft: Draft): void {
  const { state } = draft;
  if (state.ending && state.lastWordsBegun && !state.playing && !state.responding && !state.objection) {
    finish(draft, state.ending);
  }
}

function sayThemOurselves(draft: Draft): void {
  const { state, at, policy, effects } = draft;
  state.announced = true;
  state.responding = false;
  state.deadlines.closing = at + policy.closingTimeoutMs;
  effects.push({ type: 'announce', text: state.lastWords ?? OWN_SENTENCES.goodbye });
}

/** The caller has more to say: the conversation goes on, and the agent can end it another time. */
function callOff(draft: Draft): void {
  const { state } = draft;
  const isAnswered = state.objection?.answered === true;
  if (!isAnswered) interrupt(draft);
  draft.effects.push({ type: 'add_text', role: 'system', text: GOES_ON });
  state.phase = 'listening';
  state.ending = state.lastWords = state.objection = null;
  state.lastWordsBegun = state.revocable = state.announced = false;
  state.awaitingReply = !isAnswered && !state.callerSpeaking && state.typed === '';
  state.deadlines.closing = state.deadlines.closingLimit = state.deadlines.objection = Infinity;
  state.deadlines.duration = state.endsAt;
}
