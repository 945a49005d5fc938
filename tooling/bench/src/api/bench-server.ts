import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { BenchData } from './seed.ts';

const SERVER_CORE = '0';

export type Server = 'express' | 'express-auth' | 'express-auth-log' | 'leadlock';

/** Whether a process can be kept on one core. */
export const canPin = availableParallelism() > 1 && spawnSync('taskset', ['-V']).status === 0;

/** Starts a server in a process of its own, on one core where that can be had. */
export async function startServer(server: Server, data: BenchData): Promise<{ child: ChildProcess; port: number }> {
  const script = fileURLToPath(new URL('server-process.ts', import.meta.url));
  const command = [process.execPath, script, server, data.connectionString, data.tenantId];
  const [file = '', ...args] = canPin ? ['taskset', '-c', SERVER_CORE, ...command] : command;
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return { child, port: (JSON.parse(line) as { port: number }).port };
}
