import type { TranscriptEntry } from '@leadlock/voice/session';

/** Saves a growing transcript one write at a time; what came while a write ran is saved with the next. */
export class TurnSaver {
  readonly #save: (transcript: TranscriptEntry[]) => Promise<void>;
  readonly #onFailure: (error: unknown) => void;
  #newest: TranscriptEntry[] | null = null;
  #writing: Promise<void> | null = null;

  constructor(save: (transcript: TranscriptEntry[]) => Promise<void>, onFailure: (error: unknown) => void) {
    this.#save = save;
    this.#onFailure = onFailure;
  }

  add(transcript: TranscriptEntry[]): void {
    this.#newest = transcript;
    this.#writing ??= this.#write();
  }

  /** Resolves when nothing is being written any more. */
  async settled(): Promise<void> {
    await this.#writing;
  }

  async #write(): Promise<void> {
    for (let next = this.#newest; next; next = this.#newest) {
      this.#newest = null;
      try {
        await this.#save(next);
      } catch (err) {
        this.#onFailure(err);
      }
    }
    this.#writing = null;
  }
}
