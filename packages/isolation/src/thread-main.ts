import { parentPort } from 'node:worker_threads';
import type { TaskMessage, ThreadMessage } from './task.ts';

const port = parentPort;
if (port === null) throw new Error('This module runs in a worker thread');

const tell = (message: ThreadMessage): void => port.postMessage(message);

async function work({ module, input }: TaskMessage): Promise<void> {
  const { default: run } = (await import(module)) as { default: (input: unknown) => unknown };
  tell({ kind: 'started' });
  tell({ kind: 'done', output: await run(input) });
}

port.on('message', (task: TaskMessage) => {
  work(task).catch((error: unknown) => {
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    tell({ kind: 'failed', message, stack });
  });
});
