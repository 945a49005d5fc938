/** An announcement has at least so many words; "one moment, please" is heard often and means nothing. */
const FEWEST_WORDS = 5;
/** How many of their words two texts have in common that are the same announcement, however it was transcribed. */
const ALIKE = 0.75;
const MOST_KEPT = 50;
/** Of what is said so much is compared; no announcement is longer. */
const MOST_LETTERS = 4000;

/** Notices when keys lead back to what a phone system has said before. */
export class PhoneMenu {
  readonly #heard: Set<string>[] = [];
  #keysPressed = false;
  /** How often keys led nowhere. */
  #loops = 0;

  /** The agent has pressed keys. */
  pressed(): void {
    this.#keysPressed = true;
  }

  /** The other side has said something. @returns how often the same was heard again by now, when this is such a time; else 0 */
  hears(text: string): number {
    const words = new Set(
      text
        .slice(0, MOST_LETTERS)
        .toLowerCase()
        .match(/[\p{L}\p{N}]+/gu) ?? [],
    );
    if (words.size < FEWEST_WORDS) return 0;
    const isKnown = this.#heard.some((other) => share(words, other) >= ALIKE);
    if (!isKnown && this.#heard.length < MOST_KEPT) this.#heard.push(words);
    if (!this.#keysPressed) return 0;
    this.#keysPressed = false;
    return isKnown ? ++this.#loops : 0;
  }
}

/** The share of all their words that both have. */
function share(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const both = [...one].filter((word) => other.has(word)).length;
  return both / (one.size + other.size - both);
}
