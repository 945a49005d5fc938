import type { CallEffect, CallEnding, CallEvent, CallPolicy, CallState, EndReason } from './call-state.ts';

export interface Transition {
  state: CallState;
  effects: CallEffect[];
}

/** A transition in the making: a copy of the state that the rules below change, and what has to happen. */
interface Draft {
  state: CallState;
  effects: CallEffect[];
  at: number;
  policy: CallPolicy;
}

/**
 * The rules of a call: what follows when `event` happens in `state` at time `at` (ms). Pure; sockets, audio and timers
 * are the runner's. Times out by comparing its deadlines with `at` on `tick`.
 */
export function transition(state: CallState, event: CallEvent, at: number, policy: CallPolicy): Transition {
  if (state.phase === 'closed') return { state, effects: [] };
  const draft: Draft = { state: { ...state, deadlines: { ...state.deadlines } }, effects: [], at, policy };
  note(draft.state, event);
  if (state.phase === 'closing') whileClosing(draft, event);
  else if (state.phase === 'connecting') whileConnecting(draft, event);
  else whileTalking(draft, event);
  settle(draft);
  if (draft.state.typed !== '' && isPastGreeting(draft.state)) {
    handOverTyped(draft);
    settle(draft);
  }
  return { state: draft.state, effects: draft.effects };
}

/** The earliest time at which a `tick` has something to do. */
export const nextDeadline = ({ deadlines }: CallState): number =>
  Math.min(deadlines.duration, deadlines.silence, deadlines.reply, deadlines.digits, deadlines.closing);

/** What an event says by itself, in every phase. */
function note(state: CallState, event: CallEvent): void {
  switch (event.type) {
    case 'agent_audio':
      state.playing = true;
      state.responding = true;
      return;
    case 'playback_finished':
      state.playing = false;
      return;
    case 'response_done':
      state.responding = false;
      return;
    case 'provider_closed':
      state.responding = false;
      return;
    case 'speech_started':
      state.callerSpeaking = true;
      return;
    case 'speech_stopped':
      state.callerSpeaking = false;
      state.transcriptPending = true;
      return;
    case 'user_transcript':
      state.transcriptPending = false;
      return;
    case 'typed':
      state.typed = state.typed === '' ? event.text : `${state.typed}\n${event.text}`;
      return;
    case 'tool_started':
      state.toolsRunning++;
      return;
    case 'tool_finished':
      state.toolsRunning--;
      return;
    default:
      return;
  }
}

function whileConnecting(draft: Draft, event: CallEvent): void {
  const { state, policy, effects } = draft;
  switch (event.type) {
    case 'provider_ready':
      state.phase = 'listening';
      if (!policy.speaksFirst) return;
      state.phase = 'greeting';
      state.awaitingReply = true;
      effects.push(policy.greeting === null ? { type: 'speak' } : { type: 'speak', text: policy.greeting });
      return;
    case 'provider_closed':
      if (event.retryable && state.connectAttempts < policy.connectAttempts) {
        state.connectAttempts++;
        effects.push({ type: 'open_provider' });
        return;
      }
      return apologise(draft, 'provider_refused', event.reason);
    case 'tick':
      if (draft.at >= state.deadlines.duration) finish(draft, ended('max_duration'));
      return;
    case 'caller_gone':
      return finish(draft, ended(event.reason === 'hangup' ? 'caller_hangup' : 'connection_lost'));
    case 'end_requested':
      return announce(draft, event);
    case 'fault':
      return finish(draft, failed('internal_error', event.detail));
    default:
      return;
  }
}

