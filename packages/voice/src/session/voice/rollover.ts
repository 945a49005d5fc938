import type { CallMachine } from '../call-machine.ts';
import type { CallState } from '../call-state.ts';
import type { VoiceSide } from './voice-side.ts';

/** So long before a provider ends its session, the next pause of the conversation is used to go over to another one. */
const PATIENCE_MS = 300_000;
/** Of a session that is not longer than that, this share of it. */
const PATIENCE_SHARE = 0.5;
/** So long before, any moment will do in which neither side speaks. */
const URGENT_MS = 20_000;
const URGENT_SHARE = 0.1;
/** After a try that came to nothing. */
const RETRY_MS = 3000;

/** Nobody speaks, or has said or done something that is not settled. */
function isTurnBoundary(state: CallState): boolean {
  return (
    state.phase === 'listening' &&
    !state.callerSpeaking &&
    !state.playing &&
    !state.filling &&
    !state.responding &&
    !state.awaitingReply &&
    !state.leftUnanswered &&
    !state.transcriptPending &&
    !state.opening?.owed &&
    state.toolsRunning === 0 &&
    state.digits === '' &&
    state.typed === ''
  );
}

/** Neither side speaks. What is owed is asked for again, and a tool's result finds the session that there is then. */
const isQuiet = ({ phase, callerSpeaking, playing, responding }: CallState): boolean =>
  (phase === 'listening' || phase === 'thinking') && !callerSpeaking && !playing && !responding;

export interface RolloverOptions {
  machine: CallMachine;
  voice: VoiceSide;
  /** How many turns and tools there were; another one makes what a new session was told incomplete. */
  countTurns: () => number;
}

/** Lets a call outlive the longest session of its provider: at a pause another one goes on with the conversation. */
export class Rollover {
  readonly #options: RolloverOptions;
  #notBefore = 0;

  constructor(options: RolloverOptions) {
    this.#options = options;
  }

  tick(now: number): void {
    const { machine, voice, countTurns } = this.#options;
    const { lifetime } = voice;
    if (!lifetime || voice.hasNext || now < this.#notBefore) return;
    const leftMs = lifetime.endsAt - now;
    const wholeMs = lifetime.endsAt - lifetime.openedAt;
    if (leftMs > Math.min(PATIENCE_MS, wholeMs * PATIENCE_SHARE) && !voice.isOutdated) return;
    const isUrgent = leftMs <= Math.min(URGENT_MS, wholeMs * URGENT_SHARE);
    const mayGoOver = isUrgent ? isQuiet : isTurnBoundary;
    if (!mayGoOver(machine.state)) return;
    this.#notBefore = now + RETRY_MS;
    const turns = countTurns();
    voice.prepareNext(() => mayGoOver(machine.state) && countTurns() === turns);
  }
}
