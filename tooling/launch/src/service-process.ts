import { spawn, type ChildProcess } from 'node:child_process';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { ROOT } from './repository.ts';
import type { Service } from './services.ts';

const READY_TIMEOUT_MS = 60_000;

export type Variables = Record<string, string | undefined>;

export interface ServiceProcessOptions {
  service: Service;
  variables: Variables;
  /** Gets each line that the process writes. */
  onLine: (line: string) => void;
  /** Told when the process ends without having been asked to. */
  onUnexpectedExit: (how: string) => void;
}

/** One service as a child process. It ends when this process does, however that ends: its channel to us closes. */
export class ServiceProcess {
  readonly #options: ServiceProcessOptions;
  readonly #child: ChildProcess;
  readonly #exited: Promise<void>;
  #stopping = false;

  constructor(options: ServiceProcessOptions) {
    this.#options = options;
    this.#child = spawn(process.execPath, [options.service.entry], {
      cwd: ROOT,
      env: options.variables,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      // Ctrl-C reaches every process of the terminal's group; ours are stopped in order instead.
      detached: true,
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      if (stream) createInterface({ input: stream }).on('line', options.onLine);
    }
    this.#exited = new Promise((resolve) => {
      this.#child.once('exit', (code, signal) => {
        resolve();
        if (!this.#stopping) options.onUnexpectedExit(signal ? `was ended by ${signal}` : `ended with code ${code}`);
      });
      this.#child.once('error', (error) => {
        resolve();
        options.onUnexpectedExit(`could not be started: ${error.message}`);
      });
    });
  }

  /** Resolves when the service listens on its port. */
  async ready(): Promise<void> {
    const { service, variables } = this.#options;
    const port = Number(variables[service.portVariable] ?? service.defaultPort);
    const deadline = Date.now() + READY_TIMEOUT_MS;
    while (!(await accepts(port))) {
      if (this.#child.exitCode !== null || this.#child.signalCode !== null) {
        throw new Error(`${service.name} ended before it was ready`);
      }
      if (Date.now() > deadline) throw new Error(`${service.name} does not listen on port ${port}`);
      await sleep(50);
    }
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

/** Whether something listens on a port of this machine. */
export function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, 'localhost');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
