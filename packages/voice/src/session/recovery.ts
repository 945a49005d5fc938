import type { EndReason } from './call-ending.ts';
import type { Recovery } from './call-state.ts';
import { apologize } from './closing.ts';
import { ask, type Draft } from './draft.ts';
import { sayOpening } from './opening.ts';

/** How long the next voice may take to notice what it was given to hear of the caller, before it is asked. */
const HEAR_AGAIN_MS = 2000;

const SORRY =
  'The line was interrupted for a moment, and you go on with the conversation. Begin your next answer with half a sentence ' +
  'that says sorry for that, in the language of the conversation.';
const BROKE_OFF = `${SORRY} You were cut off in your last sentence: say it again, and go on from there.`;
const OWES =
  `${SORRY} Then answer what is still open; if you do not know what the caller said last, ask them to say it again. ` +
  'What your tools have done is done: do none of it again.';

/** Another voice has taken the call over, and knows what was said. */
export function onVoiceBack(draft: Draft, hearsAgain: boolean): void {
  const { state, effects, at } = draft;
  const { recovery, opening } = state;
  state.recovery = null;
  if (!recovery) return;
  if (opening?.owed) {
    if (!opening.own && !opening.produced) sayOpening(draft);
    return;
  }
  const { owes, brokeOff } = recovery;
  effects.push({ type: 'add_text', role: 'system', text: noteOf(recovery) });
  if (state.callerSpeaking || state.toolsRunning > 0) return;
  if (hearsAgain && !brokeOff) {
    state.awaitingReply = state.hearsAgain = true;
    state.deadlines.reply = at + HEAR_AGAIN_MS;
  } else if (owes || state.awaitingReply) ask(draft);
}

const noteOf = ({ owes, brokeOff }: Recovery): string => {
  if (brokeOff) return BROKE_OFF;
  return owes ? OWES : SORRY;
};

/** The voice is lost, and there is no other. Whoever waits for a person needs none unless that person declines. */
export function onNoVoiceLeft(draft: Draft, reason: EndReason, detail: string): void {
  if (draft.state.onHold) {
    draft.state.voiceless = true;
    return;
  }
  draft.state.recovery = null;
  apologize(draft, reason, detail);
}

/** The caller is back from hold, where they had no voice: the next session is told what came of it. */
export function tryVoiceAgain({ state, effects }: Draft): void {
  if (!state.voiceless || state.onHold) return;
  state.voiceless = false;
  effects.push({ type: 'open_provider' });
}
