import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface RunningService {
  url: string;
  child: ChildProcess;
  /** Ends it at once, as the system does when memory runs out. */
  kill(): Promise<void>;
}

const APPS = fileURLToPath(new URL('../..', import.meta.url));

/** A service of the product as a process of its own, on a port that it finds itself. */
export async function startService(
  app: 'api' | 'worker' | 'voice-gateway',
  variables: Record<string, string>,
): Promise<RunningService> {
  const child = spawn(process.execPath, [`${APPS}${app}/src/main.ts`], {
    env: { PATH: process.env.PATH, NODE_ENV: 'test', API_PORT: '0', WORKER_PORT: '0', GATEWAY_PORT: '0', ...variables },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout });
  const port = await new Promise<number>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`${app} ended with ${code} before it was ready`)));
    lines.on('line', (line) => {
      const { msg, port } = JSON.parse(line) as { msg: string; port?: number };
      if (msg === 'ready' && port !== undefined) resolve(port);
    });
  });
  return {
    url: `http://127.0.0.1:${port}`,
    child,
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    },
  };
}
