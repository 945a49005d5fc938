import { newId } from '@leadlock/core/ids';
import type { RealtimeListener, RealtimeUsage, ResponseEnd } from '../../contracts/realtime-provider.ts';
import type { EncodedAudio } from '../../contracts/audio.ts';
import { GrowingText } from '../../wire/growing-text.ts';
import { AgentAudio, AGENT_RATE } from './agent-audio.ts';

const BYTES_PER_MS = 8;
/** An answer that is owed for longer than this is taken for lost when it is interrupted. */
const OWED_PATIENCE_MS = 2000;
/** What begins so soon after an interruption is the answer that was interrupted: our word has not reached the server. */
const IN_FLIGHT_MS = 300;
/** An answer that was interrupted comes without a gap, if it still comes; what follows a longer one is the next answer. */
const LONGEST_GAP_MS = 400;
/** An answer that was announced and has not begun by then does not come. */
const COMING_MS = 2000;
const MAX_ITEMS = 16;

/** Why the server is to speak next. */
export type Owed =
  /** The caller has spoken. */
  | { kind: 'caller' }
  /** Tools have answered; `isHeard` false: what the model says to that is for nobody. */
  | { kind: 'tools'; isHeard: boolean }
  /** We asked for it. */
  | { kind: 'request' };

interface Item {
  readonly id: string;
  readonly words: GrowingText;
  bytes: number;
  isHeard: boolean;
}

interface Answer extends Item {
  hasBegun: boolean;
  lastPieceAt: number;
}

export interface AgentTurnsListener extends Pick<
  RealtimeListener,
  'onItemStarted' | 'onAudio' | 'onAgentTranscript' | 'onResponseDone'
> {
  /** The server begins to answer. */
  onBegun: () => void;
  /** An answer that was announced does not come. */
  onNothing: () => void;
  /** What the agent says in an item so far; '' when nobody is to hear it. */
  onWords: (itemId: string, text: string) => void;
}

/**
 * The agent's turns, as the server speaks them. Nothing in its messages says which answer they belong to: what was asked
 * for, and what ended, tells.
 */
export class AgentTurns {
  readonly #listener: AgentTurnsListener;
  readonly #now: () => number;
  readonly #audio: AgentAudio;
  #answer: Answer | null = null;
  #owed: (Owed & { at: number }) | null = null;
  /** The answer before has ended for us; the server has yet to say that its turn is complete. */
  #isEnding = false;
  #last: Item | null = null;
  readonly #items = new Map<string, Item>();
  #inFlightUntil = -Infinity;
  #isHeld = false;
  #usage: RealtimeUsage | null = null;
  #coming: NodeJS.Timeout | undefined;

  constructor(listener: AgentTurnsListener, now: () => number) {
    this.#listener = listener;
    this.#now = now;
    this.#audio = new AgentAudio((audio, bytes) => this.#emit(audio, bytes));
  }

  /** The server speaks, or is about to, and somebody is to hear it. */
  get isBusy(): boolean {
    return this.#owed !== null || this.isSpeaking;
  }

  /** The server speaks, or has announced that it will, and somebody is to hear it. */
  get isSpeaking(): boolean {
    return this.#answer?.isHeard === true || this.#coming !== undefined;
  }

  get owed(): Owed | null {
    return this.#owed;
  }

  /** Audio without anything else in its message is for the answer that is spoken. */
  get takesPureAudio(): boolean {
    return this.#answer?.hasBegun === true && this.#answer.isHeard;
  }

  owe(owed: Owed): void {
    this.#owed = { ...owed, at: this.#now() };
    if (owed.kind === 'tools') this.#isEnding = false;
  }

