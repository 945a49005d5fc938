/** So many answers are kept, the latest. */
const KEPT = 1_000;

/** What a vendor keeps of answers, by their ids. */
export class StoredAnswers<Kept> {
  readonly #kept = new Map<string, Kept>();

  put(id: string, answer: Kept): void {
    this.#kept.set(id, answer);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > KEPT && oldest !== undefined) this.#kept.delete(oldest);
  }

  get(id: string): Kept | null {
    return this.#kept.get(id) ?? null;
  }

  clear(): void {
    this.#kept.clear();
  }
}
