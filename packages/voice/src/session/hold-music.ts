import { encodeMulaw } from '../audio/mulaw.ts';
import type { EncodedAudio } from '../contracts/audio.ts';
import type { MediaTransport } from '../contracts/media-transport.ts';
import { encodeAudio } from '../wire/base64-audio.ts';

const SAMPLE_RATE = 8000;
/** What is sent at once, and how far ahead of what is heard, in ms. */
const CHUNK_MS = 1000;
const AHEAD_MS = 2000;

/** 20 ms of nothing, in place of a caller who is not to be heard. */
export const SILENT_FRAME: EncodedAudio = encodeAudio(new Uint8Array(160).fill(0xff));

/** Music for a caller who waits for somebody, made here: quiet chords, one note after the other. */
export class HoldMusic {
  readonly #transport: Pick<MediaTransport, 'sendAudio' | 'clear'>;
  #next = 0;
  /** Up to when what was sent lasts; null: no music plays. */
  #sentUntil: number | null = null;

  constructor(transport: Pick<MediaTransport, 'sendAudio' | 'clear'>) {
    this.#transport = transport;
  }

  start(now: number): void {
    this.#sentUntil = now;
    this.#next = 0;
    this.tick(now);
  }

  tick(now: number): void {
    if (this.#sentUntil === null) return;
    const chunks = holdMusic();
    // A process that was held up does not make up for what was not heard.
    this.#sentUntil = Math.max(this.#sentUntil, now);
    while (this.#sentUntil < now + AHEAD_MS) {
      const chunk = chunks[this.#next++ % chunks.length];
      if (chunk) this.#transport.sendAudio(chunk);
      this.#sentUntil += CHUNK_MS;
    }
  }

  stop(): void {
    if (this.#sentUntil !== null) this.#transport.clear();
    this.#sentUntil = null;
  }
}

let made: EncodedAudio[] | null = null;
/** The whole piece in chunks, made when it is first needed. */
const holdMusic = (): EncodedAudio[] => (made ??= compose());

/** Four bars of broken chords (C, a minor, F, G), by the number of semitones above A4. */
const BARS = [
  [-21, -9, -5, -2, 3, -2, -5, -9],
  [-24, -12, -9, -5, 0, -5, -9, -12],
  [-16, -9, -4, 0, 3, 0, -4, -9],
  [-14, -10, -7, -2, 2, -2, -7, -10],
];
const NOTE_SECONDS = 0.5;
const RING_SECONDS = 1.6;
const AMPLITUDE = 1400;

/** Notes ring into those that follow, and at the end of the piece into its beginning, so that it repeats without a seam. */
function compose(): EncodedAudio[] {
  const notes = BARS.flat();
  const length = notes.length * NOTE_SECONDS * SAMPLE_RATE;
  const piece = new Float64Array(length);
  notes.forEach((semitones, index) => {
    const frequency = 440 * 2 ** (semitones / 12);
    const start = index * NOTE_SECONDS * SAMPLE_RATE;
    for (let at = 0; at < RING_SECONDS * SAMPLE_RATE; at++) {
      const seconds = at / SAMPLE_RATE;
      const swell = Math.min(1, seconds / 0.02) * Math.exp(-2.5 * seconds) * (1 - seconds / RING_SECONDS);
      const wave = Math.sin(2 * Math.PI * frequency * seconds) + 0.25 * Math.sin(4 * Math.PI * frequency * seconds);
      const place = (start + at) % length;
      piece[place] = (piece[place] ?? 0) + AMPLITUDE * swell * wave;
    }
  });
  const mulaw = new Uint8Array(length);
  encodeMulaw(Int16Array.from(piece), mulaw);
  const bytes = (CHUNK_MS / 1000) * SAMPLE_RATE;
  return Array.from({ length: length / bytes }, (_, chunk) =>
    encodeAudio(mulaw.subarray(chunk * bytes, (chunk + 1) * bytes)),
  );
}
