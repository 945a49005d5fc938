import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { onApi } from '../../program/action.ts';
import { CliError, usageError } from '../../program/cli-error.ts';
import { withExamples } from '../../program/examples.ts';
import { isInterrupted, onInterrupt } from '../../program/interrupt.ts';
import { note, success, writeJson, writeLine } from '../../program/output.ts';
import { readCliEnvironment } from '../../settings/environment.ts';
import { saveTo } from './export.ts';
import { findCallId } from './find-call.ts';
import { findPlayer, play } from './player.ts';

const endingOf = (contentType: string): string => (/wav/.test(contentType) ? 'wav' : 'mp3');

/** Plays a recording from a folder that is gone afterwards; it stays where there is no player, or a failing one. */
async function playOnce(callId: string, contentType: string, body: ReadableStream<Uint8Array>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'leadlock-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  const release = onInterrupt(remove);
  try {
    const file = join(folder, `${callId}.${endingOf(contentType)}`);
    await saveTo(file, body, { mode: 0o600 }).catch(async (error: unknown) => {
      await remove();
      throw error;
    });
    const player = await findPlayer(contentType, readCliEnvironment().PATH);
    if (player === null) {
      note('No audio player found (ffplay, mpv, afplay, or mpg123). The recording was saved to');
      return await writeLine(file);
    }
    note(`Playing with ${player[0] ?? ''}`);
    const code = await play(player, file);
    // The player got the same Ctrl-C; that it failed is no news.
    if (isInterrupted()) return;
    if (code !== 0) throw new CliError(`${player[0] ?? 'The player'} failed. The recording was saved to ${file}`);
    await remove();
  } finally {
    release();
  }
}

/** `leadlock calls play` */
export function addCallsPlay(calls: Command): void {
  const command = calls
    .command('play')
    .description('play the recording of a call')
    .argument('<call>', 'call ID, or its beginning')
    .option('-o, --output <file>', 'save to a file instead of playing');
  onApi<[string], { output?: string }>(command, async ({ api, rest, options }, named) => {
    if (options.json && options.output === undefined) throw usageError('--json requires --output');
    const callId = await findCallId(api, named);
    const response = await rest(`/calls/${encodeURIComponent(callId)}/recording`, 'audio/');
    if (response.body === null) throw new CliError('Empty response from the API');
    const contentType = response.headers.get('content-type') ?? '';
    if (options.output === undefined) return playOnce(callId, contentType, response.body);
    await saveTo(options.output, response.body);
    if (options.json) await writeJson({ file: options.output, content_type: contentType });
    else success(`Saved to ${options.output}`);
  });
  withExamples(command, [
    ['leadlock calls play 019ac2f4-6a1e-7c1b-9d6e-3f2a1b0c9d8e', 'listen to a call'],
    ['leadlock calls play 019ac2f4-6a1e-7c1b-9d6e-3f2a1b0c9d8e -o call.mp3', 'save the recording'],
  ]);
}
