import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { onApi } from '../../program/action.ts';
import { CliError } from '../../program/cli-error.ts';
import { withExamples } from '../../program/examples.ts';
import { note, success, writeJson, writeLine } from '../../program/output.ts';
import { readCliEnvironment } from '../../settings/environment.ts';
import { saveTo } from './export.ts';
import { findPlayer, play } from './player.ts';

const endingOf = (contentType: string): string => (/wav/.test(contentType) ? 'wav' : 'mp3');

/** `leadlock calls play` */
export function addCallsPlay(calls: Command): void {
  const command = calls
    .command('play')
    .description('play the recording of a call')
    .argument('<call>', 'its id')
    .option('-o, --output <file>', 'save it instead of playing it');
  onApi<[string], { output?: string }>(command, async ({ rest, options }, callId) => {
    const response = await rest(`/calls/${encodeURIComponent(callId)}/recording`);
    if (response.body === null) throw new CliError('The API sent nothing');
    const contentType = response.headers.get('content-type') ?? '';
    const folder = options.output === undefined ? await mkdtemp(join(tmpdir(), 'leadlock-')) : null;
    const file = options.output ?? join(folder ?? '', `${callId}.${endingOf(contentType)}`);
    await saveTo(file, response.body);
    const player = folder === null ? null : await findPlayer(contentType, readCliEnvironment().PATH);
    if (options.json) return writeJson({ file, content_type: contentType });
    if (folder === null) return success(`Wrote ${file}`);
    if (player === null) {
      note('There is no player here (ffplay, mpv, afplay or mpg123); the recording is in');
      return writeLine(file);
    }
    note(`Playing with ${player[0] ?? ''}`);
    const code = await play(player, file);
    if (code !== 0) throw new CliError(`${player[0] ?? 'The player'} failed; the recording is in ${file}`);
    await rm(folder, { recursive: true, force: true });
  });
  withExamples(command, [
    ['leadlock calls play 019ac2f4-6a1e-7c1b-9d6e-3f2a1b0c9d8e', 'listen to a call'],
    ['leadlock calls play 019ac2f4-6a1e-7c1b-9d6e-3f2a1b0c9d8e -o call.mp3', 'keep the recording'],
  ]);
}
