import type { EncodedAudio } from '../contracts/audio.ts';
import { EnergyGate } from './energy-gate.ts';

/** Speech that the provider's detector places up to so long after its first loud frame belongs to it. */
const DETECTION_LAG_MS = 2000;
/** So many loud frames (20 ms each) are speech and no cough. */
const SPEECH_FRAMES = 30;
/** Quiet for so long after speech: the caller has finished, whatever the provider thinks. */
const TURN_QUIET_MS = 1500;

/** When the caller spoke last, heard with our own ears so that the provider's endpointing time is not hidden. */
export class CallerTurn {
  readonly #gate = new EnergyGate();
  #lastLoudAt = -Infinity;
  #loudFrames = 0;
  #startedAt: number | null = null;
  #endedAt: number | null = null;

  hear(audio: EncodedAudio, now: () => number): void {
    if (!this.#gate.isLoud(audio)) return;
    this.#loudFrames++;
    this.#lastLoudAt = now();
  }

  /** The provider heard the caller start. */
  started(at: number): void {
    this.#startedAt = at;
    this.#endedAt = null;
    this.#loudFrames = 0;
  }

  /** The provider heard the caller stop. The true end is the last loud frame; a caller too soft for us stopped now. */
  stopped(at: number): void {
    const since = (this.#startedAt ?? at) - DETECTION_LAG_MS;
    this.#endedAt = this.#lastLoudAt >= since ? this.#lastLoudAt : at;
    this.#loudFrames = 0;
  }

  /** The caller's turn was written, and ends now. */
  typed(at: number): void {
    this.#endedAt = at;
    this.#loudFrames = 0;
  }

  /** True once when the caller has spoken and gone quiet without the provider noticing. */
  wentUnnoticed(now: number): boolean {
    if (this.#loudFrames < SPEECH_FRAMES || now - this.#lastLoudAt < TURN_QUIET_MS) return false;
    this.#loudFrames = 0;
    this.#endedAt ??= this.#lastLoudAt;
    return true;
  }

  /** The agent begins to speak: the time since the end of the caller's turn, or null when it is not an answer to one. */
  answered(at: number): number | null {
    const endedAt = this.#endedAt ?? (this.#loudFrames >= SPEECH_FRAMES ? this.#lastLoudAt : null);
    this.#startedAt = this.#endedAt = null;
    this.#loudFrames = 0;
    return endedAt === null ? null : at - endedAt;
  }

  /** What was heard while the agent spoke may be its echo. */
  forget(): void {
    this.#loudFrames = 0;
  }
}
