import { fork } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { DASHBOARD } from './folders.ts';

const USUAL_PORT = 5173;

export interface DevServer {
  /** The dashboard's address, without a slash at the end. */
  url: string;
  stop(): void;
}

/**
 * Serves the dashboard from its sources, changing in the browser as they change, on the usual port or the next one that is
 * free; what is not the dashboard's goes on to the api. It ends with this process.
 * @throws when it does not come up
 */
export async function startDevServer(apiUrl: string, onLine: (line: string) => void): Promise<DevServer> {
  const script = fileURLToPath(new URL('vite-process.ts', import.meta.url));
  const child = fork(script, [DASHBOARD, String(USUAL_PORT)], {
    cwd: DASHBOARD,
    env: { ...process.env, PUBLIC_API_URL: apiUrl },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  for (const stream of [child.stdout, child.stderr]) {
    if (stream) createInterface({ input: stream }).on('line', onLine);
  }
  const url = await new Promise<string>((resolve, reject) => {
    child.once('message', (message) => resolve((message as { url: string }).url));
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`The dashboard’s development server exited with code ${code}`)));
  });
  return { url: url.replace(/\/$/, ''), stop: () => child.kill('SIGTERM') };
}
