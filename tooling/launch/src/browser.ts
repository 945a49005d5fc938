import { spawn, spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { chromium } from 'playwright-core';

/** Names under which distributions and vendors install it. */
const PROGRAMS = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome'];
const PLACES = [
  '/usr/lib/chromium/chromium',
  '/opt/google/chrome/chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];
const START_MS = 30_000;
const DOWNLOAD_MS = 180_000;
const APT_MS = 600_000;
/** As much of a failed installation's output as helps to see why it failed. */
const TOLD_CHARACTERS = 400;

/** A way to get a browser: its path, or null when this way leads nowhere here. */
interface Way {
  what: string;
  take(): Promise<string | null> | string | null;
}

export interface BrowserSearch {
  variables: Record<string, string | undefined>;
  /** Told what is being installed, which takes minutes. */
  say: (line: string) => void;
  /** Where to look besides PATH. */
  places?: readonly string[];
  /** Where Playwright keeps its own browser. */
  playwrightBrowser?: () => string;
  /** Runs an installer; rejects with the reason when it fails. */
  install?: (command: readonly string[], timeoutMs: number) => Promise<void>;
  isRoot?: boolean;
  /** Whether a program starts: Ubuntu has one that only advertises its snap, a download may miss libraries. */
  starts?: (path: string) => boolean;
}

/**
 * A Chromium for browser tests: the one that BROWSER_PATH names, one of this machine, Playwright's, or one that is
 * installed now: Playwright's download, or Debian's package when we are root.
 * @throws Error that tells all that was tried
 */
export async function findOrInstallBrowser(search: BrowserSearch): Promise<string> {
  const given = search.variables.BROWSER_PATH;
  if (given) {
    if (isProgram(given)) return given;
    throw new Error(`BROWSER_PATH is ${given}, which is not an executable`);
  }
  const { starts = tellsVersion } = search;
  const tried: string[] = [];
  for (const way of waysToBrowser(search)) {
    try {
      const path = await way.take();
      if (path !== null && starts(path)) return path;
      tried.push(`${way.what}: ${path === null ? 'not found' : `${path} failed to start`}`);
    } catch (error) {
      tried.push(`${way.what}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  throw new Error(
    'The browser tests require Chromium, which was not found and could not be ' +
      `installed.\n${tried.map((line) => `  ${line}`).join('\n')}\nInstall Chromium or Chrome, or set BROWSER_PATH.`,
  );
}

function waysToBrowser(search: BrowserSearch): Way[] {
  const { variables, say, install = runInstaller } = search;
  const onPath = (): string | null => findProgram(variables.PATH ?? '');
  const playwrights = (): string | null => {
    const path = (search.playwrightBrowser ?? (() => chromium.executablePath()))();
    return isProgram(path) ? path : null;
  };
  const ways: Way[] = [
    { what: `${PROGRAMS.join(', ')} on the PATH`, take: onPath },
    { what: 'the default locations', take: () => (search.places ?? PLACES).find(isProgram) ?? null },
    { what: 'Playwright’s installation', take: playwrights },
    {
      what: 'download by Playwright',
      async take() {
        say('Downloading a browser for the tests…');
        await install([process.execPath, playwrightProgram(), 'install', '--no-shell', 'chromium'], DOWNLOAD_MS);
        return playwrights();
      },
    },
  ];
  if ((search.isRoot ?? process.getuid?.() === 0) && findOnPath('apt-get', variables.PATH ?? '') !== null) {
    ways.push({
      what: 'apt-get install chromium',
      async take() {
        say('Installing Debian’s chromium for the tests…');
        await install(['apt-get', 'update'], APT_MS);
        await install(['apt-get', 'install', '--yes', '--no-install-recommends', 'chromium'], APT_MS);
        return onPath();
      },
    });
  }
  return ways;
}

const findProgram = (path: string): string | null =>
  PROGRAMS.map((name) => findOnPath(name, path)).find((found) => found !== null) ?? null;

function findOnPath(name: string, path: string): string | null {
  const folders = path.split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, name)).find(isProgram) ?? null;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return existsSync(path);
  } catch {
    return false;
  }
}

const tellsVersion = (path: string): boolean =>
  spawnSync(path, ['--version'], { timeout: START_MS, stdio: 'ignore' }).status === 0;

const playwrightProgram = (): string =>
  join(dirname(createRequire(import.meta.url).resolve('playwright-core/package.json')), 'cli.js');

function runInstaller([program = '', ...args]: readonly string[], timeoutMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      const ending = output.trim().slice(-TOLD_CHARACTERS);
      if (code === 0) resolve();
      else if (signal) reject(new Error(`${program} was stopped after ${timeoutMs / 1_000} s: ${ending}`));
      else reject(new Error(`${program} exited with code ${code}: ${ending}`));
    });
  });
}
