import type { CallEffect, CallEvent, ProviderClosed } from './call-events.ts';
import type { CallPolicy } from './call-policy.ts';
import type { CallState } from './call-state.ts';
import { announce, apologize, onCallerGone, sayGoodbye, startClosing, whileClosing } from './closing.ts';
import { ask, ended, failed, finish, type Draft } from './draft.ts';
import { addKey } from './caller/key-presses.ts';
import { handOverDigits, handOverTyped, setDigitsReady } from './hand-over-input.ts';
import { endHold, startHold } from './hold.ts';
import { changeVoice } from './lost-voice.ts';
import {
  onNoticeHeard,
  onOpeningBegun,
  onOpeningDone,
  onOpeningPlayed,
  onOpeningUnsaid,
  onSpeechBeforeOpening,
  openingIsOwed,
  startOpening,
} from './opening.ts';
import { idleDeadline, isActive, remind } from './idle.ts';
import { longTurnDeadline, takeTurn } from './long-turn.ts';
import { onMenuRepeated } from './menu-loop.ts';
import { OWN_SENTENCES } from './own-sentences.ts';
import { onNoVoiceLeft, onVoiceBack, tryVoiceAgain } from './recovery.ts';
import { onCallerInterjects, onCallerInterrupts, onCallerMurmurs, whileYielded } from './yielding.ts';
import {
  askAgain,
  fill,
  fillerDeadline,
  onAgentSpeaks,
  onAnswerDone,
  onCallerSpeaks,
  onSpeechUnnoticed,
  onToolStarted,
  retry,
} from './waiting.ts';

export interface Transition {
  state: CallState;
  effects: CallEffect[];
}

/** The most by which a call may be longer than allowed so that the agent can finish its sentence, in ms and as a share. */
const OVERTIME_MS = 10_000;
const OVERTIME_SHARE = 0.1;

/**
 * The rules of a call: what follows when `event` happens in `state` at time `at` (ms). Pure; sockets, audio and timers
 * are the runner's. Times out by comparing its deadlines with `at` on `tick`.
 */
export function transition(state: CallState, event: CallEvent, at: number, policy: CallPolicy): Transition {
  if (state.phase === 'closed') return { state, effects: [] };
  const opening = state.opening && { ...state.opening };
  const recovery = state.recovery && { ...state.recovery };
  const draft: Draft = {
    state: { ...state, opening, recovery, deadlines: { ...state.deadlines } },
    effects: [],
    at,
    policy,
  };
  note(draft, event);
  if (state.phase === 'closing') whileClosing(draft, event);
  else if (state.phase === 'connecting') whileConnecting(draft, event);
  else whileTalking(draft, event);
  if (event.type === 'response_done') draft.state.spoke = draft.state.calledTool = false;
  settle(draft);
  handOverWhatWaits(draft);
  return { state: draft.state, effects: draft.effects };
}

/** The earliest time at which a `tick` has something to do. */
export function nextDeadline({ deadlines }: CallState): number {
  let next = Infinity;
  for (const deadline of Object.values(deadlines) as number[]) if (deadline < next) next = deadline;
  return next;
}

/** What an event says by itself, in every phase. */
function note({ state, at, policy }: Draft, event: CallEvent): void {
  switch (event.type) {
    case 'agent_audio':
      state.playing = state.responding = state.itemOpen = state.spoke = true;
      state.hearsAgain = false;
      state.agentSpokeAt = at;
      return;
    case 'own_audio':
      state.filling = true;
      return;
    case 'playback_finished':
      state.playing = state.filling = false;
      return;
    case 'item_done':
      state.itemOpen = false;
      return;
    case 'response_done':
      state.responding = state.itemOpen = false;
      return;
    case 'speech_started':
      state.callerSpeaking = true;
      state.hearsAgain = false;
      state.repliedTo = state.agentSpokeAt;
      isActive(state);
      return;
    case 'caller_interjects':
      state.repliedTo = state.agentSpokeAt;
      isActive(state);
      return;
    case 'typing':
      isActive(state);
      return;
    case 'speech_stopped':
      state.callerSpeaking = false;
      state.transcriptPending = true;
      return;
    case 'speech_unnoticed':
      state.callerSpeaking = false;
      return;
    case 'user_transcript':
      state.transcriptPending = false;
      return;
    case 'digit':
      state.repliedTo = state.agentSpokeAt;
      state.digits = addKey(state.digits, event.digit);
      // Whoever is asked for a number ends it with the pound key.
      state.deadlines.digits = state.digits.length > 1 && event.digit === '#' ? at : at + policy.digitsTimeoutMs;
      isActive(state);
      return;
    case 'typed':
      isActive(state);
      state.repliedTo = state.agentSpokeAt;
      state.typed = state.typed === '' ? event.text : `${state.typed}\n${event.text}`;
      return;
    case 'tool_started':
      state.toolsRunning++;
      state.calledTool = true;
      return;
    case 'tool_finished':
      state.toolsRunning--;
      return;
    default:
      return;
  }
}

