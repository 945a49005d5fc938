import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runHere, type CliResult } from './run-here.ts';

export type { CliResult } from './run-here.ts';

export const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

const everything = mkdtempSync(join(tmpdir(), 'leadlock-cli-'));
// Not after the tests of a file: several files run in one process, which loads this once.
process.once('exit', () => rmSync(everything, { recursive: true, force: true }));

/** A new folder, which is gone after the run. */
export const temporaryFolder = (): string => mkdtempSync(join(everything, 'folder-'));

export interface CliOptions {
  env?: Record<string, string>;
  /** Piped into stdin, which is empty otherwise. */
  input?: string;
  cwd?: string;
  /** In a process of its own: for what several commands do at once, and what ends processes. */
  ownProcess?: boolean;
}

/** A user of this machine, with a config folder of their own. */
export interface CliUser {
  readonly configFolder: string;
  /** Runs `leadlock …` to its end. */
  run(args: readonly string[], options?: CliOptions): Promise<CliResult>;
  /** The same for a command that must succeed; answers with what it printed. */
  ok(args: readonly string[], options?: CliOptions): Promise<string>;
  /** The same with `--json`; answers with the one document. */
  json<Answer = unknown>(args: readonly string[], options?: CliOptions): Promise<Answer>;
  /** Starts a command that goes on until it is stopped. */
  start(args: readonly string[], options?: CliOptions): RunningCli;
  environment(extra?: Record<string, string>): Record<string, string>;
}

/** A command that runs. What it prints can be waited for. */
export interface RunningCli {
  readonly child: ChildProcess;
  stdout(): string;
  stderr(): string;
  /** Waits until it has printed this to either stream. */
  printed(text: string | RegExp): Promise<void>;
  /** Waits for its end; answers with its exit code. */
  ended(): Promise<number | null>;
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

function collect(child: ChildProcess) {
  const texts = { stdout: '', stderr: '' };
  const waiting = new Set<() => void>();
  for (const name of ['stdout', 'stderr'] as const)
    child[name]?.setEncoding('utf8').on('data', (chunk: string) => {
      texts[name] += chunk;
      for (const look of waiting) look();
    });
  return { texts, waiting };
}

export function createCliUser(apiUrl: string, variables: Record<string, string> = {}): CliUser {
  const configFolder = temporaryFolder();
  const environment = (extra: Record<string, string> = {}) => ({
    PATH: process.env.PATH ?? '',
    HOME: configFolder,
    XDG_CONFIG_HOME: configFolder,
    TMPDIR: everything,
    // Compiled code is shared by all: a cold start takes twice as long.
    NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache'),
    LEADLOCK_API_URL: apiUrl,
    TZ: 'Europe/Berlin',
    ...variables,
    ...extra,
  });
  const launch = (args: readonly string[], { env = {}, cwd }: CliOptions) =>
    spawn(process.execPath, [MAIN, ...args], { env: environment(env), cwd, stdio: ['pipe', 'pipe', 'pipe'] });

  async function run(args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
    const { env, input = '', cwd = process.cwd(), ownProcess } = options;
    if (!ownProcess) return runHere(args, { environment: environment(env), input, cwd });
    const child = launch(args, options);
    const { texts } = collect(child);
    child.stdin.on('error', () => undefined).end(input);
    const [code] = (await once(child, 'close')) as [number | null];
    return { code, ...texts };
  }

  async function ok(args: readonly string[], options?: CliOptions): Promise<string> {
    const { code, stdout, stderr } = await run(args, options);
    if (code !== 0) throw new Error(`leadlock ${args.join(' ')} ended with ${code}:\n${stderr}${stdout}`);
    return stdout;
  }

  return {
    configFolder,
    environment,
    run,
    ok,
    json: async <Answer>(args: readonly string[], options?: CliOptions) =>
      JSON.parse(await ok([...args, '--json'], options)) as Answer,
    start(args, options = {}) {
      const child = launch(args, options);
      const { texts, waiting } = collect(child);
      const closed = once(child, 'close') as Promise<[number | null]>;
      const has = (text: string | RegExp) =>
        [texts.stdout, texts.stderr].some((all) => (typeof text === 'string' ? all.includes(text) : text.test(all)));
      return {
        child,
        stdout: () => texts.stdout,
        stderr: () => texts.stderr,
        async printed(text) {
          let look = (): void => undefined;
          const seen = new Promise<void>((resolve) => {
            look = () => {
              if (has(text)) resolve();
            };
            waiting.add(look);
            look();
          });
          const gone = closed.then(() => {
            if (!has(text))
              throw new Error(`It ended without printing ${String(text)}:\n${texts.stderr}${texts.stdout}`);
          });
          await Promise.race([seen, gone]).finally(() => waiting.delete(look));
        },
        ended: async () => (await closed)[0],
        async stop(signal = 'SIGINT') {
          child.kill(signal);
          return (await closed)[0];
        },
      };
    },
  };
}
