import type { RealtimeSessionConfig } from '../../contracts/realtime-provider.ts';
import type { EncodedAudio } from '../../contracts/audio.ts';
import { MULAW_SILENCE } from '../../audio/mulaw.ts';
import { decodeAudio } from '../../wire/base64-audio.ts';
import { GrowingText } from '../../wire/growing-text.ts';
import { LARGEST_PIECE } from './caller-audio.ts';
import { tuningOf } from './setup-message.ts';
import { ONSET_FRAMES, SpeechDetector } from './speech-detector.ts';
import { Utterance } from './utterance.ts';

const BYTES_PER_MS = 8;
/** So many turns are told again that nobody has answered. */
const MAX_UNANSWERED = 8;
const FRAME_BYTES = 160;
/** The most of what was heard before speech began that goes with it. */
const MAX_PADDING_MS = 2000;
/** Between two utterances that are told as one turn: 100 ms. */
const GAP: Uint8Array = new Uint8Array(LARGEST_PIECE).fill(MULAW_SILENCE);

export interface CallerTurnsListener {
  onSpeechStarted: (itemId: string) => void;
  onSpeechStopped: () => void;
  onWords: (itemId: string, text: string, final: boolean) => void;
  /** The server is told that the caller begins to speak, each piece of it, and that they are done. */
  sendStart: () => void;
  sendAudio: (mulaw: Uint8Array) => void;
  sendEnd: () => void;
}

/**
 * The caller's turns: found by our own ears, told to the server while the line to it is open, and kept until they are
 * answered, so that a turn survives the connection that it was told to.
 */
export class CallerTurns {
  readonly #listener: CallerTurnsListener;
  readonly #detector: SpeechDetector;
  readonly #buffer = new Uint8Array(LARGEST_PIECE);
  #frame: Uint8Array = this.#buffer;
  /** The last frames before somebody speaks. */
  readonly #padding: Uint8Array;
  #paddingAt = 0;
  #paddingLength = 0;
  /** Those that nobody has answered, oldest first. */
  #unanswered: Utterance[] = [];
  /** There is a connection. */
  #isOpen = false;
  /** Answers to the caller are not wanted. */
  #isHeld = false;
  /** The server is in the middle of a turn of the caller. */
  #isTelling = false;
  /** The item that words belong to which come now, and those words. */
  #item: { id: string; words: GrowingText; isAnswered: boolean } | null = null;

  constructor(config: RealtimeSessionConfig, listener: CallerTurnsListener) {
    this.#listener = listener;
    this.#detector = new SpeechDetector(config.turnDetection, tuningOf(config));
    const paddingMs = Math.min(config.turnDetection.prefixPaddingMs, MAX_PADDING_MS);
    this.#padding = new Uint8Array(paddingMs * BYTES_PER_MS + ONSET_FRAMES * FRAME_BYTES);
  }

  /** The server hears the caller, and will answer once they are done. */
  get isTelling(): boolean {
    return this.#isTelling;
  }

