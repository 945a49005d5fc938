import { spawn } from '@lydell/node-pty';
import { stripVTControlCharacters } from 'node:util';
import { MAIN } from './run-cli.ts';

/** A terminal in which a command runs, and somebody who types. */
export interface Terminal {
  /** All that was ever on the screen, without colours and cursor movements. */
  screen(): string;
  shows(text: string | RegExp): Promise<void>;
  type(keys: string): void;
  ended(): Promise<number>;
}

export const ENTER = '\r';
export const CTRL_C = '\u0003';

/** Runs `leadlock …` in a pseudo terminal of its own. */
export function openTerminal(args: readonly string[], env: Record<string, string>): Terminal {
  const pty = spawn(process.execPath, [MAIN, ...args], {
    cols: 100,
    rows: 30,
    env: { ...env, TERM: 'xterm-256color' },
  });
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
