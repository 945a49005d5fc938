export interface Latency {
  /** In ms. */
  p50: number;
  p99: number;
}

/** Asks for the same thing, the `index`th time. */
export type Asker = (index: number) => Promise<Response>;

const WARM_UPS = 3;
/** What takes too long is asked less often. */
const MOST_MS = 15_000;

/** How long each takes, asked in turns. @throws when an answer is no success */
export async function measureInTurns(askers: readonly Asker[], requests: number): Promise<Latency[]> {
  const times = askers.map((): number[] => []);
  const begun = performance.now();
  for (let index = 0; index < requests + WARM_UPS && performance.now() - begun < MOST_MS; index += 1) {
    for (const [which, ask] of askers.entries()) {
      const start = performance.now();
      const response = await ask(index);
      await response.arrayBuffer();
      if (!response.ok) throw new Error(`${response.url} answered ${response.status}`);
      if (index >= WARM_UPS) times[which]?.push(performance.now() - start);
    }
  }
  return times.map((of) => {
    of.sort((a, b) => a - b);
    const at = (share: number): number => of[Math.min(of.length - 1, Math.floor(share * of.length))] ?? Number.NaN;
    return { p50: at(0.5), p99: at(0.99) };
  });
}
