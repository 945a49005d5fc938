import { spawn } from '@lydell/node-pty';
import { stripVTControlCharacters } from 'node:util';
import { MAIN } from './run-cli.ts';

/** A terminal in which a command runs, and somebody who types. */
export interface Terminal {
  /** All that was ever on the screen, without colors and cursor movements. */
  screen(): string;
  shows(text: string | RegExp): Promise<void>;
  type(keys: string): void;
  ended(): Promise<number>;
}

export const ENTER = '\r';
export const CTRL_C = '\u0003';

export const CTRL_D = '\u0004';
/** Takes back the line that is typed. */
export const CTRL_U = '\u0015';
export const TAB = '\t';

/** Runs `leadlock …` in a pseudo terminal of its own. */
export const openTerminal = (
  args: readonly string[],
  env: Record<string, string>,
  options: { columns?: number } = {},
): Terminal => openProgram([process.execPath, MAIN, ...args], env, options);

/** The same for another program. */
export function openProgram(
  [program = '', ...args]: readonly string[],
  env: Record<string, string>,
  { columns = 100 }: { columns?: number } = {},
): Terminal {
  const pty = spawn(program, args, { cols: columns, rows: 30, env: { ...env, TERM: 'xterm-256color' } });
  let raw = '';
  let exitCode: number | null = null;
  const waiting = new Set<() => void>();
  pty.onData((data) => {
    raw += data;
    for (const look of waiting) look();
  });
  pty.onExit((exit) => {
    exitCode = exit.exitCode;
    for (const look of waiting) look();
  });
  const screen = (): string => stripVTControlCharacters(raw).replaceAll('\r', '');

  function until(isSo: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        if (!isSo() && exitCode === null) return;
        waiting.delete(look);
        if (isSo()) resolve();
        else reject(new Error(`It ended with ${exitCode}:\n${screen()}`));
      };
      waiting.add(look);
      look();
    });
  }

  return {
    screen,
    shows: (text) => until(() => (typeof text === 'string' ? screen().includes(text) : text.test(screen()))),
    type: (keys) => pty.write(keys),
    async ended() {
      await until(() => exitCode !== null);
      return exitCode ?? 1;
    },
  };
}