function whileConnecting(draft: Draft, event: CallEvent): void {
  const { state, policy } = draft;
  switch (event.type) {
    case 'provider_ready':
      state.phase = 'listening';
      state.deadlines.connect = state.deadlines.retry = Infinity;
      if (policy.speaksFirst) startOpening(draft);
      return;
    case 'provider_closed':
      return onRefused(draft, event);
    case 'no_voice_left':
      return onNoVoiceLeft(draft, event.reason, event.detail);
    case 'tick':
      if (draft.at >= state.deadlines.duration) return finish(draft, ended('max_duration'));
      if (draft.at >= state.deadlines.connect) return changeVoice(draft, 'provider_refused', TIMED_OUT);
      if (draft.at >= state.deadlines.retry) retry(draft);
      if (draft.at >= state.deadlines.filler) fill(draft);
      if (draft.at >= state.deadlines.digits) setDigitsReady(state);
      state.deadlines.warning = draft.at >= state.deadlines.warning ? Infinity : state.deadlines.warning;
      return;
    case 'caller_gone':
      return finish(draft, ended(event.reason === 'hangup' ? 'caller_hangup' : 'connection_lost'));
    case 'end_requested':
      if (event.sentence === undefined) finish(draft, ended(event.reason));
      else announce(draft, ended(event.reason), event.sentence);
      return;
    case 'fault':
      return finish(draft, failed('internal_error', event.detail));
    default:
      return;
  }
}

/**
 * A connection did not come about: retried after the pause that the provider asks for. One that timed out would take as long
 * again, so another voice is first.
 */
function onRefused(draft: Draft, event: Extract<CallEvent, { type: 'provider_closed' }>): void {
  const { state, policy, effects, at } = draft;
  const wait = event.retryAfterMs ?? 0;
  const isWorthIt = event.retryable && event.reason !== TIMED_OUT.reason && wait <= policy.maxRetryWaitMs;
  if (!isWorthIt || state.connectAttempts >= policy.connectAttempts)
    return changeVoice(draft, 'provider_refused', event);
  if (wait > 0) {
    state.deadlines.retry = at + wait;
    return;
  }
  state.connectAttempts++;
  effects.push({ type: 'open_provider' });
}

const TIMED_OUT: ProviderClosed = { type: 'provider_closed', reason: 'connect_timeout', retryable: false };

function whileTalking(draft: Draft, event: CallEvent): void {
  const { state, effects } = draft;
  if (whileYielded(draft, event)) return;
  switch (event.type) {
    case 'agent_audio':
      onAgentSpeaks(state);
      return onOpeningBegun(draft);
    case 'playback_finished':
      return onOpeningPlayed(draft);
    case 'notice_heard':
      return onNoticeHeard(draft);
    case 'response_done':
      if (openingIsOwed(state) && state.opening) return onOpeningDone(draft, event);
      return onAnswerDone(draft, event);
    case 'speech_started':
      if (!openingIsOwed(state)) onCallerSpeaks(draft);
      return;
    case 'speech_stopped':
      if (state.opening?.owed) return onSpeechBeforeOpening(draft);
      state.awaitingReply = true;
      state.deadlines.silence = Infinity;
      return;
    case 'speech_unnoticed':
      if (state.opening?.owed) return onSpeechBeforeOpening(draft);
      return onSpeechUnnoticed(draft, event.quietMs ?? 0);
    case 'caller_interrupts':
      return onCallerInterrupts(draft);
    case 'caller_interjects':
      return onCallerInterjects(draft, event.untold);
    case 'caller_murmurs':
      return onCallerMurmurs(draft);
    case 'menu_repeated':
      return onMenuRepeated(draft, event.times);
    case 'line_dead':
      if (state.phase === 'listening' && !state.callerSpeaking) {
        effects.push({ type: 'say_own', text: OWN_SENTENCES.cannotHear });
      }
      return;
    case 'announcement_missing':
      return onOpeningUnsaid(draft);
    case 'tool_started':
      if (!openingIsOwed(state)) onToolStarted(draft);
      return;
    case 'tool_finished':
      if (event.owesAnswer !== false) state.awaitingReply = true;
      return tryVoiceAgain(draft);
    case 'news_for_caller':
      // Whoever speaks is answered anyway, and whoever waits for the first words or on hold hears of it after that.
      if (!state.callerSpeaking && !state.onHold && !openingIsOwed(state)) ask(draft);
      return;
    case 'agent_ends':
      return startClosing(draft, ended('agent_hangup'), { spoken: event.spoken, revocable: event.revocable ?? false });
    case 'hold':
      return event.on ? startHold(draft) : endHold(draft);
    case 'handed_over':
      return finish(draft, ended('transferred'));
    case 'typed':
      // Like a spoken hello, words that come before the greeting wait for it; later ones interrupt it.
      if (!openingIsOwed(state) && !state.onHold) handOverTyped(draft);
      return;
    case 'digit':
    case 'typing':
      state.deadlines.silence = Infinity;
      return;
    case 'caller_gone':
      return onCallerGone(draft, event.reason);
    case 'end_requested':
      return sayGoodbye(draft, event.reason, event.sentence);
    case 'provider_closed':
      return changeVoice(draft, 'provider_lost', event);
    case 'provider_ready':
      return onVoiceBack(draft, event.hearsAgain === true);
    case 'no_voice_left':
      return onNoVoiceLeft(draft, event.reason, event.detail);
    case 'fault':
      effects.push({ type: 'interrupt' });
      return apologize(draft, 'internal_error', event.detail);
    case 'time_is_up':
      state.endsAt = Math.min(state.endsAt, draft.at);
      return onLongestDuration(draft);
    case 'tick':
      return onTick(draft);
    default:
      return;
  }
}

