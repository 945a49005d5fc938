import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { LAUNCHER_MESSAGES } from '@leadlock/core/launcher';
import type { BoundPort } from './ports.ts';
import { ROOT } from './repository.ts';
import type { Service } from './services.ts';

/** A service that hangs is told from one on a machine that is busy with much else: loading alone can take a minute there. */
const READY_TIMEOUT_MS = 180_000;

export type Variables = Record<string, string | undefined>;

export interface ServiceProcessOptions {
  service: Pick<Service, 'name' | 'entry' | 'nodeArgs'>;
  variables: Variables;
  port: BoundPort;
  /** Gets each line that the process writes. */
  onLine: (line: string) => void;
  /** Told when the process ends after it was ready, without having been asked to. */
  onUnexpectedExit: (how: string) => void;
}

/** One service as a child process. It ends when this process does, however that ends: its channel to us closes. */
export class ServiceProcess {
  readonly #child: ChildProcess;
  readonly #exited: Promise<string>;
  readonly #ready: Promise<void>;
  #stopping = false;

  constructor({ service, variables, port, onLine, onUnexpectedExit }: ServiceProcessOptions) {
    const child = spawn(process.execPath, [...(service.nodeArgs ?? []), service.entry], {
      cwd: ROOT,
      env: { ...variables, LAUNCHER_SOCKET: 'true' },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      // Ctrl-C reaches every process of the terminal's group; ours are stopped in order instead.
      detached: true,
    });
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) {
      if (stream) createInterface({ input: stream }).on('line', onLine);
    }
    this.#exited = new Promise((resolve) => {
      child.once('exit', (code, signal) => resolve(signal ? `was killed by ${signal}` : `exited with code ${code}`));
      child.once('error', (error) => resolve(`failed to start: ${error.message}`));
    });
    const ready = new Promise<void>((resolve) => {
      child.on('message', (message) => {
        if (message === LAUNCHER_MESSAGES.askForSocket) port.hand(child);
        if (message === LAUNCHER_MESSAGES.ready) resolve();
      });
    });
    this.#ready = this.#untilReady(service.name, ready);
    // Whoever waits for it is told.
    this.#ready.catch(() => undefined);
    Promise.all([this.#exited, ready]).then(
      ([how]) => {
        if (!this.#stopping) onUnexpectedExit(how);
      },
      // Neither of the two fails.
      () => undefined,
    );
  }

  /** Resolves when the service listens on its port. */
  ready(): Promise<void> {
    return this.#ready;
  }

  async #untilReady(name: string, ready: Promise<void>): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<string>((resolve) => {
      timer = setTimeout(() => resolve(`did not start within ${READY_TIMEOUT_MS / 1_000} s`), READY_TIMEOUT_MS);
    });
    const problem = await Promise.race([ready, this.#exited, late]);
    clearTimeout(timer);
    if (problem === undefined) return;
    this.kill();
    throw new Error(`${name} ${problem}`);
  }

  /** Lets the service finish what it does, for as long as it allows itself, and waits for its end. */
  async stop(): Promise<void> {
    this.#stopping = true;
    if (this.#child.exitCode === null && this.#child.signalCode === null) this.#child.kill('SIGTERM');
    await this.#exited;
  }

  kill(): void {
    this.#stopping = true;
    this.#child.kill('SIGKILL');
  }
}
