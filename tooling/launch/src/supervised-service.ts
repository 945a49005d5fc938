import { setTimeout as delay } from 'node:timers/promises';
import type { BoundPort } from './ports.ts';
import { ServiceProcess, type Variables } from './service-process.ts';
import type { Service } from './services.ts';

/** When a service that ended by itself is started again. */
export interface RestartPolicy {
  /** The first pause; each further one is twice as long, up to the longest. */
  firstPauseMs: number;
  longestPauseMs: number;
  /** One that ends so often within that time is not started again. */
  mostEnds: number;
  withinMs: number;
}

export const RESTARTS: RestartPolicy = { firstPauseMs: 500, longestPauseMs: 30_000, mostEnds: 10, withinMs: 600_000 };

export interface SupervisedServiceOptions {
  service: Pick<Service, 'name' | 'entry' | 'nodeArgs'>;
  variables: Variables;
  port: BoundPort;
  /** Null: it stays down until it is told to start. */
  restarts: RestartPolicy | null;
  onLine: (line: string) => void;
  /** Told what becomes of it when it ends by itself. */
  onUnexpectedExit: (what: string) => void;
  /** Told when it is not started again. */
  onGivenUp: () => void;
}

/** A service that is started again when its process dies, and ends none of the others with it. */
export class SupervisedService {
  readonly #options: SupervisedServiceOptions;
  #process: ServiceProcess | null = null;
  #stop = new AbortController();
  #reviving: Promise<void> = Promise.resolve();
  #ends: number[] = [];

  constructor(options: SupervisedServiceOptions) {
    this.#options = options;
  }

  /** Resolves when it listens. @throws when it ends before */
  async start(): Promise<void> {
    this.#stop = new AbortController();
    await this.#launch();
  }

  /** Ends it, or the attempts to start it again. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#process?.stop();
    await this.#reviving;
    await this.#process?.stop();
  }

  kill(): void {
    this.#stop.abort();
    this.#process?.kill();
  }

  async #launch(): Promise<void> {
    const { service, variables, port, onLine, onUnexpectedExit, restarts } = this.#options;
    await port.reclaim();
    if (this.#stop.signal.aborted) return;
    this.#process = new ServiceProcess({
      service,
      variables,
      port,
      onLine,
      onUnexpectedExit: (how) => {
        if (restarts === null) onUnexpectedExit(how);
        else this.#reviving = this.#revive(how, restarts);
      },
    });
    await this.#process.ready();
  }

  async #revive(how: string, restarts: RestartPolicy): Promise<void> {
    const { onUnexpectedExit, onGivenUp, service } = this.#options;
    const { signal } = this.#stop;
    let problem = how;
    while (!signal.aborted) {
      const now = Date.now();
      this.#ends = [...this.#ends.filter((at) => at > now - restarts.withinMs), now];
      const ends = this.#ends.length;
      if (ends >= restarts.mostEnds) {
        onUnexpectedExit(`${problem}, for the ${ends}th time in a short time; not restarting`);
        onGivenUp();
        return;
      }
      const pauseMs = Math.min(restarts.firstPauseMs * 2 ** (ends - 1), restarts.longestPauseMs);
      onUnexpectedExit(`${problem}; restarting in ${pauseMs / 1_000} s`);
      await delay(pauseMs, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      try {
        await this.#launch();
        return;
      } catch (error) {
        problem = error instanceof Error ? error.message.replace(`${service.name} `, '') : String(error);
      }
    }
  }
}
