import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CliError } from './cli-error.ts';

/** Writes what comes as it comes: an export may be larger than memory. */
export async function saveTo(
  path: string,
  body: ReadableStream<Uint8Array>,
  { mode }: { mode?: number } = {},
): Promise<void> {
  try {
    await pipeline(Readable.fromWeb(body), createWriteStream(path, { mode }));
  } catch (error) {
    throw new CliError(`Can’t write ${path}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}
