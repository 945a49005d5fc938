import type { EncodedAudio } from '../contracts/audio.ts';

/** 3 seconds of 20 ms frames: longer than any look-up or connection should take. */
const MAX_FRAMES = 150;

/** What the caller says before there is somebody to hand it to; the newest 3 seconds are kept. */
export class EarlyAudio {
  #frames: Buffer[] = [];

  /** Keeps a copy, because `audio` is valid only during the call. */
  push(audio: EncodedAudio): void {
    if (this.#frames.length === MAX_FRAMES) this.#frames.shift();
    this.#frames.push(Buffer.from(audio));
  }

  clear(): void {
    this.#frames = [];
  }

  drainTo(consume: (audio: EncodedAudio) => void): void {
    const frames = this.#frames;
    this.#frames = [];
    for (const audio of frames) consume(audio);
  }
}
