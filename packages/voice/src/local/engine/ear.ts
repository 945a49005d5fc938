import { decodeMulaw, MULAW_BYTES_PER_MS } from '../../audio/mulaw.ts';
import { resampleWhole } from '../../audio/resample.ts';
import { createEnergyGate } from './energy-gate.ts';
import type { EarOptions } from './messages.ts';
import type { NameCorrector } from './names/name-corrector.ts';
import { RECOGNIZER_RATE, type SpeechRecognizer } from './moonshine.ts';
import { WINDOW_MS, WINDOW_SAMPLES, type SpeechDetector } from './silero.ts';
import { createTurnDetector, START_WINDOWS } from './turn-detector.ts';

/** Audio kept from before the speech was noticed, so that the first sound is not cut off. */
const PRE_ROLL_BYTES = (START_WINDOWS + Math.ceil(300 / WINDOW_MS)) * WINDOW_SAMPLES;
/** From here on a pause ends a piece: short pieces are recognized while the caller still talks. */
const PIECE_MS = 10_000;
/** The recognizer takes no more than 30 s; speech without a pause is cut here. */
const LONGEST_PIECE_MS = 24_000;
/** With less than this above the threshold, a turn was noise. The shortest "yes" is twice as long. */
const NOISE_MS = 160;

export interface EarEvents {
  speechStarted(): void;
  speechStopped(): void;
  utterance(text: string, audioMs: number): void;
  failed(error: unknown): void;
}

/** A piece of a turn on its way through the recognizer. */
interface Piece {
  text: Promise<string>;
  /** How much of what was heard it covers. */
  bytes: number;
  abort: AbortController;
}

/**
 * One ear: cuts a stream of μ-law into turns and has each recognized. The recognizer starts at the first pause, in the
 * hope that it ends the turn, and starts anew when it did not; so the words are there soon after the turn's end.
 */
export function createEar(
  options: EarOptions,
  detector: SpeechDetector,
  recognize: SpeechRecognizer,
  events: EarEvents,
  correctNames?: NameCorrector,
): { hear(audio: Uint8Array): void; close(): void } {
  const passesGate = createEnergyGate();
  const turnEvent = createTurnDetector(options);
  const window = new Uint8Array(WINDOW_SAMPLES);
  const linear = new Int16Array(WINDOW_SAMPLES);
  const samples = new Float32Array(WINDOW_SAMPLES);
  /** Pre-roll while nobody speaks, then the piece. */
  const heard = new Uint8Array(LONGEST_PIECE_MS * MULAW_BYTES_PER_MS);
  let heardBytes = 0;
  let filled = 0;
  let gateWasOpen = false;
  let speaking = false;
  let turnMs = 0;
  let voicedMs = 0;
  let pieces: Piece[] = [];
  let tentative: Piece | null = null;
  let work = Promise.resolve();
  let utterances = Promise.resolve();
  let closed = false;

  async function speechProbability(): Promise<number> {
    if (!passesGate(window)) {
      gateWasOpen = false;
      return 0;
    }
    if (!gateWasOpen) detector.reset();
    gateWasOpen = true;
    decodeMulaw(window, linear);
    for (let i = 0; i < WINDOW_SAMPLES; i++) samples[i] = (linear[i] as number) / 32_768;
    return detector.probability(samples);
  }

  function keepWindow(): void {
    if (!speaking && heardBytes + WINDOW_SAMPLES > PRE_ROLL_BYTES) {
      heard.copyWithin(0, heardBytes + WINDOW_SAMPLES - PRE_ROLL_BYTES, heardBytes);
      heardBytes = PRE_ROLL_BYTES - WINDOW_SAMPLES;
    }
    heard.set(window, heardBytes);
    heardBytes += WINDOW_SAMPLES;
  }

  function startPiece(): Piece {
    const abort = new AbortController();
    const text = recognize(recognizerInput(heard.subarray(0, heardBytes)), { signal: abort.signal, correctNames });
    // Reported when the turn ends; a piece that is thrown away may fail unheard.
    text.catch(() => undefined);
    return { text, bytes: heardBytes, abort };
  }

  function endPiece(piece: Piece): void {
    pieces.push(piece);
    tentative = null;
    heard.copyWithin(0, piece.bytes, heardBytes);
    heardBytes -= piece.bytes;
  }

  function endTurn(): void {
    const texts = Promise.all(pieces.map((piece) => piece.text));
    const audioMs = turnMs;
    const isNoise = voicedMs < NOISE_MS;
    utterances = utterances.then(async () => {
      const text = joinPieces(await texts);
      if (!closed && !isNoise) events.utterance(text, audioMs);
    });
    utterances = utterances.catch((error: unknown) => events.failed(error));
    pieces = [];
  }

  async function hearWindow(): Promise<void> {
    keepWindow();
    const probability = await speechProbability();
    const event = turnEvent(probability);
    if (speaking) turnMs += WINDOW_MS;
    if (speaking && probability >= options.threshold) voicedMs += WINDOW_MS;
    if (event === 'speech-started') {
      speaking = true;
      turnMs = START_WINDOWS * WINDOW_MS;
      voicedMs = turnMs;
      events.speechStarted();
    } else if (event === 'pause') {
      tentative = startPiece();
    } else if (event === 'resumed' && tentative) {
      if (heardBytes >= PIECE_MS * MULAW_BYTES_PER_MS) endPiece(tentative);
      else tentative.abort.abort();
      tentative = null;
    } else if (event === 'speech-stopped') {
      if (tentative) endPiece(tentative);
      speaking = false;
      events.speechStopped();
      endTurn();
    }
    if (speaking && heardBytes + WINDOW_SAMPLES > heard.length) endPiece(tentative ?? startPiece());
  }

  async function hearAll(audio: Uint8Array): Promise<void> {
    for (let at = 0; at < audio.length;) {
      if (closed) return;
      const part = audio.subarray(at, at + WINDOW_SAMPLES - filled);
      window.set(part, filled);
      filled += part.length;
      at += part.length;
      if (filled < WINDOW_SAMPLES) return;
      filled = 0;
      await hearWindow();
    }
  }

  return {
    hear(audio) {
      work = work.then(() => hearAll(audio)).catch((error: unknown) => events.failed(error));
    },
    close() {
      closed = true;
      for (const piece of [...pieces, ...(tentative ? [tentative] : [])]) piece.abort.abort();
    },
  };
}

function recognizerInput(mulaw: Uint8Array): Float32Array {
  const narrow = new Int16Array(mulaw.length);
  decodeMulaw(mulaw, narrow);
  return Float32Array.from(resampleWhole(narrow, 8000, RECOGNIZER_RATE), (sample) => sample / 32_768);
}

const joinPieces = (texts: string[]): string =>
  texts
    .filter((text) => text !== '')
    .join(' ')
    .trim();