function whileTalking(draft: Draft, event: CallEvent): void {
  const { state, effects } = draft;
  switch (event.type) {
    case 'agent_audio':
      state.awaitingReply = false;
      state.nudged = false;
      return;
    case 'response_done':
      return onResponseDone(draft, event.status);
    case 'speech_started':
      return onSpeechStarted(draft);
    case 'speech_stopped':
    case 'speech_unnoticed':
      state.awaitingReply = true;
      state.deadlines.silence = Infinity;
      return;
    case 'tool_finished':
      state.awaitingReply = true;
      return;
    case 'agent_ends':
      return startClosing(draft, ended('agent_hangup'), event.spoken);
    case 'digit':
      state.digits += event.digit;
      state.deadlines.digits = draft.at + draft.policy.digitsTimeoutMs;
      state.deadlines.silence = Infinity;
      return;
    case 'typed':
      // Like a spoken hello, words that come before the greeting wait for it; later ones interrupt it.
      if (!greetingIsOwed(state)) handOverTyped(draft);
      return;
    case 'typing':
      state.deadlines.silence = Infinity;
      return;
    case 'caller_gone':
      return onCallerGone(draft, event.reason);
    case 'end_requested':
      return sayGoodbye(draft, event.reason, event.sentence);
    case 'provider_closed':
      return apologise(draft, 'provider_lost', event.reason);
    case 'fault':
      effects.push({ type: 'interrupt' });
      return apologise(draft, 'internal_error', event.detail);
    case 'tick':
      return onTick(draft);
    default:
      return;
  }
}

/** Callers say hello while the line opens. That must not swallow the greeting, which may carry the recording notice. */
const greetingIsOwed = ({ phase, awaitingReply }: CallState): boolean => phase === 'greeting' && awaitingReply;

const isPastGreeting = ({ phase }: CallState): boolean =>
  phase === 'listening' || phase === 'thinking' || phase === 'speaking';

function onSpeechStarted(draft: Draft): void {
  const { state } = draft;
  if (greetingIsOwed(state)) return;
  interrupt(draft);
  state.awaitingReply = false;
}

function onResponseDone(draft: Draft, status: 'completed' | 'cancelled' | 'incomplete' | 'failed'): void {
  const { state, policy, effects } = draft;
  if (!state.awaitingReply || state.toolsRunning > 0) return;
  // The provider heard a hello and dropped the greeting before a word of it was said.
  if (status === 'cancelled' && state.phase === 'greeting' && policy.greeting !== null) {
    const text = `Your greeting was not heard. Begin your next answer with exactly these words: ${policy.greeting}`;
    effects.push({ type: 'add_text', role: 'system', text });
  }
  // The model chose to say nothing; a cancelled answer belongs to a turn that goes on.
  if (status === 'completed') state.awaitingReply = false;
  if (status === 'failed' || status === 'incomplete') askAgain(draft);
}

function onTick(draft: Draft): void {
  const { state, at } = draft;
  if (at >= state.deadlines.digits) handOverDigits(draft);
  if (at >= state.deadlines.duration) return sayGoodbye(draft, 'max_duration');
  if (at >= state.deadlines.silence) return finish(draft, ended('silence'));
  if (at >= state.deadlines.reply) askAgain(draft);
}

/** The provider owes an answer: asked once more, then given up. */
function askAgain(draft: Draft): void {
  const { state, effects } = draft;
  if (state.nudged) return apologise(draft, 'provider_stuck', 'no answer');
  state.nudged = true;
  state.deadlines.reply = Infinity;
  effects.push({ type: 'interrupt' }, { type: 'speak' });
}

function handOverDigits(draft: Draft): void {
  const { state } = draft;
  handOver(draft, { type: 'add_text', role: 'user', text: `(The caller pressed ${state.digits} on the keypad.)` });
  state.digits = '';
  state.deadlines.digits = Infinity;
}

function handOverTyped(draft: Draft): void {
  const { state } = draft;
  handOver(draft, { type: 'add_typed', text: state.typed });
  state.typed = '';
  state.deadlines.silence = Infinity;
}

/** Gives the agent something of the caller that was not spoken, and has it answered. */
function handOver(draft: Draft, what: CallEffect): void {
  const { state, effects } = draft;
  interrupt(draft);
  effects.push(what, { type: 'speak' });
  state.awaitingReply = true;
  // A greeting that was cut short was heard as far as the caller wanted to hear it.
  if (state.phase === 'greeting') state.phase = 'listening';
}

function onCallerGone(draft: Draft, reason: 'hangup' | 'connection_lost'): void {
  const { state, at, policy } = draft;
  const ending = ended(reason === 'hangup' ? 'caller_hangup' : 'connection_lost');
  if (!state.transcriptPending) return finish(draft, ending);
  state.phase = 'closing';
  state.ending = ending;
  state.playing = state.responding = false;
  state.deadlines.closing = at + policy.transcriptTimeoutMs;
}

