import type { EncodedAudio } from '../../contracts/audio.ts';
import { decodedLength } from '../../wire/base64-audio.ts';
import { meanAmplitude } from './energy-gate.ts';

const BYTES_PER_MS = 8;
/** Below this mean amplitude (of 32,635) nobody hears anything: about -60 dB. */
const AUDIBLE = 30;
/** So much of an item without a sound, though there are words for it, is no pause before speaking. */
const SILENT_START_MS = 1500;
/** A pause within what is said is shorter. */
const SILENT_STRETCH_MS = 3500;
/** One sample in 24 tells sound from silence. */
const STEP = 32;

/** Listens to what the provider sends: an agent that speaks without a sound has nobody to notice but the caller. */
export class SoundCheck {
  #hasSound = false;
  #hasWords = false;
  #soundMs = 0;
  #silentMs = 0;

  /** The provider begins to speak an item. */
  begin(): void {
    this.reset();
  }

  /** There are words for what is being said. */
  words(): void {
    this.#hasWords = true;
  }

  hear(audio: EncodedAudio): void {
    const ms = decodedLength(audio) / BYTES_PER_MS;
    if (meanAmplitude(audio, STEP) < AUDIBLE) {
      this.#silentMs += ms;
      return;
    }
    this.#hasSound = true;
    this.#soundMs += this.#silentMs + ms;
    this.#silentMs = 0;
  }

  /** Up to where the item that is being said has sound, in ms. */
  get audibleMs(): number {
    return this.#soundMs;
  }

  /** The provider says something, and what it sends for it is silence. */
  get isInaudible(): boolean {
    return this.#hasWords && this.#silentMs >= (this.#hasSound ? SILENT_STRETCH_MS : SILENT_START_MS);
  }

  reset(): void {
    this.#hasSound = this.#hasWords = false;
    this.#soundMs = this.#silentMs = 0;
  }
}
