const STEP_MS = 0.01;
const STEPS = 200_000;

/** Latencies in steps of 10 µs up to 2 s. */
export class LatencyHistogram {
  readonly #counts = new Uint32Array(STEPS);
  #total = 0;
  max = 0;

  add(milliseconds: number): void {
    const step = Math.min(STEPS - 1, Math.max(0, Math.floor(milliseconds / STEP_MS)));
    this.#counts[step] = (this.#counts[step] ?? 0) + 1;
    this.#total++;
    if (milliseconds > this.max) this.max = milliseconds;
  }

  /** The latency in ms that `share` (0–1) of all do not exceed. */
  quantile(share: number): number {
    const rank = share * this.#total;
    let seen = 0;
    for (let step = 0; step < STEPS; step++) {
      seen += this.#counts[step] ?? 0;
      if (seen >= rank) return (step + 1) * STEP_MS;
    }
    return STEPS * STEP_MS;
  }
}
