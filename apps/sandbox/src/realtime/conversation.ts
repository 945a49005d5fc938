import { newId } from './ids.ts';
import { listAt, textAt, type JsonObject } from './json.ts';

/** One thing said or done, as the protocol shows it, and what only the server knows of it. */
export interface ConversationItem {
  /** As the protocol shows it. */
  wire: JsonObject & { id: string; type: string };
  /** What is spoken in it, sentence by sentence. */
  sentences: { text: string; ms: number }[];
  /** Audio of it that was sent. */
  audioMs: number;
  /** Its words are known. */
  ready: boolean;
  /** An answer has taken it into account. */
  answered: boolean;
}

/** The items of a session, in their order. */
export class Conversation {
  #items: ConversationItem[] = [];

  /** Adds an item behind `previousId`, or at the end, or first for 'root', and says behind which it came. */
  add(item: ConversationItem, previousId?: string | null): string | null {
    const at = previousId === 'root' ? 0 : previousId ? this.#indexOf(previousId) + 1 : this.#items.length;
    this.#items.splice(at, 0, item);
    return this.#items[at - 1]?.wire.id ?? null;
  }

  find(id: string): ConversationItem | undefined {
    return this.#items.find((item) => item.wire.id === id);
  }

  delete(id: string): void {
    this.#items = this.#items.filter((item) => item.wire.id !== id);
  }

  /** What no answer has taken into account yet; from now on it is. */
  takeNews(): ConversationItem[] {
    const news = this.#items.filter((item) => item.ready && !item.answered);
    for (const item of news) item.answered = true;
    return news;
  }

  get lastId(): string | null {
    return this.#items.at(-1)?.wire.id ?? null;
  }

  #indexOf(id: string): number {
    return this.#items.findIndex((item) => item.wire.id === id);
  }
}

/** An item in the making; `given` is what the protocol shows of it. */
export const newItem = (given: JsonObject & { type: string }): ConversationItem => ({
  wire: { object: 'realtime.item', status: 'completed', ...given, id: textAt(given, 'id') ?? newId('item') },
  sentences: [],
  audioMs: 0,
  ready: true,
  answered: false,
});

/** The words heard of an item after `ms` of it. */
export function heardAfter(item: ConversationItem, ms: number): string {
  const heard: string[] = [];
  let left = ms;
  for (const { text, ms: length } of item.sentences) {
    if (left <= 0) break;
    const words = text.split(' ');
    heard.push(...words.slice(0, Math.floor((words.length * Math.min(left, length)) / length)));
    left -= length;
  }
  return heard.join(' ');
}

/** The text of a message, written or spoken. */
export const messageText = (item: ConversationItem): string =>
  listAt(item.wire, 'content')
    .map((part) => textAt(part, 'text') ?? textAt(part, 'transcript') ?? '')
    .join(' ')
    .trim();
