import type { EncodedAudio } from '../../contracts/audio.ts';
import type { TurnDetection } from '../../contracts/realtime-provider.ts';
import { EnergyGate } from './energy-gate.ts';

/** Speech that the provider's detector places up to so long after its first loud frame belongs to it. */
const DETECTION_LAG_MS = 2000;
/** So many loud frames (20 ms each) are speech and no cough. */
const SPEECH_FRAMES = 30;
/** So many are more than a short goodbye. */
const INSISTING_FRAMES = 50;
/** So many may be a word that was not understood. */
const UNTOLD_FRAMES = 8;
/** The first sound of a word is soft. */
const LEAD_MS = 300;
/** Quiet for so long after speech: the caller has finished, whatever the provider thinks. */
const TURN_QUIET_MS = 1500;
/** A shorter silence is one between words, and no agent answers sooner: whoever is spoken to then was still speaking. */
const PAUSE_MS = 200;
/** Mean amplitude of a caller who is too far from the microphone to be loud, and above what a quiet line has. */
const FAINT = 60;
const FAINT_FRAMES = 25;
/** How long a caller whom only the provider can hear may speak. */
const FAINT_PATIENCE_MS = 10_000;
/**
 * How long after the end of speech a provider's detector may take to say so, beyond what it is set to: so long as the
 * caller can still be told within 3 s that it takes a moment, and never less than what the network takes.
 */
const DETECTOR_MARGIN_MS = 1500;
const SHORTEST_MARGIN_MS = 700;
const PATIENCE_MS = 2300;
/** The most that a detector which judges by meaning waits (OpenAI's documented limits). */
const SEMANTIC_LIMIT_MS = { high: 2000, medium: 4000, auto: 4000, low: 8000 };

/** How long a caller may be quiet in the middle of a turn before it is over, whether the provider says so or not. */
export function turnPatienceMs({ kind, eagerness, silenceDurationMs }: TurnDetection): number {
  const limit = kind === 'semantic' ? SEMANTIC_LIMIT_MS[eagerness] : silenceDurationMs;
  return Math.max(Math.min(limit + DETECTOR_MARGIN_MS, PATIENCE_MS), limit + SHORTEST_MARGIN_MS);
}

/** When the caller spoke last, heard with our own ears so that the provider's endpointing time is not hidden. */
export class CallerTurn {
  readonly #gate = new EnergyGate();
  readonly #patienceMs: number;
  #isLoud = false;
  #lastLoudAt = -Infinity;
  #loudFrames = 0;
  #faintFrames = 0;
  #startedAt: number | null = null;
  #endedAt: number | null = null;
  /** When somebody noticed that. */
  #detectedAt: number | null = null;
  /** When the caller began to say what nobody has put into words yet, as we hear it, and how much of it was loud. */
  #untoldSince: number | null = null;
  #untoldFrames = 0;

  constructor(patienceMs: number) {
    this.#patienceMs = patienceMs;
  }

  hear(audio: EncodedAudio, now: () => number): void {
    this.#isLoud = this.#gate.isLoud(audio);
    if (this.#isLoud) {
      this.#loudFrames++;
      this.#untoldFrames++;
      this.#lastLoudAt = now();
      this.#untoldSince ??= this.#lastLoudAt;
    } else if (this.#gate.level > FAINT) {
      this.#faintFrames++;
    }
  }

  /** The frame heard last was speech, as far as loudness tells. */
  get isLoud(): boolean {
    return this.#isLoud;
  }

  /** The mean amplitude of the frame heard last. */
  get level(): number {
    return this.#gate.level;
  }

  /** The line's own mean amplitude. */
  get noise(): number {
    return this.#gate.noise;
  }

  /** The provider heard the caller start. */
  started(at: number): void {
    this.#startedAt = at;
    this.#endedAt = this.#detectedAt = null;
    this.#loudFrames = this.#faintFrames = 0;
  }

  /** The provider heard the caller stop. The true end is the last loud frame; a caller too soft for us stopped now. */
  stopped(at: number): void {
    const since = (this.#startedAt ?? at) - DETECTION_LAG_MS;
    this.#endedAt = this.#lastLoudAt >= since ? this.#lastLoudAt : at;
    this.#detectedAt = at;
    this.#loudFrames = 0;
  }

  /** The words of what the caller has said are there. */
  told(): void {
    this.#untoldSince = null;
    this.#untoldFrames = 0;
  }

  /** Since when the caller has been saying what nobody has understood yet; undefined when that is nothing. */
  get unheardSince(): number | undefined {
    if (this.#untoldFrames < UNTOLD_FRAMES || this.#untoldSince === null) return undefined;
    return this.#untoldSince - LEAD_MS;
  }

  /**
   * Until when the caller spoke, as we hear it, where the provider has yet to say that they have finished; null where it has
   * nothing to say. One whom only the provider hears may still be speaking: -Infinity.
   */
  get openUntil(): number | null {
    const isOpen = this.#startedAt !== null && this.#endedAt === null;
    return isOpen || this.#loudFrames >= SPEECH_FRAMES ? this.#lastLoudAt : null;
  }

  /** The caller's turn was written, and ends now. */
  typed(at: number): void {
    this.#endedAt = this.#detectedAt = at;
    this.#loudFrames = 0;
  }

  /** When the end of the caller's turn was noticed; null while it was not. */
  get detectedAt(): number | null {
    return this.#detectedAt;
  }

  /** For how long the caller has been quiet who spoke without the provider noticing, told once; null when there is none. */
  wentUnnoticed(now: number): number | null {
    const quietMs = now - this.#lastLoudAt;
    if (this.#loudFrames < SPEECH_FRAMES || quietMs < TURN_QUIET_MS) return null;
    this.#loudFrames = 0;
    this.#endedAt ??= this.#lastLoudAt;
    this.#detectedAt ??= now;
    return quietMs;
  }

  /** For how long the caller has been quiet whom the provider takes to be speaking; null when they may still be. */
  stoppedUnnoticed(now: number): number | null {
    if (this.#startedAt === null) return null;
    const isFaint = this.#loudFrames === 0 && this.#faintFrames >= FAINT_FRAMES;
    const quietMs = now - Math.max(this.#startedAt, this.#lastLoudAt);
    if (quietMs < (isFaint ? FAINT_PATIENCE_MS : this.#patienceMs)) return null;
    this.stopped(now);
    return quietMs;
  }

  /** Since the provider heard the caller start there was so much speech that it is neither a cough nor a short goodbye. */
  get insists(): boolean {
    return this.#loudFrames >= INSISTING_FRAMES;
  }

  /** The agent begins to speak: the time since the end of the caller's turn, or null when it is not an answer to one. */
  answered(at: number): number | null {
    if (this.#endedAt === null && at - this.#lastLoudAt < PAUSE_MS) return null;
    const endedAt = this.#endedAt ?? (this.#loudFrames >= SPEECH_FRAMES ? this.#lastLoudAt : null);
    this.#startedAt = this.#endedAt = this.#detectedAt = null;
    this.#loudFrames = 0;
    return endedAt === null ? null : at - endedAt;
  }

  /** What was heard while the agent spoke, from `since` on, may be its echo. */
  forget(since = -Infinity): void {
    this.#loudFrames = 0;
    if (this.#untoldSince !== null && this.#untoldSince >= since) this.told();
  }
}
