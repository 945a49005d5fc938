import { EXIT } from './exit-codes.ts';

const cleanups = new Set<() => Promise<void>>();
/** A clean-up that hangs must not keep the terminal. */
const PATIENCE_MS = 3_000;

/** Has something done when the user presses Ctrl-C, until the answer is called. */
export function onInterrupt(cleanUp: () => Promise<void>): () => void {
  cleanups.add(cleanUp);
  return () => {
    cleanups.delete(cleanUp);
  };
}

let pressed = false;

/** Whether Ctrl-C was pressed, and the program ends as soon as everything is cleaned up. */
export const isInterrupted = (): boolean => pressed;

/** One Ctrl-C may arrive twice: from the terminal and from a program that started this one. */
const SAME_PRESS_MS = 500;

/** Ctrl-C ends the program without a stack, after what has to be done; pressed again, at once. */
export function endOnInterrupt(): void {
  let pressedAt: number | null = null;
  process.on('SIGINT', () => {
    if (cleanups.size === 0) process.exit(EXIT.interrupted);
    if (pressedAt !== null) {
      if (performance.now() - pressedAt > SAME_PRESS_MS) process.exit(EXIT.interrupted);
      return;
    }
    pressedAt = performance.now();
    pressed = true;
    setTimeout(() => process.exit(EXIT.interrupted), PATIENCE_MS).unref();
    const end = (): never => process.exit(EXIT.interrupted);
    Promise.allSettled([...cleanups].map((cleanUp) => cleanUp())).then(end, end);
  });
}

/** A pipe whose reader is gone (`| head`) ends the program quietly; what else cannot be written ends it with the reason. */
export function endWithReader(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(EXIT.ok);
    process.stderr.write(`Error: Can’t write to stdout (${error.code ?? error.message})\n`);
    process.exit(EXIT.failed);
  });
  // Nobody reads what is said beside the result; the result and the exit code are as good as before.
  process.stderr.on('error', () => undefined);
}
