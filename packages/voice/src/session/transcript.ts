import { cutAtWord } from './cut-at-word.ts';

export { cutAtWord } from './cut-at-word.ts';

/** One turn as the caller lived it. Times are ISO 8601. */
export interface TranscriptEntry {
  role: 'assistant' | 'user';
  content: string;
  started_at: string;
  ended_at: string;
  /** The agent was cut short; `content` is what was heard of it. */
  interrupted?: true;
}

/** What is kept of a turn, and of a conversation; both are far more than anybody says. */
const MAX_LETTERS = 64 * 1024;
const MAX_TURNS = 20_000;
const MAX_LETTERS_IN_ALL = 4 * 1024 * 1024;
/** Of so many of the agent's items the words are known before they are heard. */
const MAX_AGENT_TEXTS = 1000;

/** A copy: a mere slice would keep the whole of the text. */
const bounded = (text: string, most = MAX_LETTERS): string =>
  text.length > most ? Buffer.from(text.slice(0, most).toWellFormed()).toString() : text;

interface Turn {
  role: TranscriptEntry['role'];
  itemId: string | null;
  content: string;
  startedAt: number;
  endedAt: number | null;
  interrupted: boolean;
  /** Nothing more is added: it was heard to its end, or cut. */
  closed: boolean;
  /** As it was read last: a long conversation is read after each of its turns. */
  read: { entry: TranscriptEntry; content: string; endedAt: number } | null;
}

/** The turn as an entry, which is the same object for as long as nothing of it has changed. */
function entryOf(turn: Turn, now: number): TranscriptEntry {
  const { role, content, interrupted, startedAt, read } = turn;
  const endedAt = turn.endedAt ?? now;
  const isCurrent = read?.content === content && read.endedAt === endedAt;
  if (read && isCurrent && (read.entry.interrupted ?? false) === interrupted) return read.entry;
  const entry: TranscriptEntry = {
    role,
    content: content.trim(),
    started_at: iso(startedAt),
    ended_at: iso(endedAt),
    ...(interrupted && { interrupted: true as const }),
  };
  turn.read = { entry, content, endedAt };
  return entry;
}

/** Told of the words of an item, each time all of them; `final` once it was said, or heard, to its end or cut. */
export type OnWords = (role: TranscriptEntry['role'], itemId: string, text: string, final: boolean) => void;

/** The conversation in the order it was spoken, whatever the order in which the words arrive. */
export class Transcript {
  readonly #turns: Turn[] = [];
  readonly #agentTexts = new Map<string, string>();
  /** Of all turns. */
  #letters = 0;
  readonly #onWords: OnWords;

  constructor(onWords: OnWords = () => undefined) {
    this.#onWords = onWords;
  }

  userStarted(itemId: string | null, at: number): void {
    const last = this.#turns.at(-1);
    if (itemId !== null && this.#find('user', itemId)) return;
    // Two starts without a word between them are one turn, unless the provider says that they are two items.
    if (itemId === null && last?.role === 'user' && last.content === '') return;
    this.#open('user', itemId, at);
  }

  userStopped(at: number): void {
    const turn = this.#turns.findLast(({ role }) => role === 'user');
    if (turn) turn.endedAt = at;
  }

  userText(itemId: string, text: string, at: number, final: boolean): void {
    const turn =
      this.#find('user', itemId) ??
      this.#turns.find((turn) => turn.role === 'user' && turn.itemId === null && turn.content === '') ??
      this.#open('user', itemId, at);
    turn.itemId = itemId;
    if (text) this.#write(turn, text);
    if (turn.content !== '') this.#onWords('user', itemId, turn.content, final);
  }

  /** What the caller said was no turn: they only showed that they listen. */
  userForgotten(itemId: string): void {
    const index = this.#turns.findIndex((turn) => turn.role === 'user' && turn.itemId === itemId);
    const turn = this.#turns[index];
    if (!turn) return;
    this.#turns.splice(index, 1);
    this.#letters -= turn.content.length;
    if (turn.content !== '') this.#onWords('user', itemId, '', true);
  }

  /** A turn that the caller has written. */
  userTyped(itemId: string, text: string, at: number): void {
    this.#open('user', itemId, at).endedAt = at;
    this.userText(itemId, text, at, true);
  }

  /** Keys that the caller presses: one turn, which grows until the next `itemId`. */
  userPressed(itemId: string, text: string, at: number): void {
    (this.#find('user', itemId) ?? this.#open('user', itemId, at)).endedAt = at;
    this.userText(itemId, text, at, true);
  }

  /** The whole text of an item so far; it may run ahead of the audio. */
  agentText(itemId: string, whole: string): void {
    const text = bounded(whole);
    const turn = this.#find('assistant', itemId);
    if (turn?.closed && turn.interrupted) return;
    this.#agentTexts.set(itemId, text);
    const [oldest] = this.#agentTexts.keys();
    if (this.#agentTexts.size > MAX_AGENT_TEXTS && oldest !== undefined) this.#agentTexts.delete(oldest);
    if (!turn) return;
    this.#write(turn, text);
    this.#onWords('assistant', itemId, turn.content, turn.closed);
  }

  /** The first audio of an item is on its way to the caller. */
  agentStarted(itemId: string, at: number): void {
    if (this.#find('assistant', itemId)) return;
    const text = this.#agentTexts.get(itemId) ?? '';
    const turn = this.#open('assistant', itemId, at);
    this.#write(turn, text);
    if (turn.content !== '') this.#onWords('assistant', itemId, turn.content, false);
  }

  agentEnded(itemId: string, at: number): void {
    const turn = this.#find('assistant', itemId);
    if (!turn || turn.closed) return;
    turn.endedAt = at;
    turn.closed = true;
    if (turn.content !== '') this.#onWords('assistant', itemId, turn.content, true);
  }

  /** Keeps what was heard of an item: `share` of its text, cut between words. */
  agentCut(itemId: string, share: number, at: number): void {
    const turn = this.#find('assistant', itemId);
    if (!turn || turn.closed) return;
    this.#write(turn, cutAtWord(turn.content, share));
    turn.endedAt = at;
    turn.interrupted = true;
    turn.closed = true;
    this.#onWords('assistant', itemId, turn.content, true);
  }

  /** The words of an item of the agent so far, heard or not. */
  agentWordsOf(itemId: string): string {
    return this.#agentTexts.get(itemId) ?? '';
  }

  /** What the agent said last, or is saying; '' when it has said nothing. */
  get lastAgentWords(): string {
    return this.#turns.findLast(({ role, content }) => role === 'assistant' && content !== '')?.content ?? '';
  }

  /** The turns with words, oldest first. */
  entries(now: number): TranscriptEntry[] {
    return this.#turns.filter((turn) => turn.content.trim() !== '').map((turn) => entryOf(turn, now));
  }

  #write(turn: Turn, text: string): void {
    const others = this.#letters - turn.content.length;
    turn.content = bounded(text, Math.min(MAX_LETTERS, MAX_LETTERS_IN_ALL - others));
    this.#letters = others + turn.content.length;
  }

  #find(role: Turn['role'], itemId: string): Turn | undefined {
    return this.#turns.find((turn) => turn.role === role && turn.itemId === itemId);
  }

  #open(role: Turn['role'], itemId: string | null, at: number): Turn {
    const turn: Turn = {
      role,
      itemId,
      content: '',
      startedAt: at,
      endedAt: null,
      interrupted: false,
      closed: false,
      read: null,
    };
    if (this.#turns.length < MAX_TURNS) this.#turns.push(turn);
    return turn;
  }
}

const iso = (at: number): string => new Date(at).toISOString();
