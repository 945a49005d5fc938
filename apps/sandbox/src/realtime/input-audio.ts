import { MULAW_BYTES_PER_MS } from '@leadlock/voice/audio';
import type { SpeechEngine } from '@leadlock/voice/local';
import { openEarlyEar, type EarlyEar } from '../audio/early-ear.ts';
import { silence } from '../audio/frames.ts';
import { createDecoder } from './audio-format.ts';
import type { SessionSettings } from './dialect.ts';
import { newId } from './ids.ts';

export interface InputAudioEvents {
  speechStarted(itemId: string, atMs: number): void;
  /** The turn is over and becomes an item; its words follow. */
  speechStopped(itemId: string, atMs: number): void;
  /** The words of an item; '' when there were none or nobody understood them. */
  understood(itemId: string, text: string, audioMs: number): void;
  failed(error: Error): void;
}

/** The ear says nothing of a noise; after this long a turn without words counts as one. */
const WORDS_PATIENCE_MS = 4000;
/** Less than this cannot be committed. */
const MIN_COMMIT_MS = 100;

interface Turn {
  itemId: string;
  startMs: number;
  endMs: number;
  deadline: NodeJS.Timeout | null;
}

/** The caller's audio on its way to items: turns found by ear, or cut by the client. */
export class InputAudio {
  readonly #engine: () => Promise<SpeechEngine>;
  readonly #events: InputAudioEvents;
  #decode: (bytes: Buffer) => Uint8Array = (bytes) => bytes;
  #format = '';
  #ear: EarlyEar | null = null;
  #earOptions = '';
  #prefixMs = 0;
  #receivedMs = 0;
  #speaking: Turn | null = null;
  /** Turns whose words have not come. */
  #waiting: Turn[] = [];
  /** What was not committed yet. */
  #buffer: Uint8Array[] = [];
  #closed = false;
  /** Turns that the client has cut are understood in their order. */
  #recognized: Promise<void> = Promise.resolve();

  constructor(engine: () => Promise<SpeechEngine>, events: InputAudioEvents) {
    this.#engine = engine;
    this.#events = events;
  }

  configure({
    input,
    turnDetection,
  }: Pick<SessionSettings, 'input' | 'turnDetection'> & Partial<SessionSettings>): void {
    const format = JSON.stringify(input);
    if (format !== this.#format) this.#decode = createDecoder(input);
    this.#format = format;
    const earOptions = JSON.stringify(turnDetection && [turnDetection.threshold, turnDetection.silenceMs]);
    if (earOptions === this.#earOptions) return;
    this.#earOptions = earOptions;
    this.#ear?.close();
    this.#ear = null;
    if (!turnDetection) return;
    this.#prefixMs = turnDetection.prefixMs;
    this.#ear = openEarlyEar(
      this.#engine(),
      { threshold: turnDetection.threshold, silenceMs: turnDetection.silenceMs },
      {
        onSpeechStarted: () => this.#onSpeechStarted(),
        onSpeechStopped: () => this.#onSpeechStopped(),
        onUtterance: (text, { audioMs }) => this.#onUtterance(text, audioMs),
        onError: (error) => this.#events.failed(error),
      },
    );
  }

  append(bytes: Buffer): void {
    const mulaw = this.#decode(bytes);
    this.#receivedMs += mulaw.length / MULAW_BYTES_PER_MS;
    if (this.#ear) this.#ear.hear(mulaw);
    else this.#buffer.push(mulaw.slice());
  }

  get bufferedMs(): number {
    return this.#buffer.reduce((sum, part) => sum + part.length, 0) / MULAW_BYTES_PER_MS;
  }

  clear(): void {
    this.#buffer = [];
  }

  /** Makes an item of the buffered audio; null when there is too little. Its words follow. */
  commit(): string | null {
    const audioMs = this.bufferedMs;
    if (audioMs < MIN_COMMIT_MS) return null;
    const audio = Buffer.concat(this.#buffer);
    this.#buffer = [];
    const itemId = newId('item');
    const text = this.#recognize(audio, audioMs);
    text.catch(() => undefined);
    this.#recognized = this.#recognized
      .then(async () => {
        const words = await text;
        if (!this.#closed) this.#events.understood(itemId, words, audioMs);
      })
      .catch((error: Error) => this.#events.failed(error));
    return itemId;
  }

  close(): void {
    this.#closed = true;
    this.#ear?.close();
    for (const turn of this.#waiting) if (turn.deadline) clearTimeout(turn.deadline);
    this.#waiting = [];
  }

  #onSpeechStarted(): void {
    const startMs = Math.max(0, Math.round(this.#receivedMs - this.#prefixMs));
    this.#speaking = { itemId: newId('item'), startMs, endMs: startMs, deadline: null };
    this.#events.speechStarted(this.#speaking.itemId, startMs);
  }

  #onSpeechStopped(): void {
    const turn = this.#speaking;
    if (!turn) return;
    this.#speaking = null;
    turn.endMs = Math.round(this.#receivedMs);
    turn.deadline = setTimeout(() => this.#finish(turn, '', turn.endMs - turn.startMs), WORDS_PATIENCE_MS);
    this.#waiting.push(turn);
    this.#events.speechStopped(turn.itemId, turn.endMs);
  }

  /** Words come in the order of the turns, but a noise gets none: of several that wait, the best length tells. */
  #onUtterance(text: string, audioMs: number): void {
    const misfit = (turn: Turn): number => Math.abs(turn.endMs - turn.startMs - audioMs);
    const [turn] = this.#waiting.toSorted((one, other) => misfit(one) - misfit(other));
    if (!turn) return;
    for (const noise of this.#waiting.slice(0, this.#waiting.indexOf(turn))) this.#finish(noise, '', 0);
    this.#finish(turn, text, audioMs);
  }

  #finish(turn: Turn, text: string, audioMs: number): void {
    if (turn.deadline) clearTimeout(turn.deadline);
    this.#waiting = this.#waiting.filter((other) => other !== turn);
    this.#events.understood(turn.itemId, text, audioMs);
  }

  /** The whole buffer as one turn: silence longer than itself ends it. */
  async #recognize(audio: Buffer, audioMs: number): Promise<string> {
    const silenceMs = Math.ceil(audioMs) + 200;
    const { promise, resolve } = Promise.withResolvers<string>();
    const ear = openEarlyEar(
      this.#engine(),
      { threshold: 0.5, silenceMs },
      {
        onSpeechStarted: () => undefined,
        onSpeechStopped: () => undefined,
        onUtterance: (text) => resolve(text),
        onError: (error) => {
          this.#events.failed(error);
          resolve('');
        },
      },
    );
    ear.hear(Buffer.concat([silence(300), audio, silence(silenceMs + 500)]));
    const deadline = setTimeout(() => resolve(''), WORDS_PATIENCE_MS);
    const text = await promise;
    clearTimeout(deadline);
    ear.close();
    return text;
  }
}
