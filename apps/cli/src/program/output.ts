import { styledNote } from './terminal-text.ts';

/** Writes to stdout what was asked for, and waits while a slow reader of a pipe is behind. */
export async function write(text: string | Uint8Array): Promise<void> {
  if (process.stdout.write(text)) return;
  await new Promise<void>((resolve) => process.stdout.once('drain', resolve));
}

export const writeLine = (text: string): Promise<void> => write(`${text}\n`);

/** The one document of `--json`. */
export const writeJson = (value: unknown): Promise<void> => writeLine(JSON.stringify(value, null, 2));

/** One event of a stream with `--json`: one document a line. */
export const writeJsonLine = (value: unknown): Promise<void> => writeLine(JSON.stringify(value));

/** What is said beside the result goes to stderr, so that pipes carry results only. */
export function note(text: string): void {
  process.stderr.write(`${text}\n`);
}

export const success = (text: string): void => note(`${styledNote('green', '✓')} ${text}`);
export const warning = (text: string): void => note(`${styledNote('yellow', '!')} ${text}`);