function whileClosing(draft: Draft, event: CallEvent): void {
  const { state, at } = draft;
  const { ending } = state;
  if (!ending) return;
  const callerIsGone = ending.reason === 'caller_hangup' || ending.reason === 'connection_lost';
  switch (event.type) {
    case 'user_transcript':
      if (callerIsGone) finish(draft, ending);
      return;
    case 'agent_audio':
      state.lastWordsBegun = true;
      return;
    case 'provider_closed':
      if (!state.playing && ending.status === 'completed') finish(draft, ending);
      return;
    case 'playback_finished':
    case 'response_done':
      if (state.lastWordsBegun && !state.playing && !state.responding) finish(draft, ending);
      return;
    case 'caller_gone':
    case 'announcement_missing':
      return finish(draft, ending);
    case 'fault':
      return finish(draft, failed('internal_error', event.detail));
    case 'tick':
      if (at >= state.deadlines.closing) finish(draft, ending);
      return;
    default:
      return;
  }
}

/** `spoken`: the last words are already on their way; otherwise they are what the provider says next. */
function startClosing(draft: Draft, ending: CallEnding, spoken: boolean): void {
  const { state, at, policy } = draft;
  state.phase = 'closing';
  state.ending = ending;
  state.lastWordsBegun = spoken;
  state.deadlines.closing = at + policy.closingTimeoutMs;
  if (spoken && !state.playing && !state.responding) finish(draft, ending);
}

function sayGoodbye(draft: Draft, reason: EndReason, sentence = draft.policy.farewell): void {
  interrupt(draft);
  startClosing(draft, ended(reason), false);
  draft.effects.push({ type: 'speak', text: sentence });
}

/** The provider cannot speak yet: what the caller has to be told before the end is said without it. */
function announce(draft: Draft, { reason, sentence }: Extract<CallEvent, { type: 'end_requested' }>): void {
  if (sentence === undefined) return finish(draft, ended(reason));
  startClosing(draft, ended(reason), false);
  draft.effects.push({ type: 'announce', text: sentence });
}

/** The provider is of no more use: the apology does not come from it. */
function apologise(draft: Draft, reason: EndReason, detail: string): void {
  draft.state.playing = draft.state.responding = false;
  startClosing(draft, failed(reason, detail), false);
  draft.effects.push({ type: 'apologise' });
}

function interrupt(draft: Draft): void {
  const { state, effects } = draft;
  if (state.playing || state.responding || state.awaitingReply) effects.push({ type: 'interrupt' });
  state.playing = state.responding = false;
}

function finish(draft: Draft, ending: CallEnding): void {
  draft.state.phase = 'closed';
  draft.state.ending = ending;
  draft.effects.push({ type: 'finish', ending });
}

const ended = (reason: EndReason): CallEnding => ({ status: 'completed', reason, detail: null });
const failed = (reason: EndReason, detail: string): CallEnding => ({ status: 'failed', reason, detail });

/** Derives the phase from what is going on, and the deadlines from the phase. */
function settle({ state, at, policy }: Draft): void {
  const { deadlines } = state;
  if (state.phase === 'connecting') return;
  if (state.phase === 'closing' || state.phase === 'closed') {
    deadlines.duration = deadlines.silence = deadlines.reply = deadlines.digits = Infinity;
    return;
  }
  const speaking = state.playing || state.responding;
  const thinking = state.toolsRunning > 0 || state.awaitingReply;
  // The greeting lasts until it was heard or cut.
  if (state.phase !== 'greeting' || !(speaking || thinking)) {
    if (speaking) state.phase = 'speaking';
    else state.phase = thinking && !state.callerSpeaking ? 'thinking' : 'listening';
  }

  const quiet = !state.playing && !state.callerSpeaking && state.toolsRunning === 0;
  deadlines.silence = quiet ? Math.min(deadlines.silence, at + policy.maxSilenceMs) : Infinity;
  const owed = quiet && state.awaitingReply;
  deadlines.reply = owed ? Math.min(deadlines.reply, at + policy.replyTimeoutMs) : Infinity;
}
