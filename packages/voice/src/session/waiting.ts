import type { AnswerDone } from './call-events.ts';
import type { CallState } from './call-state.ts';
import { ask, interrupt, type Draft } from './draft.ts';
import { giveUpVoice } from './lost-voice.ts';
import { sayOpening, sayOpeningAgain } from './opening.ts';
import { momentSentence, OWN_SENTENCES } from './own-sentences.ts';

/** A tool that takes long is bridged by the agent itself. How long it may take to say so before our own voice does. */
const MOMENT_PATIENCE_MS = 1000;
/** Between two tries when the provider does not say how long to wait. */
const RETRY_PAUSE_MS = 500;
/** The least time that a provider has to answer when the caller has waited for long already. */
const SHORTEST_PATIENCE_MS = 300;

const GO_ON = 'Your last answer broke off in the middle. Go on from where it stopped, without repeating what was said.';
const FILTERED =
  'Your last answer was stopped by a content filter. Say briefly that you cannot help with that, and ask what else you can do.';

/** An answer has ended, and the first words are not what it was about. */
export function onAnswerDone(draft: Draft, event: AnswerDone): void {
  const { state } = draft;
  switch (event.status) {
    case 'completed':
      if (state.spoke || state.calledTool) state.failedAnswers = 0;
      else if (state.awaitingReply && state.toolsRunning === 0) onSilentAnswer(draft, event.hasUnspokenText === true);
      return;
    case 'cancelled':
      // It belongs to a turn that goes on.
      return;
    case 'incomplete':
    case 'failed':
      return onBrokenAnswer(draft, event);
  }
}

/** The provider has answered with nothing that can be heard. */
function onSilentAnswer(draft: Draft, hasUnspokenText: boolean): void {
  const { state, effects } = draft;
  if (hasUnspokenText) {
    if (state.nudged) return giveUpVoice(draft, 'words without sound');
    state.nudged = true;
    return ask(draft);
  }
  state.awaitingReply = false;
  if (!state.nudged) {
    // A model may choose to say nothing, to a noise for example. A caller who still waits in a moment was no noise.
    state.leftUnanswered = true;
    return;
  }
  state.nudged = false;
  effects.push({ type: 'say_own', text: OWN_SENTENCES.pardon });
}

/** The provider gave up on an answer: it is asked for again after the pause that the provider asks for. */
function onBrokenAnswer(draft: Draft, { reason = 'unknown', message, retryAfterMs }: AnswerDone): void {
  const { state, policy, at, effects } = draft;
  // The caller's turn, or the tool's result, will be answered anyway.
  if (state.callerSpeaking || state.toolsRunning > 0) return;
  state.failedAnswers++;
  const wait = retryAfterMs ?? (state.failedAnswers > 1 ? RETRY_PAUSE_MS : 0);
  if (state.failedAnswers > policy.answerAttempts || wait > policy.maxRetryWaitMs) {
    return giveUpVoice(draft, reason, message);
  }
  if (state.spoke) {
    const text = reason === 'content_filter' ? FILTERED : GO_ON;
    effects.push({ type: 'add_text', role: 'system', text });
  }
  state.awaitingReply = true;
  if (wait === 0) effects.push({ type: 'speak' });
  else state.deadlines.retry = at + wait;
}

/** The pause before the next try is over. */
export function retry(draft: Draft): void {
  const { state, effects } = draft;
  state.deadlines.retry = Infinity;
  if (state.phase === 'connecting') {
    state.connectAttempts++;
    effects.push({ type: 'open_provider' });
  } else if (state.opening?.pending) sayOpening(draft);
  else if (state.awaitingReply && !state.callerSpeaking) ask(draft);
}

/** The provider owes an answer: asked once more, then given up. */
export function askAgain(draft: Draft): void {
  const { state, effects } = draft;
  if (state.nudged) return giveUpVoice(draft, 'no answer');
  state.nudged = true;
  state.hearsAgain = false;
  state.deadlines.reply = Infinity;
  effects.push({ type: 'interrupt' });
  state.playing = state.filling = state.responding = state.itemOpen = false;
  if (state.opening?.owed) return sayOpeningAgain(draft);
  if (state.opening) state.opening.callerWaits = false;
  ask(draft);
}

/** Our own ears say that the caller has finished: the provider is asked, which did not notice. */
export function onSpeechUnnoticed(draft: Draft, quietMs: number): void {
  const { state, at, policy } = draft;
  state.deadlines.silence = Infinity;
  ask(draft);
  state.deadlines.filler = at + Math.max(SHORTEST_PATIENCE_MS, policy.fillerAfterMs - quietMs);
}

/** The caller waits and hears nothing. */
export function fill(draft: Draft): void {
  const { state, at, effects } = draft;
  state.deadlines.filler = Infinity;
  if (state.leftUnanswered) {
    state.leftUnanswered = false;
    state.nudged = true;
    return ask(draft);
  }
  if (bridgesTool(state)) {
    state.fillers++;
    effects.push({ type: 'one_moment' });
    state.deadlines.filler = at + MOMENT_PATIENCE_MS;
    return;
  }
  effects.push({ type: 'say_own', text: momentSentence(state.fillers) });
  state.fillers++;
}

/** The provider has answered, with a tool: it owes nothing until that has ended, and can speak meanwhile. */
export function onToolStarted({ state, at }: Draft): void {
  state.awaitingReply = state.leftUnanswered = false;
  // The caller may have waited for long: there has to be time for the agent to say so before our own voice does.
  if (state.fillers > 0 || state.deadlines.filler === Infinity) return;
  state.deadlines.filler = Math.max(at + SHORTEST_PATIENCE_MS, state.deadlines.filler - MOMENT_PATIENCE_MS);
}

/** The provider has called the tool a moment ago, so it can speak. */
const bridgesTool = ({ toolsRunning, fillers, responding, awaitingReply, recovery }: CallState): boolean =>
  toolsRunning > 0 && fillers === 0 && !responding && !awaitingReply && recovery === null;

/** When a caller who waits and hears nothing has to be told so; Infinity when nothing is owed to them. */
export function fillerDeadline({ state, at, policy }: Draft): number {
  const isOwed =
    state.phase === 'connecting' ||
    state.awaitingReply ||
    state.opening?.callerWaits ||
    state.leftUnanswered ||
    state.toolsRunning > 0 ||
    (state.responding && state.itemOpen);
  const isHeard = state.playing || state.filling || state.yielded !== null;
  if (!isOwed || isHeard || state.callerSpeaking || state.onHold) return Infinity;
  const wait = policy.fillerAfterMs - (bridgesTool(state) ? MOMENT_PATIENCE_MS : 0);
  return Math.min(state.deadlines.filler, at + wait);
}

/** Stops to wait: the agent speaks. */
export function onAgentSpeaks(state: CallState): void {
  state.awaitingReply = state.nudged = state.leftUnanswered = false;
  state.fillers = 0;
  // First words that are to be said again are, whatever else is heard meanwhile.
  if (!state.opening?.pending) state.deadlines.retry = Infinity;
}

/** The caller speaks: what was owed to them is settled by the answer to what they say now. */
export function onCallerSpeaks(draft: Draft): void {
  const { state } = draft;
  interrupt(draft);
  state.awaitingReply = state.leftUnanswered = false;
  state.deadlines.retry = Infinity;
  if (state.opening) state.opening.callerWaits = false;
}
