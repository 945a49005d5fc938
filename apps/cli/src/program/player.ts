import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

/** Programs that play a file, and what makes them do it quietly and end. */
const PLAYERS: readonly (readonly [program: string, ...args: string[]])[] = [
  ['ffplay', '-nodisp', '-autoexit', '-loglevel', 'error'],
  ['mpv', '--no-video', '--really-quiet'],
  ['afplay'],
  ['mpg123', '-q'],
];

/** Plays nothing but WAV. */
const WAV_PLAYER = ['aplay', '-q'] as const;

async function isThere(program: string, path: string): Promise<boolean> {
  for (const folder of path.split(delimiter)) {
    const found = await access(join(folder, program), constants.X_OK).then(
      () => true,
      () => false,
    );
    if (folder !== '' && found) return true;
  }
  return false;
}

/** The first player of this machine that can play such a file, as a command line; null where there is none. */
export async function findPlayer(contentType: string, path: string): Promise<readonly string[] | null> {
  const candidates = /wav/.test(contentType) ? [...PLAYERS, WAV_PLAYER] : PLAYERS;
  for (const candidate of candidates) if (await isThere(candidate[0], path)) return candidate;
  return null;
}

/** Plays a file to its end; answers with the player's exit code, 1 where it was killed. */
export async function play([program = '', ...args]: readonly string[], file: string): Promise<number> {
  const child = spawn(program, [...args, file], { stdio: ['inherit', 'ignore', 'inherit'] });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 1;
}
