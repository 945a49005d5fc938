import type { CallMachine } from '../call-machine.ts';
import type { SoundCheck } from '../caller/sound-check.ts';
import type { SpareVoices } from './spare-voices.ts';
import type { VoiceSide } from './voice-side.ts';

/** A session that is not ready by then is given up for another provider, unless this one is known to need longer. */
const OPENS_WITHIN_MS = 2500;

export interface VoiceWatchOptions {
  machine: CallMachine;
  voice: VoiceSide;
  /** What the provider sends, as a caller hears it. */
  sound: SoundCheck;
  spares: SpareVoices;
}

/** Notices that the voice is lost where nobody says so: it does not open, falls silent, or cannot be heard. */
export class VoiceWatch {
  readonly #options: VoiceWatchOptions;
  /** Since when an answer is owed of which nothing was heard yet. */
  #owedSince: number | null = null;

  constructor(options: VoiceWatchOptions) {
    this.#options = options;
  }

  tick(now: number): void {
    const { machine, voice, sound, spares } = this.#options;
    const { phase } = machine.state;
    if (phase === 'closing' || phase === 'closed' || !spares.hasNext) return;
    if (voice.openingSince !== null) {
      const patienceMs = voice.voice.provider.capabilities.opensWithinMs ?? OPENS_WITHIN_MS;
      if (now - voice.openingSince >= patienceMs) this.#giveUp('not_ready');
    } else if (this.#isMute(now)) this.#giveUp('silent');
    else if (sound.isInaudible) this.#giveUp('inaudible', true);
  }

  /** It owes an answer, and has not sent a thing since. */
  #isMute(now: number): boolean {
    const { machine, voice } = this.#options;
    const { awaitingReply, playing, responding, callerSpeaking, deadlines, recovery } = machine.state;
    const isOwed = awaitingReply && !playing && !responding && !callerSpeaking && recovery === null;
    this.#owedSince = isOwed && deadlines.retry === Infinity ? (this.#owedSince ?? now) : null;
    const { signsWithinMs } = voice.voice.provider.capabilities;
    if (this.#owedSince === null || signsWithinMs === undefined) return false;
    return now - Math.max(this.#owedSince, voice.signedAt) >= signsWithinMs;
  }

  #giveUp(reason: string, inaudible = false): void {
    this.#owedSince = null;
    this.#options.machine.dispatch({
      type: 'provider_closed',
      reason,
      // To open the same one again would take as long again.
      retryable: reason !== 'not_ready',
      ...(inaudible && { inaudible }),
    });
  }
}
