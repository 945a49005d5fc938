import type { EncodedAudio } from '../../contracts/audio.ts';
import type { RealtimeListener } from '../../contracts/realtime-provider.ts';
import { EnergyGate } from '../../session/caller/energy-gate.ts';

/** So sure its detector has to be that somebody speaks. */
const SPEECH_SCORE = 0.5;
/** So many loud frames (20 ms each) in a row are speech, while its detector has not said anything yet. */
const LOUD_FRAMES = 5;

type EarsListener = Pick<RealtimeListener, 'onSpeechStarted' | 'onSpeechStopped' | 'onUserTranscript'>;

export interface CallerEarsOptions {
  listener: EarsListener;
  /** Begins the ids of what the caller says. */
  prefix: string;
  /** So long a pause ends speech. */
  silenceMs: number;
  /** ms of a clock that never goes back. */
  now: () => number;
}

/**
 * When the caller speaks. ElevenLabs has no event for it: its scores of voice activity tell, and until the first of them
 * the loudness of what we send.
 */
export class CallerEars {
  readonly #options: CallerEarsOptions;
  readonly #gate = new EnergyGate();
  #hasScores = false;
  #loudFrames = 0;
  #lastVoiceAt = -Infinity;
  #speaking = false;
  #items = 1;

  constructor(options: CallerEarsOptions) {
    this.#options = options;
  }

  /** Its detector reports what it hears. */
  get hasScores(): boolean {
    return this.#hasScores;
  }

  /** A frame on its way to ElevenLabs: 50 of them come a second. */
  hear(audio: EncodedAudio): void {
    if (this.#hasScores) return;
    this.#loudFrames = this.#gate.isLoud(audio) ? this.#loudFrames + 1 : 0;
    this.#judge(this.#loudFrames >= LOUD_FRAMES);
  }

  /** A score of its detector, 0 to 1. */
  score(score: number): void {
    this.#hasScores = true;
    this.#judge(score >= SPEECH_SCORE);
  }

  /** It has cut its answer short for the caller. */
  interrupted(): void {
    this.#lastVoiceAt = this.#options.now();
    this.#start();
  }

  /** The words of a turn that is over. */
  words(text: string): void {
    const { listener } = this.#options;
    const itemId = this.#itemId;
    // Whoever was not noticed to speak has spoken all the same.
    if (!this.#speaking) this.#start();
    this.#stop();
    this.#items++;
    listener.onUserTranscript(itemId, text, true);
  }

  #judge(hasVoice: boolean): void {
    const now = this.#options.now();
    if (hasVoice) {
      this.#lastVoiceAt = now;
      this.#start();
    } else if (this.#speaking && now - this.#lastVoiceAt >= this.#options.silenceMs) {
      this.#stop();
    }
  }

  #start(): void {
    if (this.#speaking) return;
    this.#speaking = true;
    this.#options.listener.onSpeechStarted(this.#itemId);
  }

  #stop(): void {
    if (!this.#speaking) return;
    this.#speaking = false;
    this.#options.listener.onSpeechStopped();
  }

  get #itemId(): string {
    return `${this.#options.prefix}_heard_${this.#items}`;
  }
}
