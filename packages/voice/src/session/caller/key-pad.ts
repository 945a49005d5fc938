import { addKey, pressedKeys, type KeyGroup } from './key-presses.ts';

/** Who reads a long number off, and hears the agent between its parts, pauses no longer than this, in ms. */
const LONGEST_PAUSE_MS = 20_000;

interface ShownGroup extends KeyGroup {
  itemId: string;
  /** When its last key was pressed. */
  at: number;
  text: string;
}

/** Told what the transcript has of the keys of an item, each time all of it. */
export type OnKeys = (itemId: string, text: string, at: number) => void;

/**
 * The keys that a caller presses, as they are written down. What was pressed is shown once no more keys can belong to it,
 * so that nobody who watches sees more of a number than is kept of it.
 */
export class KeyPad {
  readonly #onKeys: OnKeys;
  /** Those that may belong to one number. */
  #groups: ShownGroup[] = [];
  #items = 0;
  #agentSpoke = false;

  constructor(onKeys: OnKeys) {
    this.#onKeys = onKeys;
  }

  /** @param before the keys of the same group so far; '' for the first one of a group */
  press(before: string, key: string, at: number): void {
    this.tick(at, before === '');
    const last = this.#groups.at(-1);
    if (before !== '' && last) Object.assign(last, { keys: addKey(before, key), at });
    else this.#begin(key, at);
    this.#show(false);
  }

  /** Keys were pressed to which others may still belong. */
  get isOpen(): boolean {
    return this.#groups.length > 0;
  }

  agentSpeaks(): void {
    this.#agentSpoke = true;
  }

  /**
   * @param isPause whether the last group was handed over to the agent, so that another key begins a new one
   * @returns whether something is shown that was not
   */
  tick(now: number, isPause: boolean): boolean {
    const last = this.#groups.at(-1);
    if (!last || (last.ended && now - last.at < LONGEST_PAUSE_MS)) return false;
    if (!last.ended && !isPause) return false;
    last.ended = true;
    if (now - last.at < LONGEST_PAUSE_MS) return this.#show(false);
    return this.settle();
  }

  /** No more keys follow. @returns whether something is shown that was not */
  settle(): boolean {
    const isNews = this.#show(true);
    this.#groups = [];
    return isNews;
  }

  #begin(keys: string, at: number): void {
    const itemId = `keys_${++this.#items}`;
    this.#groups.push({ itemId, keys, at, afterAgent: this.#agentSpoke, ended: false, text: '' });
    this.#agentSpoke = false;
  }

  #show(isOver: boolean): boolean {
    let isNews = false;
    for (const [index, text] of pressedKeys(this.#groups, isOver).entries()) {
      const group = this.#groups[index];
      if (!group || group.text === text) continue;
      group.text = text;
      this.#onKeys(group.itemId, text, group.at);
      isNews = true;
    }
    return isNews;
  }
}
