import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCliEnvironment } from '../settings/environment.ts';
import { CliError, usageError } from './cli-error.ts';
import { isInterrupted, onInterrupt } from './interrupt.ts';
import { note, success, writeJson, writeLine } from './output.ts';
import { findPlayer, play } from './player.ts';
import { saveTo } from './save-to.ts';

export interface SoundOptions {
  json?: boolean;
  /** Where to save it instead of playing it. */
  output?: string;
}

/** Audio is no JSON: with `--json` it has to go to a file. */
export function requireOutput({ json, output }: SoundOptions): void {
  if (json && output === undefined) throw usageError('--json requires --output');
}

/** Plays what the API answers, or saves it. `name` is that of its file, `what` what it is: "recording". */
export async function playOrSave(
  response: Response,
  { json, output }: SoundOptions,
  { name, what }: { name: string; what: string },
): Promise<void> {
  if (response.body === null) throw new CliError('Empty response from the API');
  const contentType = response.headers.get('content-type') ?? '';
  if (output === undefined) return playOnce(response.body, contentType, { name, what });
  await saveTo(output, response.body);
  if (json) await writeJson({ file: output, content_type: contentType });
  else success(`Saved to ${output}`);
}

const endingOf = (contentType: string): string => (/wav/.test(contentType) ? 'wav' : 'mp3');

/** Plays a sound from a folder that is gone afterwards; it stays where there is no player, or a failing one. */
async function playOnce(
  body: ReadableStream<Uint8Array>,
  contentType: string,
  { name, what }: { name: string; what: string },
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'leadlock-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  const release = onInterrupt(remove);
  try {
    const file = join(folder, `${name}.${endingOf(contentType)}`);
    await saveTo(file, body, { mode: 0o600 }).catch(async (error: unknown) => {
      await remove();
      throw error;
    });
    const player = await findPlayer(contentType, readCliEnvironment().PATH);
    if (player === null) {
      note(`No audio player found (ffplay, mpv, afplay, or mpg123). The ${what} was saved to`);
      return await writeLine(file);
    }
    note(`Playing with ${player[0] ?? ''}`);
    const code = await play(player, file);
    // The player got the same Ctrl-C; that it failed is no news.
    if (isInterrupted()) return;
    if (code !== 0) throw new CliError(`${player[0] ?? 'The player'} failed. The ${what} was saved to ${file}`);
    await remove();
  } finally {
    release();
  }
}
