import type { Logger } from '@leadlock/observability/logger';
import type { VoiceMetrics } from '@leadlock/observability/voice-metrics';

/** So many failures without a success between them open a circuit. */
const FAILURES = 3;
/** What lies further back says nothing about now. */
const FAILURES_WITHIN_MS = 120_000;
/** How long it stays open the first time; twice as long each time that a try fails. */
const OPEN_MS = 15_000;
const LONGEST_OPEN_MS = 300_000;
/** A try that has come to nothing by then is not waited for. */
const PROBE_MS = 30_000;

/** What a circuit is about: a provider may serve one model and not another. */
export interface CircuitKey {
  provider: string;
  model: string;
}

export interface Failure {
  reason: string;
  /** The same would fail again: a key or a model that is refused. */
  isFinal: boolean;
  /** How long the provider asks to be left alone, in ms. */
  retryAfterMs?: number;
}

interface Circuit extends CircuitKey {
  failures: number;
  lastFailureAt: number;
  /** Null while it is closed. */
  openUntil: number | null;
  openMs: number;
  probeAt: number | null;
}

export interface CircuitsOptions {
  metrics: Pick<VoiceMetrics, 'circuit'>;
  log: Logger;
  /** Milliseconds that never go back. */
  now?: () => number;
}

/**
 * Which providers work, as the calls of this process have seen it. One that fails again and again is left alone for a
 * while, so that no new caller waits for it; then one call tries it.
 */
export class Circuits {
  readonly #circuits = new Map<string, Circuit>();
  readonly #options: CircuitsOptions;
  readonly #now: () => number;

  constructor(options: CircuitsOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => performance.now());
  }

  /** Whether a call may be given to it now. */
  mayTry(key: CircuitKey): boolean {
    const { openUntil, probeAt } = this.#of(key);
    if (openUntil === null) return true;
    const now = this.#now();
    return now >= openUntil && (probeAt === null || now - probeAt >= PROBE_MS);
  }

  /** A call is given to it. Of a circuit that was open this is the try. */
  taken(key: CircuitKey): void {
    const circuit = this.#of(key);
    if (circuit.openUntil === null || this.#now() < circuit.openUntil) return;
    circuit.probeAt = this.#now();
    this.#tell(circuit, 'half_open');
  }

  worked(key: CircuitKey): void {
    const circuit = this.#of(key);
    const wasOpen = circuit.openUntil !== null;
    Object.assign(circuit, { failures: 0, openUntil: null, openMs: OPEN_MS, probeAt: null });
    if (!wasOpen) return;
    this.#tell(circuit, 'closed');
    this.#options.log.info(key, 'voice provider recovered');
  }

  /** A call that was given to it says nothing of whether it works: if it was the try, the next call is another one. */
  undecided(key: CircuitKey): void {
    this.#of(key).probeAt = null;
  }

  failed(key: CircuitKey, { reason, isFinal, retryAfterMs = 0 }: Failure): void {
    const circuit = this.#of(key);
    const now = this.#now();
    const isOld = now - circuit.lastFailureAt > FAILURES_WITHIN_MS;
    circuit.failures = isOld ? 1 : circuit.failures + 1;
    circuit.lastFailureAt = now;
    const wasTried = circuit.probeAt !== null;
    if (circuit.openUntil !== null && !wasTried) return;
    if (circuit.failures < FAILURES && !isFinal && !wasTried && retryAfterMs === 0) return;
    circuit.openMs = wasTried ? Math.min(LONGEST_OPEN_MS, circuit.openMs * 2) : OPEN_MS;
    const forMs = Math.min(LONGEST_OPEN_MS, Math.max(circuit.openMs, retryAfterMs));
    circuit.openUntil = now + forMs;
    circuit.probeAt = null;
    this.#tell(circuit, 'open');
    this.#options.log.error(
      { ...key, reason, forMs },
      'voice provider is failing; new calls use other providers for now',
    );
  }

  #of({ provider, model }: CircuitKey): Circuit {
    const name = `${provider}/${model}`;
    const known = this.#circuits.get(name);
    if (known) return known;
    const circuit: Circuit = {
      provider,
      model,
      failures: 0,
      lastFailureAt: -Infinity,
      openUntil: null,
      openMs: OPEN_MS,
      probeAt: null,
    };
    this.#circuits.set(name, circuit);
    return circuit;
  }

  #tell({ provider, model }: Circuit, state: 'closed' | 'half_open' | 'open'): void {
    this.#options.metrics.circuit(provider, model, state);
  }
}
