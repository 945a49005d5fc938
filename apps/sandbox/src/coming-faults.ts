/** The faults to come, each for the requests that it was ordered for. */
export class ComingFaults<Fault extends { count: number }> {
  #waiting: Fault[] = [];

  add(fault: Fault): void {
    this.#waiting.push({ ...fault });
  }

  next(): Fault | null {
    const [fault] = this.#waiting;
    if (!fault) return null;
    fault.count -= 1;
    if (fault.count === 0) this.#waiting.shift();
    return fault;
  }

  clear(): void {
    this.#waiting = [];
  }
}