function onTick(draft: Draft): void {
  const { state, at, effects } = draft;
  const { deadlines } = state;
  if (at >= deadlines.digits) {
    setDigitsReady(state);
    if (!openingIsOwed(state) && !state.onHold) handOverDigits(draft);
  }
  if (at >= deadlines.warning) {
    deadlines.warning = Infinity;
    effects.push({ type: 'add_text', role: 'system', text: warningText(draft.policy) });
  }
  if (at >= deadlines.duration) return onLongestDuration(draft);
  if (at >= deadlines.silence) return finish(draft, ended('silence'));
  if (at >= deadlines.idle) return remind(draft);
  if (at >= deadlines.longTurn) return takeTurn(draft);
  if (at >= deadlines.retry) retry(draft);
  if (at >= deadlines.reply) return askAgain(draft);
  if (at >= deadlines.filler) fill(draft);
}

const warningText = ({ warnBeforeEndMs }: CallPolicy): string =>
  `This call has to end in ${Math.round(warnBeforeEndMs / 1000)} seconds. Bring the conversation to its end.`;

/** The agent may finish its sentence, within bounds. */
function onLongestDuration(draft: Draft): void {
  const { state, at, policy } = draft;
  const grace = Math.min(OVERTIME_MS, policy.maxDurationMs * OVERTIME_SHARE);
  if ((!state.playing && !state.responding) || at >= state.endsAt + grace) return sayGoodbye(draft, 'max_duration');
  state.overtime = true;
  state.deadlines.duration = state.endsAt + grace;
}

const isPastGreeting = ({ phase }: CallState): boolean =>
  phase === 'listening' || phase === 'thinking' || phase === 'speaking';

/** What had to wait for the first words, or for the end of a sentence. */
function handOverWhatWaits(draft: Draft): void {
  const { state } = draft;
  if (!isPastGreeting(state) || state.onHold) return;
  if (state.overtime && !state.playing && !state.responding) {
    sayGoodbye(draft, 'max_duration');
  } else {
    const { digitsReady } = state;
    const hasTyped = state.typed !== '';
    if (digitsReady) handOverDigits(draft);
    if (hasTyped) handOverTyped(draft);
    if (!digitsReady && !hasTyped && !(state.opening?.callerWaits && !state.callerSpeaking)) return;
    if (!digitsReady && !hasTyped) ask(draft);
    if (state.opening) state.opening.callerWaits = false;
  }
  settle(draft);
}

/** Derives the phase from what is going on, and the deadlines from the phase. */
function settle(draft: Draft): void {
  const { state, at, policy } = draft;
  const { deadlines } = state;
  if (state.phase === 'closing' || state.phase === 'closed') {
    const { closing, closingLimit, objection } = deadlines;
    for (const name of Object.keys(deadlines) as (keyof typeof deadlines)[]) deadlines[name] = Infinity;
    state.takingTurn = false;
    if (state.phase === 'closed') return;
    Object.assign(deadlines, { closingLimit, objection });
    // While there is something to hear nobody waits.
    if (!state.playing) deadlines.closing = Math.min(closing, at + policy.closingTimeoutMs);
    return;
  }
  deadlines.filler = fillerDeadline(draft);
  if (state.phase === 'connecting') return;
  const speaking =
    state.playing || state.responding || state.yielded !== null || (state.opening?.own === true && state.opening.owed);
  const thinking = state.toolsRunning > 0 || state.awaitingReply;
  // The greeting lasts until it was heard or cut.
  if (state.phase !== 'greeting' || !(speaking || thinking || state.opening?.owed)) {
    if (speaking) state.phase = 'speaking';
    else state.phase = thinking && !state.callerSpeaking ? 'thinking' : 'listening';
  }

  const quiet = !state.playing && !state.callerSpeaking && state.toolsRunning === 0;
  const isSilent = quiet && state.digits === '';
  const silentUntil = Math.min(at + policy.maxSilenceMs, state.silentUntil);
  deadlines.silence = isSilent ? Math.min(deadlines.silence, silentUntil) : Infinity;
  deadlines.idle = idleDeadline(state, at, policy);
  deadlines.longTurn = longTurnDeadline(draft);
  if (state.takingTurn && state.phase === 'listening' && !state.callerSpeaking) state.takingTurn = false;
  const stalls = state.awaitingReply || state.opening?.callerWaits || (state.responding && state.itemOpen);
  const isOwed = quiet && stalls && deadlines.retry === Infinity && state.recovery === null;
  deadlines.reply = isOwed ? Math.min(deadlines.reply, at + policy.replyTimeoutMs) : Infinity;
}
