import { useSyncExternalStore } from 'react';
import { toApiError } from '#/api/api-error.ts';
import { rest } from '#/api/rest.ts';
import { inBackground } from '#/in-background.ts';

/** A text in one voice. */
export interface Sample {
  provider: string;
  voice: string;
  text: string;
}

interface PlayerState {
  sample: Sample | null;
  phase: 'idle' | 'loading' | 'playing';
  /** Why the sample was not heard. */
  problem: string | null;
}

const SILENT: PlayerState = { sample: null, phase: 'idle', problem: null };
/** Whoever compares voices goes back and forth between a few. */
const MOST_KEPT = 30;

const keyOf = ({ provider, voice, text }: Sample): string => JSON.stringify([provider, voice, text]);
export const isSame = (one: Sample | null, other: Sample | null): boolean =>
  one !== null && other !== null && keyOf(one) === keyOf(other);

async function loadSample({ provider, voice, text }: Sample, signal: AbortSignal): Promise<Blob> {
  const response = await rest('/agents/wizard/preview-greeting-tts', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ text, voice_provider: provider, voice_id: voice }),
    signal,
  });
  return response.blob();
}

/** Plays one sample at a time, wherever on the page it is asked for. */
class SamplePlayer {
  #state = SILENT;
  readonly #listeners = new Set<() => void>();
  readonly #kept = new Map<string, Blob>();
  #audio: HTMLAudioElement | null = null;
  #running: AbortController | null = null;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly state = (): PlayerState => this.#state;

  toggle(sample: Sample): void {
    const isRunning = this.#running !== null && isSame(this.#state.sample, sample);
    this.stop();
    if (!isRunning) inBackground(this.#play(sample));
  }

  stop(): void {
    this.#running?.abort();
    this.#running = null;
    if (this.#audio?.src) {
      this.#audio.pause();
      URL.revokeObjectURL(this.#audio.src);
      this.#audio.removeAttribute('src');
    }
    this.#tell(SILENT);
  }

  async #play(sample: Sample): Promise<void> {
    const running = new AbortController();
    this.#running = running;
    this.#tell({ sample, phase: 'loading', problem: null });
    try {
      const file = await this.#fileOf(sample, running.signal);
      if (running.signal.aborted) return;
      this.#audio ??= this.#newAudio();
      this.#audio.src = URL.createObjectURL(file);
      await this.#audio.play();
      if (!running.signal.aborted) this.#tell({ sample, phase: 'playing', problem: null });
    } catch (error) {
      if (running.signal.aborted) return;
      this.stop();
      this.#tell({ sample, phase: 'idle', problem: problemOf(error) });
    }
  }

  async #fileOf(sample: Sample, signal: AbortSignal): Promise<Blob> {
    const key = keyOf(sample);
    const file = this.#kept.get(key) ?? (await loadSample(sample, signal));
    this.#kept.set(key, file);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MOST_KEPT && oldest !== undefined) this.#kept.delete(oldest);
    return file;
  }

  #newAudio(): HTMLAudioElement {
    const audio = new Audio();
    audio.addEventListener('ended', () => this.stop());
    return audio;
  }

  #tell(state: PlayerState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}

/** The browser's own words about sound that it cannot play help nobody. */
const problemOf = (error: unknown): string =>
  error instanceof DOMException ? 'Your browser couldn’t play this. Try again.' : toApiError(error).message;

export const samplePlayer = new SamplePlayer();

export const usePlayerState = (): PlayerState => useSyncExternalStore(samplePlayer.subscribe, samplePlayer.state);
