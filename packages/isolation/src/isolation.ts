import { FairQueue } from './fair-queue.ts';
import { IsolationError } from './isolation-error.ts';
import type { IsolatedTask } from './task.ts';
import { Thread } from './thread.ts';

export { IsolationError, type IsolationFailure } from './isolation-error.ts';
export { isolatedTask, type IsolatedTask } from './task.ts';

export interface IsolationOptions {
  /** Threads at most; each does one piece of work at a time. Default 1, so that requests keep a core. */
  threads?: number;
  /** How large the heap of a thread may grow, in MB. Default 192. */
  memoryMb?: number;
  /** How much may wait for a thread: of everybody (default 32), and of one tenant (default 4). */
  maxWaiting?: number;
  maxWaitingOfTenant?: number;
  /** How long work may wait for a thread, in ms. Default 20 s. */
  patienceMs?: number;
}

/**
 * Runs work on input from outside that may take much time or memory away from the thread that serves everybody: reading
 * pictures and documents. What takes too long, needs too much or breaks ends alone.
 */
export interface Isolation {
  /** @throws IsolationError when there is no answer; the next piece of work gets a new thread where one broke */
  run<Input, Output>(task: IsolatedTask<Input, Output>, input: Input, of: { tenantId: string }): Promise<Output>;
  /** Ends all threads; what runs or waits fails. */
  close(): Promise<void>;
}

interface Waiting {
  begin: (thread: Thread) => void;
  giveUp: (error: IsolationError) => void;
}

/** Threads start when there is work, and stay for the next. */
export function createIsolation({
  threads = 1,
  memoryMb = 192,
  maxWaiting = 32,
  maxWaitingOfTenant = 4,
  patienceMs = 20_000,
}: IsolationOptions = {}): Isolation {
  const queue = new FairQueue<Waiting>();
  const idle: Thread[] = [];
  const busy = new Set<Thread>();
  let isClosed = false;

  function takeThread(): Thread | null {
    for (let thread = idle.pop(); thread !== undefined; thread = idle.pop()) if (!thread.isOver) return thread;
    return busy.size < threads ? new Thread(memoryMb) : null;
  }

  /** Gives free threads to what waits. */
  function beginNext(): void {
    while (queue.size > 0) {
      const thread = takeThread();
      if (thread === null) return;
      busy.add(thread);
      queue.take()?.begin(thread);
    }
  }

  function giveBack(thread: Thread): void {
    busy.delete(thread);
    if (!thread.isOver) idle.push(thread);
    beginNext();
  }

  function waitForThread(tenantId: string): Promise<Thread> {
    if (isClosed) throw new IsolationError('busy', 'The process is shutting down');
    if (queue.size >= maxWaiting || queue.countOf(tenantId) >= maxWaitingOfTenant) {
      throw new IsolationError('busy', 'Too many tasks are queued');
    }
    const { promise, resolve, reject } = Promise.withResolvers<Thread>();
    const late = setTimeout(() => {
      queue.remove(tenantId, waiting);
      reject(new IsolationError('busy', `Timed out in the queue after ${patienceMs} ms`));
    }, patienceMs);
    const waiting: Waiting = {
      begin(thread) {
        clearTimeout(late);
        resolve(thread);
      },
      giveUp(error) {
        clearTimeout(late);
        reject(error);
      },
    };
    queue.add(tenantId, waiting);
    beginNext();
    return promise;
  }

  return {
    async run(task, input, { tenantId }) {
      const thread = await waitForThread(tenantId);
      try {
        return await thread.run(
          task as IsolatedTask<never, Awaited<ReturnType<NonNullable<typeof task.types>>>>,
          input,
        );
      } finally {
        giveBack(thread);
      }
    },
    async close() {
      isClosed = true;
      for (let next = queue.take(); next !== undefined; next = queue.take()) {
        next.giveUp(new IsolationError('busy', 'The process is shutting down'));
      }
      await Promise.all([...idle, ...busy].map((thread) => thread.end()));
    },
  };
}
