import { Worker } from 'node:worker_threads';
import { IsolationError } from './isolation-error.ts';
import type { IsolatedTask, ThreadMessage } from './task.ts';

/** How long a thread may take to load a module, in ms; on a busy machine that is long. */
const START_MS = 30_000;
const YOUNG_MEMORY_MB = 32;
const STACK_MB = 4;

/** One worker thread, which does one piece of work at a time. After a failure that may have broken it, it is over. */
export class Thread {
  readonly #worker: Worker;
  #isOver = false;

  /** @param memoryMb how large the heap of the thread may grow; `ArrayBuffer`s do not count */
  constructor(memoryMb: number) {
    this.#worker = new Worker(new URL('./thread-main.ts', import.meta.url), {
      // What is read there must not find any secret of the process.
      env: {},
      argv: [],
      execArgv: [],
      resourceLimits: {
        maxOldGenerationSizeMb: memoryMb,
        maxYoungGenerationSizeMb: YOUNG_MEMORY_MB,
        stackSizeMb: STACK_MB,
      },
    });
    // Only work keeps the process alive.
    this.#worker.unref();
    // Errors reach whoever waits; this one is for a thread that nobody waits for.
    this.#worker.on('error', () => (this.#isOver = true));
    this.#worker.on('exit', () => (this.#isOver = true));
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** @throws IsolationError for work that does not end in time, fails, or needs more memory than there is */
  async run<Output>(task: IsolatedTask<never, Output>, input: unknown): Promise<Output> {
    const worker = this.#worker;
    const { promise, resolve, reject } = Promise.withResolvers<Output>();
    let timer = setTimeout(() => reject(new IsolationError('timeout', 'The thread failed to start')), START_MS);
    const onMessage = (message: ThreadMessage): void => {
      if (message.kind === 'started') {
        clearTimeout(timer);
        const late = new IsolationError('timeout', `Timed out after ${task.timeoutMs} ms`);
        timer = setTimeout(() => reject(late), task.timeoutMs);
      } else if (message.kind === 'done') resolve(message.output as Output);
      else reject(new IsolationError('failed', message.message, { cause: message.stack }));
    };
    const onError = (error: Error & { code?: string }): void =>
      reject(
        error.code === 'ERR_WORKER_OUT_OF_MEMORY'
          ? new IsolationError('out_of_memory', 'Out of memory')
          : new IsolationError('failed', error.message, { cause: error }),
      );
    const onExit = (): void => reject(new IsolationError('failed', 'The thread ended'));
    worker.on('message', onMessage).on('error', onError).on('exit', onExit).ref();
    try {
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
      worker.postMessage({ module: task.module.href, input });
      return await promise;
    } catch (error) {
      // Whatever it is still doing is no use to anybody.
      await this.end();
      throw error;
    } finally {
      clearTimeout(timer);
      worker.off('message', onMessage).off('error', onError).off('exit', onExit).unref();
    }
  }

  async end(): Promise<void> {
    this.#isOver = true;
    await this.#worker.terminate();
  }
}
