import type { EndReason } from './call-ending.ts';
import type { ProviderClosed } from './call-events.ts';
import type { CallState, Recovery } from './call-state.ts';
import { interrupt, type Draft } from './draft.ts';

/** A caller who waits while another voice is opened is told so after this time. */
const TELL_AFTER_MS = 800;
/** Whoever has waited for a voice that was mute has waited long enough. */
const waitOf = ({ reason }: ProviderClosed): number => (reason === 'silent' ? 0 : TELL_AFTER_MS);

/** The voice is of no more use: another one goes on with the call, where there is one. */
export function changeVoice(draft: Draft, reason: EndReason, loss: ProviderClosed): void {
  const { state, effects, at } = draft;
  if (loss.inaudible) forgetInaudible(draft);
  if (state.phase !== 'connecting') {
    state.recovery = recoveryOf(state);
    state.awaitingReply = state.recovery.owes && !state.callerSpeaking;
    if (state.awaitingReply) state.deadlines.filler = Math.min(state.deadlines.filler, at + waitOf(loss));
  } else {
    state.connectAttempts = 1;
    state.deadlines.connect = at + draft.policy.connectTimeoutMs;
  }
  state.hearsAgain = false;
  state.responding = state.itemOpen = state.spoke = state.calledTool = false;
  state.nudged = state.transcriptPending = state.leftUnanswered = false;
  state.failedAnswers = 0;
  state.deadlines.retry = state.deadlines.reply = Infinity;
  effects.push({ type: 'change_voice', reason, loss });
}

function recoveryOf(state: CallState): Recovery {
  const { recovery, awaitingReply, leftUnanswered, responding, itemOpen } = state;
  return {
    owes: awaitingReply || leftUnanswered || responding || (recovery?.owes ?? false),
    brokeOff: (responding && itemOpen) || (recovery?.brokeOff ?? false),
  };
}

/** What has no sound was not said: neither the first words, nor anything that the caller would have to wait for. */
function forgetInaudible(draft: Draft): void {
  const { opening } = draft.state;
  interrupt(draft);
  draft.state.awaitingReply = true;
  if (opening?.owed) opening.produced = false;
}

/** The provider is there and does not do what it has to: another one goes on. */
export function giveUpVoice(draft: Draft, reason: string, message?: string): void {
  const loss = { type: 'provider_closed', reason, retryable: true, ...(message && { message }) } as const;
  changeVoice(draft, 'provider_stuck', loss);
}
