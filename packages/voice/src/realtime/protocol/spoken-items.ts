import { GrowingText } from '../../wire/growing-text.ts';

const BYTES_PER_MS = 8;
const MAX_ITEMS = 16;

interface SpokenItem {
  producedBytes: number;
  text: GrowingText;
}

/** How much audio and text the provider has produced for its last items. */
export class SpokenItems {
  readonly #items = new Map<string, SpokenItem>();
  #current: SpokenItem | null = null;
  #currentId: string | null = null;

  /** True when the agent was not speaking this item until now. */
  begin(itemId: string): boolean {
    if (this.#currentId === itemId) return false;
    this.#currentId = itemId;
    this.#current = this.#item(itemId);
    return true;
  }

  /** More audio of the item begun last. */
  produced(bytes: number): void {
    if (this.#current) this.#current.producedBytes += bytes;
  }

  /** The item's text so far with `delta` behind it. */
  appendText(itemId: string, delta: string): string {
    return this.#item(itemId).text.append(delta);
  }

  /** Where to cut an item that was heard up to `playedMs`, never behind its produced end; null when there is nothing to cut. */
  truncate(itemId: string, playedMs: number): number | null {
    const item = this.#items.get(itemId);
    if (!item) return null;
    return Math.max(0, Math.min(Math.floor(playedMs), Math.floor(item.producedBytes / BYTES_PER_MS)));
  }

  #item(itemId: string): SpokenItem {
    const known = this.#items.get(itemId);
    if (known) return known;
    const item = { producedBytes: 0, text: new GrowingText() };
    this.#items.set(itemId, item);
    if (this.#items.size > MAX_ITEMS) {
      const [oldest] = this.#items.keys();
      if (oldest !== undefined) this.#items.delete(oldest);
    }
    return item;
  }
}
