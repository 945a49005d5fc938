import type { CallAudio, CallAudioListener } from '../call-audio.ts';

/** Without another packet for so long the agent has stopped. */
const QUIET_MS = 300;

/** In place of sound, where the browser has none: marks count as played at once, for what the agent says is read. */
export class NoAudio implements CallAudio {
  #listener: CallAudioListener | null = null;
  #quiet: ReturnType<typeof setTimeout> | undefined;

  listen(listener: CallAudioListener): void {
    this.#listener = listener;
  }

  play(): void {
    clearTimeout(this.#quiet);
    this.#quiet = setTimeout(() => this.#listener?.onPlaying(false), QUIET_MS);
  }

  mark(name: string): void {
    this.#listener?.onPlayed(name);
  }

  clear(): void {
    clearTimeout(this.#quiet);
  }

  finish(): void {}

  close(): void {
    this.clear();
  }
}
