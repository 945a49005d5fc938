import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort, probePort } from '../ports.ts';
import { accepts } from '../service-process.ts';
import { DASHBOARD } from './folders.ts';

const USUAL_PORT = 5173;
const READY_TIMEOUT_MS = 60_000;
const POLL_MS = 50;

export interface DevServer {
  url: string;
  stop(): void;
}

/** Where Vite will serve the dashboard from its sources. */
export async function chooseDevPort(): Promise<number> {
  return (await probePort(USUAL_PORT)) === null ? freePort() : USUAL_PORT;
}

/**
 * Serves the dashboard from its sources, changing in the browser as they change; what is not the dashboard's goes on to
 * the api. It ends with this process: its input closes then.
 */
export async function startDevServer(port: number, apiUrl: string, onLine: (line: string) => void): Promise<DevServer> {
  const vite = join(dirname(createRequire(import.meta.url).resolve('vite/package.json')), 'bin/vite.js');
  const args = [vite, '--port', String(port), '--strictPort', '--clearScreen', 'false', '--logLevel', 'warn'];
  const child = spawn(process.execPath, args, {
    cwd: DASHBOARD,
    // With CI set it would not watch its input.
    env: { ...process.env, CI: undefined, PUBLIC_API_URL: apiUrl },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', onLine);
  child.on('error', (error) => onLine(error.message));
  const deadline = Date.now() + READY_TIMEOUT_MS;
  while (!(await accepts(port)) && child.exitCode === null && Date.now() < deadline) await sleep(POLL_MS);
  return { url: `http://localhost:${port}/app/`, stop: () => void child.kill('SIGTERM') };
}
