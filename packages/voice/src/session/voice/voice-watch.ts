import type { CallMachine } from '../call-machine.ts';
import type { CallerSide } from '../caller/caller-side.ts';
import type { SoundCheck } from '../caller/sound-check.ts';
import type { SpareVoices } from './spare-voices.ts';
import type { VoiceSide } from './voice-side.ts';

/** A session that is not ready by then is given up for another provider, unless this one is known to need longer. */
const OPENS_WITHIN_MS = 2500;
/** A provider that says nothing for so long after the caller has is asked whether it is there. */
const QUIET_MS = 800;
/** How soon it has to answer that: nobody has to think about it. */
const SIGNS_WHEN_ASKED_MS = 1200;
/** Looks come every 100 ms. Later than this, the process was held up: what the provider sent meanwhile is still unread. */
const LONGEST_TICK_MS = 250;
/** No wait here is longer. */
const HOLD_UPS_KEPT_MS = 60_000;

export interface VoiceWatchOptions {
  machine: CallMachine;
  voice: VoiceSide;
  caller: Pick<CallerSide, 'openUntil' | 'endTurn'>;
  /** What the provider sends, as a caller hears it. */
  sound: SoundCheck;
  spares: SpareVoices;
}

/** Notices that the voice is lost where nobody says so: it does not open, falls silent, or cannot be heard. */
export class VoiceWatch {
  readonly #options: VoiceWatchOptions;
  /** Since when an answer is owed of which nothing was heard yet. */
  #owedSince: number | null = null;
  /** When it was asked for a sign that it has not given yet. */
  #askedAt: number | null = null;
  #lookedAt: number | null = null;
  /** When the process listened again after it was held up, and how long that took, in ms. */
  #holdUps: { endedAt: number; ms: number }[] = [];

  constructor(options: VoiceWatchOptions) {
    this.#options = options;
  }

  tick(now: number): void {
    this.#noteHoldUp(now);
    const { machine, voice, sound, spares } = this.#options;
    const { phase } = machine.state;
    if (phase === 'closing' || phase === 'closed' || !spares.hasNext) return;
    if (voice.openingSince !== null) {
      this.#owedSince = this.#askedAt = null;
      const patienceMs = voice.voice.provider.capabilities.opensWithinMs ?? OPENS_WITHIN_MS;
      if (this.#listenedFor(voice.openingSince, now) >= patienceMs) this.#giveUp('not_ready');
    } else if (this.#isMute(now)) this.#giveUp('silent');
    else if (this.#givesNoSign(now)) {
      // Nobody else will say that the caller has finished, and waits.
      this.#options.caller.endTurn(now);
      this.#giveUp('silent');
    } else if (sound.isInaudible) this.#giveUp('inaudible', true);
  }

  /** It owes an answer, and has not sent a thing since. */
  #isMute(now: number): boolean {
    const { machine, voice } = this.#options;
    const { awaitingReply, hearsAgain, playing, responding, itemOpen, callerSpeaking, deadlines, recovery } =
      machine.state;
    const owes = (awaitingReply && !hearsAgain) || (responding && itemOpen);
    const isOwed = owes && !playing && !callerSpeaking && recovery === null;
    this.#owedSince = isOwed && deadlines.retry === Infinity ? (this.#owedSince ?? now) : null;
    const { signsWithinMs } = voice.voice.provider.capabilities;
    if (this.#owedSince === null || signsWithinMs === undefined) return false;
    return this.#listenedFor(Math.max(this.#owedSince, voice.signedAt), now) >= signsWithinMs;
  }

  /** It has not said whether the caller has finished, which may take it long, nor that it is there, which may not. */
  #givesNoSign(now: number): boolean {
    const { voice, caller } = this.#options;
    if (this.#askedAt !== null && voice.signedAt >= this.#askedAt) this.#askedAt = null;
    if (this.#askedAt !== null) return this.#listenedFor(this.#askedAt, now) >= SIGNS_WHEN_ASKED_MS;
    const { openUntil } = caller;
    if (openUntil === null || now - Math.max(openUntil, voice.signedAt) < QUIET_MS) return false;
    if (voice.askForSign()) this.#askedAt = now;
    return false;
  }

  #noteHoldUp(now: number): void {
    const sinceLook = now - (this.#lookedAt ?? now);
    this.#lookedAt = now;
    if (sinceLook > LONGEST_TICK_MS) this.#holdUps.push({ endedAt: now, ms: sinceLook });
    while ((this.#holdUps[0]?.endedAt ?? now) < now - HOLD_UPS_KEPT_MS) this.#holdUps.shift();
  }

  /** How long it has been, without the time in which nothing could have been heard. */
  #listenedFor(since: number, now: number): number {
    const heldUpMs = this.#holdUps.reduce(
      (sum, { endedAt, ms }) => sum + Math.min(ms, Math.max(0, endedAt - since)),
      0,
    );
    return now - since - heldUpMs;
  }

  #giveUp(reason: string, inaudible = false): void {
    this.#owedSince = this.#askedAt = null;
    this.#options.machine.dispatch({
      type: 'provider_closed',
      reason,
      // To open the same one again would take as long again.
      retryable: reason !== 'not_ready',
      ...(inaudible && { inaudible }),
    });
  }
}
