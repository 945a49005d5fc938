import type { HistoryItem } from '../../contracts/realtime-provider.ts';
import { callNote, fromCaller } from './notes.ts';
import { turnOf, type Turn } from './setup-message.ts';

/** What is kept to be told again; what is older is not missed. */
const MAX_TURNS = 300;

interface Entry extends Turn {
  key: string | null;
}

/** The conversation as the model has to know it, for a connection that does not. */
export class ConversationLog {
  #entries: Entry[];
  /** Those before it are part of the session that can be resumed. */
  #resumable = 0;

  constructor(history: readonly HistoryItem[]) {
    this.#entries = history.map((item) => ({
      ...(item.kind === 'said'
        ? turnOf(item)
        : ({ role: 'user', text: callNote(item.call.name, item.call.arguments, item.output) } as const)),
      key: null,
    }));
  }

  /** The whole text of an item so far; '' when nothing of it counts. */
  said(role: Turn['role'], itemId: string, words: string): void {
    const text = role === 'user' ? fromCaller(words) : words;
    const index = this.#entries.findLastIndex(({ key }) => key === itemId);
    const known = this.#entries[index];
    if (!known) return this.#add({ role, text, key: itemId });
    if (known.text === text) return;
    known.text = text;
    this.#resumable = Math.min(this.#resumable, index);
  }

  note(text: string): void {
    this.#add({ role: 'user', text, key: null });
  }

  /** The server can resume the session as it is now. */
  resumable(): void {
    this.#resumable = this.#entries.length;
  }

  /** The session that can be resumed lacks nothing. */
  get isResumable(): boolean {
    return this.missing.length === 0;
  }

  get all(): Turn[] {
    return this.#entries.filter(({ text }) => text.trim() !== '').map(({ role, text }) => ({ role, text }));
  }

  /** What the session does not know that can be resumed. */
  get missing(): Turn[] {
    return this.#entries
      .slice(this.#resumable)
      .filter(({ text }) => text.trim() !== '')
      .map(({ role, text }) => ({ role, text }));
  }

  #add(entry: Entry): void {
    this.#entries.push(entry);
    if (this.#entries.length <= MAX_TURNS) return;
    this.#entries.shift();
    this.#resumable = Math.max(0, this.#resumable - 1);
  }
}
