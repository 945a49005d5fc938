import type { ProviderEnd } from '../../contracts/realtime-provider.ts';
import type { CallMachine } from '../call-machine.ts';
import type { CallState } from '../call-state.ts';
import type { SpareVoices } from './spare-voices.ts';
import type { VoiceSide } from './voice-side.ts';
import type { Voice } from './voice.ts';

/** So long before a provider ends its session, the next pause of the conversation is used to go over to another one. */
const PATIENCE_MS = 300_000;
/** Of a session that is not longer than that, this share of it. */
const PATIENCE_SHARE = 0.5;
/** So long before, a call that could not go over is ended with a goodbye, which the provider's end would cut off. */
const GOODBYE_MS = 20_000;
const GOODBYE_SHARE = 0.1;
/** After a try that came to nothing. After each refusal it is twice as long. */
const RETRY_MS = 3000;
/** Why a session is given up that its provider is about to end. */
const SESSION_LIMIT = 'session_limit';

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

export interface RolloverOptions {
  machine: CallMachine;
  voice: VoiceSide;
  /** Keys were pressed that the transcript does not show yet, so that another session could not be told them. */
  hidesKeys: () => boolean;
  /** How many turns and tools there were; another one makes what a new session was told incomplete. */
  countTurns: () => number;
  /** Who else can go on. */
  spares: SpareVoices;
}

/** Lets a call outlive the longest session of its provider: at a pause another one goes on with the conversation. */
export class Rollover {
  readonly #options: RolloverOptions;
  #notBefore = 0;
  #refusals = 0;
  #lastRefusal: { voice: Voice; end: ProviderEnd } | null = null;
  /** Who is asked for the next session; null: the one that has the call. */
  #other: Voice | null = null;
  #saidGoodbye = false;

  constructor(options: RolloverOptions) {
    this.#options = options;
  }

  tick(now: number): void {
    const { voice, countTurns } = this.#options;
    const { lifetime } = voice;
    if (!lifetime) return;
    this.#heedRefusal(now);
    const leftMs = lifetime.endsAt - now;
    const wholeMs = lifetime.endsAt - lifetime.openedAt;
    if (leftMs <= Math.min(GOODBYE_MS, wholeMs * GOODBYE_SHARE)) return this.#leaveAnyway();
    if (leftMs > Math.min(PATIENCE_MS, wholeMs * PATIENCE_SHARE) && !voice.isOutdated) return;
    if (voice.hasNext || now < this.#notBefore || !this.#mayGoOver()) return;
    this.#notBefore = now + RETRY_MS;
    const turns = countTurns();
    const asked = this.#other ?? voice.voice;
    voice.prepareNext(
      asked,
      () => {
        const mayTakeOver = this.#mayGoOver() && countTurns() === turns;
        if (mayTakeOver) {
          this.#refusals = 0;
          this.#other = null;
        }
        return mayTakeOver;
      },
      (end) => (this.#lastRefusal = { voice: asked, end }),
    );
  }

  #mayGoOver(): boolean {
    const { machine, hidesKeys } = this.#options;
    return isTurnBoundary(machine.state) && !hidesKeys();
  }

  /**
   * Another provider is asked at once. Where there is none, waits as long as the provider asks for, and longer each time; one
   * that will never take the call is not retried.
   */
  #heedRefusal(now: number): void {
    const refusal = this.#lastRefusal;
    if (refusal === null) return;
    this.#lastRefusal = null;
    const { voice, end } = refusal;
    this.#other = this.#options.spares.instead({ voice, ...end });
    if (this.#other) {
      this.#notBefore = now;
      return;
    }
    this.#refusals++;
    const pauseMs = end.retryable ? RETRY_MS * 2 ** (this.#refusals - 1) : Infinity;
    this.#notBefore = now + Math.max(pauseMs, end.retryAfterMs ?? 0);
  }

  /** The session is about to end, and no pause came in which another one could take over. */
  #leaveAnyway(): void {
    const { machine, voice, spares } = this.#options;
    // A goodbye that the caller may still object to is not the last one.
    if (this.#saidGoodbye || machine.state.phase === 'closing') return;
    voice.dropNext();
    // Whoever goes on hears of the conversation what this one knows; a short gap is better than the end of the call.
    if (spares.hasNext) {
      machine.dispatch({ type: 'provider_closed', reason: SESSION_LIMIT, retryable: true });
      return;
    }
    this.#saidGoodbye = true;
    machine.dispatch({ type: 'time_is_up' });
  }
}
