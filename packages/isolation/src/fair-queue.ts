/** What waits, by whom it is for. Everybody gets one turn after the other, however much anybody has brought. */
export class FairQueue<Item> {
  readonly #waiting = new Map<string, Item[]>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  countOf(owner: string): number {
    return this.#waiting.get(owner)?.length ?? 0;
  }

  add(owner: string, item: Item): void {
    const own = this.#waiting.get(owner);
    if (own) own.push(item);
    else this.#waiting.set(owner, [item]);
    this.#size += 1;
  }

  /** The next one's first, whose owner then stands at the end of the line. */
  take(): Item | undefined {
    const [next] = this.#waiting;
    if (next === undefined) return undefined;
    const [owner, [first, ...rest]] = next;
    this.#waiting.delete(owner);
    if (rest.length > 0) this.#waiting.set(owner, rest);
    this.#size -= 1;
    return first;
  }

  remove(owner: string, item: Item): void {
    const own = this.#waiting.get(owner);
    const rest = own?.filter((other) => other !== item) ?? [];
    this.#size -= (own?.length ?? 0) - rest.length;
    if (rest.length > 0) this.#waiting.set(owner, rest);
    else this.#waiting.delete(owner);
  }
}
