/** A way in which a provider is lost. */
export interface Loss {
  name: string;
  /** What the sandbox is told of the next connection, for a loss so long after it was opened. */
  fault: (afterMs: number) => object;
}

/** All ways, but one of them: an answer that never comes although the provider says that it has begun. */
export const LOSSES: readonly Loss[] = [
  { name: 'refuses', fault: () => ({ kind: 'refuse', status: 503 }) },
  { name: 'never opens', fault: () => ({ kind: 'stall' }) },
  { name: 'drops', fault: (afterMs) => ({ kind: 'drop', afterMs }) },
  { name: 'closes', fault: (afterMs) => ({ kind: 'close', afterMs, code: 1011, reason: 'internal error' }) },
  { name: 'falls silent', fault: (afterMs) => ({ kind: 'silence', afterMs }) },
  { name: 'talks garbage', fault: (afterMs) => ({ kind: 'garbage', afterMs, times: 20 }) },
  { name: 'has no sound', fault: (afterMs) => ({ kind: 'no-sound', afterMs }) },
];
