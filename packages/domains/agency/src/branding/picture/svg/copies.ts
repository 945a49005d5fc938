import { PictureRefused } from '../picture-refused.ts';

/** How many elements a picture may have once everything that it repeats is drawn. */
const MAX_DRAWN = 200_000;
/** What repeats something that repeats something… */
const MAX_CHAIN = 30;

/** A part of the picture that others may repeat. */
interface Part {
  elements: number;
  /** Where its own references stand among all of them. */
  from: number;
  to: number;
}

/** What refers to what within a picture. A few lines can repeat themselves a billion times when they are drawn. */
export class Copies {
  readonly #parts = new Map<string, Part>();
  readonly #references: string[] = [];

  get count(): number {
    return this.#references.length;
  }

  refer(id: string): void {
    this.#references.push(id);
  }

  /** The first of several elements with one id counts, as in browsers. */
  define(id: string, part: Part): void {
    if (!this.#parts.has(id)) this.#parts.set(id, part);
  }

  /** @throws PictureRefused when too much would be drawn */
  check(): void {
    const drawn = new Map<string, number>();
    const weigh = (id: string, depth: number): number => {
      const known = drawn.get(id);
      const part = this.#parts.get(id);
      if (known !== undefined) return known;
      if (part === undefined) return 0;
      if (depth > MAX_CHAIN) throw new PictureRefused('The SVG’s reused elements are nested too deeply. Flatten it.');
      // Browsers do not draw what contains itself.
      drawn.set(id, 0);
      const own = this.#references.slice(part.from, part.to);
      const sum = own.reduce((total, inner) => total + weigh(inner, depth + 1), part.elements);
      drawn.set(id, sum);
      if (sum > MAX_DRAWN) this.#refuse();
      return sum;
    };
    const total = this.#references.reduce((sum, id) => sum + weigh(id, 0), 0);
    if (total > MAX_DRAWN) this.#refuse();
  }

  #refuse(): never {
    throw new PictureRefused(`The SVG reuses elements too often: more than ${MAX_DRAWN} shapes. Simplify it.`);
  }
}
