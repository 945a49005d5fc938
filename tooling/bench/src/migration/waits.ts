interface Wait {
  milliseconds: number;
  during: string;
}

/** How long each step of the product took at the longest, and what was done meanwhile. */
export class Waits {
  #longest = new Map<string, Wait>();
  #during = '';

  note(name: string, milliseconds: number): void {
    if (milliseconds > (this.#longest.get(name)?.milliseconds ?? 0)) {
      this.#longest.set(name, { milliseconds, during: this.#during });
    }
  }

  /** Says what is done from now on. */
  enter(during: string): void {
    this.#during = during;
  }

  /** Prints what there is and forgets it. */
  print(title: string): void {
    console.log(`\n${title}`);
    for (const [name, { milliseconds, during }] of this.#longest) {
      console.log(`${name.padEnd(24)}${milliseconds.toFixed(0).padStart(8)} ms   ${during}`);
    }
    this.#longest = new Map();
  }
}
