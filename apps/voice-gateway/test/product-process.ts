import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { waitFor } from '@leadlock/voice/testing';

export interface ProductProcess {
  readonly port: number;
  /** Asks it to end as an operator does, and waits until it has. Resolves with its exit code. */
  terminate(): Promise<number | null>;
  /** Ends it at once, as the system does when memory runs out. */
  kill(): Promise<void>;
  /** Waits until it has logged these words. */
  logged(words: string): Promise<void>;
}

/** What all programs of one test are told: a database, and where their files are. */
export const variablesFor = ({ connectionString }: { connectionString: string }, dataDir: string) => ({
  DATABASE_URL: connectionString,
  DATA_DIR: dataDir,
  JWT_SECRET: 'a secret that only tests know, 32+ bytes',
  ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
});

/** Starts one of the product's programs as production does, on a free port, and waits until it says that it is ready. */
export async function startProcess(
  app: 'api' | 'sandbox' | 'voice-gateway' | 'worker',
  variables: Record<string, string>,
): Promise<ProductProcess> {
  const main = fileURLToPath(new URL(`../../${app}/src/main.ts`, import.meta.url));
  const child = spawn(process.execPath, [main], {
    env: { PATH: process.env.PATH, NODE_ENV: 'test', PROVIDERS: 'sandbox', ...variables },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const exited = once(child, 'exit') as Promise<[number | null]>;
  const output: string[] = [];
  const ready = Promise.withResolvers<number>();
  const read = (line: string): void => {
    output.push(line);
    if (line.includes('"ready"')) ready.resolve((JSON.parse(line) as { port: number }).port);
  };
  for (const stream of [child.stdout, child.stderr]) if (stream) createInterface({ input: stream }).on('line', read);
  void exited.then(() => ready.reject(new Error(`${app} has ended:\n${output.join('\n')}`)));
  return {
    port: await ready.promise,
    async terminate() {
      child.kill('SIGTERM');
      const [code] = await exited;
      return code;
    },
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
    logged: (words) =>
      waitFor(`the log to say ${words}`, () => output.some((line) => line.includes(words)) || undefined, 30_000).then(
        () => undefined,
      ),
  };
}