  /** 50 frames a second pass here. */
  hear(audio: EncodedAudio): void {
    const length = decodeAudio(audio, this.#buffer);
    if (this.#frame.length !== length) this.#frame = this.#buffer.subarray(0, length);
    const change = this.#detector.hear(this.#frame);
    if (change === 'started') this.#begin();
    const current = this.#unanswered.at(-1);
    if (!current || current.isOver) return this.#keep(this.#frame);
    current.append(this.#frame);
    if (change === 'stopped') this.#end(current);
    if (!this.#isHeld || this.#isTelling) this.#tell();
  }

  /** There is a connection: it is told what the one before was not. */
  open(): void {
    this.#isOpen = true;
    this.#tellUnlessItWaits();
  }

  /** While held no other turn is told; one that has begun is. What ends meanwhile waits until its answer is wanted. */
  hold(isHeld: boolean): void {
    this.#isHeld = isHeld;
    this.#tellUnlessItWaits();
  }

  /** Has the server answer what the caller has said and is not answered, which they may not have ended. False: nothing. */
  finish(): boolean {
    const current = this.#unanswered.at(-1);
    if (!this.#isOpen || this.#isHeld || !current || current.isTold) return false;
    if (!current.isOver) {
      this.#detector.stop();
      this.#end(current);
    }
    this.#tell();
    return true;
  }

  /** The server begins to answer: what was told to its end belongs to the past. */
  answered(): void {
    this.#unanswered = this.#unanswered.filter(({ isTold }) => !isTold);
    if (this.#isTelling || !this.#item || this.#item.isAnswered) return;
    this.#item.isAnswered = true;
    this.#listener.onWords(this.#item.id, this.#item.words.text, true);
  }

  /** A piece of what the server understood. */
  words(piece: string): void {
    if (!this.#item || piece === '') return;
    const text = this.#item.words.append(piece);
    this.#listener.onWords(this.#item.id, text, this.#item.isAnswered);
  }

  /** The connection is gone: what was not told to its end, or is owed an answer, has to be told to the next one. */
  lost(isOwed: boolean): void {
    this.#isOpen = this.#isTelling = false;
    if (!isOwed) this.#unanswered = this.#unanswered.filter(({ isTold }) => !isTold);
    for (const utterance of this.#unanswered) utterance.forgetSent();
  }

  #tellUnlessItWaits(): void {
    if (!this.#isHeld && this.#unanswered.some(({ isTold, isWaiting }) => !isTold && !isWaiting)) this.#tell();
  }

  /** Tells the server what it was not told yet. */
  #tell(): void {
    if (!this.#isOpen) return;
    if (!this.#isTelling) {
      this.#isTelling = true;
      this.#listener.sendStart();
    }
    let isFirst = true;
    for (const utterance of this.#unanswered) {
      if (utterance.isTold) continue;
      if (!utterance.isBegun) {
        if (!isFirst) this.#listener.sendAudio(GAP);
        this.#follow(utterance.itemId);
        utterance.isBegun = true;
      }
      isFirst = false;
      utterance.send(LARGEST_PIECE, (mulaw) => this.#listener.sendAudio(mulaw));
    }
    if (this.#unanswered.at(-1)?.isOver !== true) return;
    this.#isTelling = false;
    for (const utterance of this.#unanswered) utterance.isTold = true;
    this.#listener.sendEnd();
  }

  #end(utterance: Utterance): void {
    utterance.isOver = true;
    utterance.isWaiting = this.#isHeld && !this.#isTelling;
    this.#listener.onSpeechStopped();
  }

  #begin(): void {
    const utterance = new Utterance();
    const start = this.#paddingAt - this.#paddingLength;
    if (start < 0) utterance.append(this.#padding.subarray(this.#padding.length + start));
    utterance.append(this.#padding.subarray(Math.max(0, start), this.#paddingAt));
    this.#paddingAt = this.#paddingLength = 0;
    this.#unanswered.push(utterance);
    if (this.#unanswered.length > MAX_UNANSWERED) this.#unanswered.shift();
    this.#listener.onSpeechStarted(utterance.itemId);
  }

  #keep(frame: Uint8Array): void {
    for (let index = 0; index < frame.length; index++) {
      this.#padding[this.#paddingAt] = frame[index] ?? MULAW_SILENCE;
      this.#paddingAt = (this.#paddingAt + 1) % this.#padding.length;
    }
    this.#paddingLength = Math.min(this.#paddingLength + frame.length, this.#padding.length);
  }

  /** Words belong to the item that is told. One before it that was not answered got those that came so far. */
  #follow(itemId: string): void {
    if (this.#item && !this.#item.isAnswered) this.#listener.onWords(this.#item.id, this.#item.words.text, true);
    this.#item = { id: itemId, words: new GrowingText(), isAnswered: false };
  }
}
