import { MULAW_SILENCE } from '../../audio/mulaw.ts';
import type { EncodedAudio, MulawAudio } from '../../contracts/audio.ts';
import { decodedLength, encodeAudio } from '../../wire/base64-audio.ts';

/** Kept from before a voice was noticed (400 ms), so that its first sound is not cut off. */
const PRE_ROLL_FRAMES = 20;
/** What is kept at all: 2.5 s, longer than a verdict takes. */
const MOST_FRAMES = 125;

/**
 * The way of the caller's audio to the voice. While it is shut the voice hears silence of the same length, so that no
 * provider interrupts or answers by itself, and what was said is kept for the time when it is to be heard after all.
 */
export class UplinkGate {
  readonly #send: (audio: EncodedAudio) => void;
  /** A ring: buffers are made once and used again. */
  readonly #frames: Buffer[] = [];
  readonly #lengths: number[] = [];
  #first = 0;
  #count = 0;
  #silence: EncodedAudio = Buffer.alloc(0);

  constructor(send: (audio: EncodedAudio) => void) {
    this.#send = send;
  }

  /** Keeps a frame from the voice, which hears as much silence. */
  withhold(audio: EncodedAudio): void {
    if (this.#count === MOST_FRAMES) this.#dropFirst();
    const slot = (this.#first + this.#count) % MOST_FRAMES;
    const frame = this.#frames[slot];
    if (frame && frame.length >= audio.length) frame.set(audio);
    else this.#frames[slot] = Buffer.from(audio);
    this.#lengths[slot] = audio.length;
    this.#count++;
    if (this.#silence.length !== audio.length) {
      this.#silence = encodeAudio(new Uint8Array(decodedLength(audio)).fill(MULAW_SILENCE));
    }
    this.#send(this.#silence);
  }

  /** Nothing is being said: no more is kept than what may be the beginning of the next word. */
  keepPreRoll(): void {
    while (this.#count > PRE_ROLL_FRAMES) this.#dropFirst();
  }

  /** What is kept, as sound. */
  kept(): MulawAudio {
    return Buffer.concat(this.#all().map((frame) => Buffer.from(frame.toString('latin1'), 'base64')));
  }

  /** The voice hears what was kept, all at once. */
  release(): void {
    const frames = this.#all();
    this.clear();
    for (const frame of frames) this.#send(frame);
  }

  clear(): void {
    this.#first = this.#count = 0;
  }

  #all(): EncodedAudio[] {
    return Array.from({ length: this.#count }, (_, index) => {
      const slot = (this.#first + index) % MOST_FRAMES;
      return (this.#frames[slot] as Buffer).subarray(0, this.#lengths[slot]);
    });
  }

  #dropFirst(): void {
    this.#first = (this.#first + 1) % MOST_FRAMES;
    this.#count--;
  }
}
