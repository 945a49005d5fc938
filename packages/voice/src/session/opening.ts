import type { AnswerDone } from './call-events.ts';
import type { CallPolicy } from './call-policy.ts';
import type { CallState } from './call-state.ts';
import { ask, interrupt, type Draft } from './draft.ts';
import { giveUpVoice } from './lost-voice.ts';

/** After so many beginnings in vain our own voice says what has to be heard. */
const MAX_ATTEMPTS = 3;
/** A caller who does not pause for so long is talked over: the notice is owed to them. */
const CALLER_PATIENCE_MS = 1500;

/** What more than its share of the words the notice may take of the sound. */
const NOTICE_MARGIN = 1.1;
const NOTICE_MARGIN_MS = 200;

/** How much of the first words, which take `producedMs`, has to be heard so that the notice was. */
export function noticeEndMs({ greeting, notice }: CallPolicy, producedMs: number): number {
  const share = greeting && notice ? notice.length / greeting.length : 1;
  return Math.min(producedMs, producedMs * share * NOTICE_MARGIN + NOTICE_MARGIN_MS);
}

/** Callers say hello while the line opens. That must not swallow the first words, which may carry the recording notice. */
export const openingIsOwed = ({ phase, opening, awaitingReply }: CallState): boolean =>
  phase === 'greeting' && (opening ? opening.owed : awaitingReply);

/** The agent speaks first. */
export function startOpening(draft: Draft): void {
  const { state, policy, effects } = draft;
  state.phase = 'greeting';
  if (policy.greeting === null) return ask(draft);
  state.opening = { owed: true, produced: false, attempts: 0, pending: false, own: false, callerWaits: false };
  holdAnswers(draft, true);
  effects.push({ type: 'speak', text: policy.greeting });
  state.awaitingReply = true;
}

/** First audio of the agent. Without a notice the first words are ordinary ones from here on. */
export function onOpeningBegun(draft: Draft): void {
  if (draft.state.opening && draft.policy.notice === null) release(draft);
}

/** The caller has spoken and stopped while the first words are owed. */
export function onSpeechBeforeOpening(draft: Draft): void {
  const { opening, spoke, playing } = draft.state;
  if (!opening) return;
  // Whoever says hello before a word was said is answered by the first words.
  if (spoke || playing || opening.produced) opening.callerWaits = true;
  // All that came of them was heard, and nobody says that they are over: they are owed until somebody does, or again.
  if (!playing && !opening.own) draft.state.awaitingReply = true;
  if (opening.pending && draft.state.deadlines.retry <= draft.at + CALLER_PATIENCE_MS) sayOpening(draft);
}

/** The caller has heard the notice, or all. */
export function onNoticeHeard(draft: Draft): void {
  if (draft.state.opening?.owed) release(draft);
}

/** All that was sent was heard: the first words too, if they were all said. */
export function onOpeningPlayed(draft: Draft): void {
  const { opening } = draft.state;
  if (!opening?.owed) return;
  if (opening.own) onSaidOurselves(draft);
  else if (opening.produced) release(draft);
}

/** An answer ended while the first words are owed. */
export function onOpeningDone(draft: Draft, event: AnswerDone): void {
  const { state } = draft;
  const { opening } = state;
  if (!opening || opening.own || opening.pending) return;
  if (event.status === 'completed' && state.spoke) {
    opening.produced = true;
    if (!state.playing) release(draft);
    return;
  }
  if (opening.produced) return;
  repeatOpening(draft, opening, event);
}

function repeatOpening(draft: Draft, opening: NonNullable<CallState['opening']>, event: AnswerDone): void {
  const { state, policy, at } = draft;
  const isFault = event.status !== 'cancelled';
  opening.attempts++;
  if (opening.attempts >= MAX_ATTEMPTS) {
    if (!isFault) return sayOurselves(draft, opening);
    return giveUpVoice(draft, event.message ?? event.reason ?? 'no greeting');
  }
  const wait = event.retryAfterMs ?? (state.callerSpeaking ? CALLER_PATIENCE_MS : 0);
  if (wait > policy.maxRetryWaitMs) return giveUpVoice(draft, event.message ?? event.reason ?? '');
  state.awaitingReply = true;
  opening.pending = true;
  state.deadlines.retry = at + wait;
  if (wait === 0) sayOpening(draft);
}

/** The provider has said nothing more of them in time: they are said again, and at last where nobody needs to be asked. */
export function sayOpeningAgain(draft: Draft): void {
  const { opening } = draft.state;
  if (!opening) return;
  opening.attempts++;
  if (opening.attempts >= MAX_ATTEMPTS) sayOurselves(draft, opening);
  else sayOpening(draft);
}

/** Says the first words from their beginning. */
export function sayOpening(draft: Draft): void {
  const { state, policy, effects } = draft;
  const { opening } = state;
  if (!opening || policy.greeting === null) return ask(draft);
  if (state.playing || state.responding) interrupt(draft);
  opening.pending = opening.produced = false;
  state.deadlines.retry = Infinity;
  state.spoke = false;
  effects.push({ type: 'speak', text: policy.greeting });
  state.awaitingReply = true;
}

/** The provider is cut short again and again: what has to be heard is said where nothing can cut it. */
function sayOurselves(draft: Draft, opening: NonNullable<CallState['opening']>): void {
  interrupt(draft);
  opening.own = true;
  opening.pending = false;
  draft.state.awaitingReply = false;
  draft.effects.push({ type: 'say_own', text: draft.policy.notice ?? draft.policy.greeting ?? '' });
}

function onSaidOurselves(draft: Draft): void {
  release(draft);
  handToModel(draft, restOfGreeting(draft.policy));
}

/** Our own voice could not say it either: the model is told to. */
export function onOpeningUnsaid(draft: Draft): void {
  if (!draft.state.opening?.owed || !draft.state.opening.own) return;
  release(draft);
  handToModel(draft, draft.policy.greeting ?? '');
}

function handToModel(draft: Draft, words: string): void {
  const text = `Your greeting was not heard. Begin your next answer with exactly these words: ${words}`;
  if (words !== '') draft.effects.push({ type: 'add_text', role: 'system', text });
  if (draft.state.opening) draft.state.opening.callerWaits = false;
  ask(draft);
}

const restOfGreeting = ({ greeting, notice }: CallPolicy): string =>
  notice === null ? '' : (greeting ?? '').slice(notice.length).trim();

function release(draft: Draft): void {
  const { opening } = draft.state;
  if (opening) opening.owed = opening.pending = draft.state.awaitingReply = false;
  holdAnswers(draft, false);
}

/** While held, only what is asked for is said. */
export function holdAnswers({ state, effects }: Draft, held: boolean): void {
  if (state.answersHeld !== held) effects.push({ type: 'hold_answers', held });
  state.answersHeld = held;
}