  /** The server is about to answer something that it was told before. */
  announced(): void {
    this.forgetAnnounced();
    this.#coming = setTimeout(() => {
      this.#coming = undefined;
      this.#listener.onNothing();
    }, COMING_MS);
  }

  forgetAnnounced(): void {
    clearTimeout(this.#coming);
    this.#coming = undefined;
  }

  /** While held, only what was asked for is heard. */
  hold(isHeld: boolean): void {
    this.#isHeld = isHeld;
  }

  audio(message: Buffer, start: number, end: number, rate: number | null): void {
    const answer = this.#running();
    if (!answer.isHeard) return;
    if (!answer.hasBegun) {
      answer.hasBegun = true;
      this.#listener.onItemStarted(answer.id);
    }
    this.#audio.setRate(rate ?? AGENT_RATE);
    this.#audio.decode(message, start, end);
  }

  words(piece: string): void {
    // Words may come after the sound that they belong to.
    if (!this.#answer && !this.#owed && this.#isEnding && this.#last) return this.#addWords(this.#last, piece, true);
    const answer = this.#running();
    this.#addWords(answer, piece, false);
  }

  /** The model calls tools: what it says is over until it has their results. */
  called(report: () => void): void {
    const answer = this.#running();
    if (answer.isHeard && answer.words.text !== '') {
      this.#listener.onAgentTranscript(answer.id, answer.words.text, true);
    }
    report();
    this.#finish(answer, 'completed', {});
  }

  used(usage: RealtimeUsage): void {
    this.#usage = usage;
  }

  /** Nothing more is generated, or the server was interrupted. */
  generated(status: 'completed' | 'cancelled'): void {
    this.#inFlightUntil = -Infinity;
    if (this.#answer) this.#finish(this.#answer, status, {});
    // It had not begun; that its turn is complete may still be told.
    else if (status === 'cancelled') this.#isEnding = true;
  }

  complete(reason: string | null): void {
    const end = endOf(reason);
    if (this.#answer) this.#finish(this.#answer, end.status, end);
    else if (this.#owed && !this.#isEnding && this.#now() >= this.#inFlightUntil) this.#endSilently(end);
    this.#isEnding = false;
    this.#inFlightUntil = -Infinity;
  }

  /** Reports what was used beside the answers. */
  settleUsage(): void {
    const usage = this.#usage;
    if (!usage || this.#answer || this.#owed) return;
    this.#usage = null;
    this.#listener.onResponseDone('completed', usage, { discarded: true });
  }

  /**
   * Nothing of the answer that is spoken, or was to come, is heard from here on. What was heard of the item, and whether
   * the server has to be stopped; null when there was nothing.
   */
  interrupt(itemId: string | null, playedMs: number): { heard: string; isRunning: boolean } | null {
    const isRunning = this.#stop();
    const item = itemId === null ? null : this.#items.get(itemId);
    if (!isRunning && !item) return null;
    const heard = item ? heardOf(item, playedMs) : '';
    if (item) this.#listener.onWords(item.id, heard);
    return { heard, isRunning };
  }

  /** The connection is gone, and an answer in progress broke off. What was owed. */
  lost(): Owed | null {
    const owed = this.#owed;
    this.#owed = null;
    this.forgetAnnounced();
    if (this.#answer) this.#finish(this.#answer, 'incomplete', { reason: 'connection_lost' });
    this.#isEnding = false;
    return owed;
  }

  #stop(): boolean {
    const now = this.#now();
    this.forgetAnnounced();
    const isOwed = this.#owed !== null && now - this.#owed.at < OWED_PATIENCE_MS;
    this.#owed = null;
    if (isOwed) this.#inFlightUntil = now + IN_FLIGHT_MS;
    const answer = this.#answer;
    if (!answer?.isHeard) return isOwed;
    answer.isHeard = false;
    answer.lastPieceAt = now;
    this.#audio.drop();
    return true;
  }

  /** The answer that a piece of one belongs to, which may be its first. */
  #running(): Answer {
    const now = this.#now();
    const former = this.#answer;
    if (former && !former.isHeard && this.#owed && now - former.lastPieceAt > LONGEST_GAP_MS) {
      this.#finish(former, 'cancelled', {});
    }
    const answer = this.#answer ?? this.#begin(now);
    answer.lastPieceAt = now;
    return answer;
  }

  #begin(now: number): Answer {
    const owed = this.#owed;
    const isInFlight = now < this.#inFlightUntil;
    const isAsked = owed?.kind === 'request' || (owed?.kind === 'tools' && owed.isHeard);
    const isUnheard = owed?.kind === 'tools' && !owed.isHeard;
    const answer: Answer = {
      id: `item_${newId()}`,
      words: new GrowingText(),
      bytes: 0,
      isHeard: !isInFlight && !isUnheard && (isAsked || !this.#isHeld),
      hasBegun: false,
      lastPieceAt: now,
    };
    this.#answer = answer;
    this.forgetAnnounced();
    this.#isEnding = false;
    if (!isInFlight) {
      this.#owed = null;
      this.#listener.onBegun();
    }
    this.#remember(answer);
    return answer;
  }

  #finish(answer: Answer, status: ResponseEnd['status'], end: Omit<ResponseEnd, 'status'>): void {
    const { id, words, isHeard, hasBegun } = answer;
    if (isHeard && hasBegun) this.#audio.finish();
    this.#answer = null;
    this.#last = answer;
    this.#isEnding = true;
    const usage = this.#usage;
    this.#usage = null;
    if (isHeard && words.text !== '') this.#listener.onAgentTranscript(id, words.text, true);
    if (isHeard) this.#listener.onResponseDone(status, usage, end);
    else this.#listener.onResponseDone('cancelled', usage, { discarded: true });
  }

  /** The server had nothing to say. */
  #endSilently({ status, ...end }: ResponseEnd): void {
    const isUnheard = this.#owed?.kind === 'tools' && !this.#owed.isHeard;
    const usage = this.#usage;
    this.#owed = this.#usage = null;
    this.#listener.onBegun();
    this.#listener.onResponseDone(status, usage, { ...end, ...(isUnheard && { discarded: true }) });
  }

  #addWords(item: Item, piece: string, final: boolean): void {
    const text = item.words.append(piece);
    if (!item.isHeard) return;
    this.#listener.onWords(item.id, text);
    this.#listener.onAgentTranscript(item.id, text, final);
  }

  #emit(audio: EncodedAudio, bytes: number): void {
    if (!this.#answer) return;
    this.#answer.bytes += bytes;
    this.#listener.onAudio(audio);
  }

  #remember(item: Item): void {
    this.#items.set(item.id, item);
    if (this.#items.size <= MAX_ITEMS) return;
    const [oldest] = this.#items.keys();
    if (oldest !== undefined) this.#items.delete(oldest);
  }
}

function heardOf({ words: { text }, bytes }: Item, playedMs: number): string {
  const share = bytes > 0 ? Math.min(1, Math.max(0, (playedMs * BYTES_PER_MS) / bytes)) : 0;
  const end = Math.floor(text.length * share);
  return (end < text.length ? text.slice(0, text.lastIndexOf(' ', end) + 1) : text).trim();
}

const FAILURES: Readonly<Record<string, ResponseEnd>> = {
  MALFORMED_FUNCTION_CALL: { status: 'failed', reason: 'malformed_function_call' },
  RESPONSE_REJECTED: { status: 'incomplete', reason: 'content_filter' },
};

const endOf = (reason: string | null): ResponseEnd => FAILURES[reason ?? ''] ?? { status: 'completed' };
