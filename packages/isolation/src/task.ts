/** A piece of work on input from outside: the default export of a module, which runs in a thread of its own. */
export interface IsolatedTask<Input, Output> {
  /** The address of the module, such as `new URL('./read-picture.task.ts', import.meta.url)`. */
  module: URL;
  /** How long one run may take, in ms, without the time that it waits for its turn. */
  timeoutMs: number;
  /** Never set; it carries the types. */
  types?: (input: Input) => Output;
}

/** What the thread is told to do. Input and output are cloned, so they may be data of any kind but no functions. */
export interface TaskMessage {
  module: string;
  input: unknown;
}

/** `started` follows once the module is loaded, which does not count as its work. */
export type ThreadMessage =
  | { kind: 'started' }
  | { kind: 'done'; output: unknown }
  | { kind: 'failed'; message: string; stack?: string };

/** Describes a task by the function that its module exports. */
export const isolatedTask = <Work extends (input: never) => unknown>(
  module: URL,
  { timeoutMs }: { timeoutMs: number },
): IsolatedTask<Parameters<Work>[0], Awaited<ReturnType<Work>>> => ({ module, timeoutMs });
