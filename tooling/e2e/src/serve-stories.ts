import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const SERVER = fileURLToPath(import.meta.resolve('@leadlock/launch/dashboard/serve-stories'));

export interface Stories {
  /** Of the page that shows one story, which its hash names. */
  url: string;
  stop: () => Promise<void>;
}

/** Builds and serves the components' stories in a process of its own, which the builder's folder belongs to. */
export async function serveStories(): Promise<Stories> {
  const child = spawn(process.execPath, [SERVER], { stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface({ input: child.stdout })) {
    if (!line.startsWith('http')) continue;
    const stop = async (): Promise<void> => {
      const ended = once(child, 'exit');
      child.kill();
      await ended;
    };
    return { url: line, stop };
  }
  throw new Error('The components’ stories could not be built');
}
