import { spawn, spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { GATEWAY_NODE_ARGS } from '@leadlock/launch/services';

export const GATEWAY = fileURLToPath(import.meta.resolve('@leadlock/app-voice-gateway/main'));
export const canPin = availableParallelism() > 1 && spawnSync('taskset', ['-V']).status === 0;

export interface ProgramOptions {
  args?: string[];
  /** The core that it runs on; absent: any. */
  core?: string;
  /** What Node itself is told. */
  nodeArgs?: string[];
  variables?: Record<string, string>;
}

/** Runs a program and reads the JSON lines that it prints. `taskset` replaces itself with the program. */
export function startProgram(path: string, { args = [], core, nodeArgs = [], variables }: ProgramOptions = {}) {
  const asDeployed = path === GATEWAY ? GATEWAY_NODE_ARGS : [];
  const command = [process.execPath, ...asDeployed, ...nodeArgs, path, ...args];
  const [file = '', ...rest] = canPin && core !== undefined ? ['taskset', '-c', core, ...command] : command;
  const child = spawn(file, rest, { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, ...variables } });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    child,
    /** The next line that is of this kind. */
    async next<Line>(isLine: (line: Partial<Line>) => boolean = () => true): Promise<Line> {
      for (;;) {
        const line = await lines.next();
        if (line.done) throw new Error(`${path} ended early`);
        const parsed = JSON.parse(line.value) as Line;
        if (isLine(parsed)) return parsed;
      }
    },
  };
}

export type Program = ReturnType<typeof startProgram>;

/** Waits until a service listens. Its further lines are dropped: whoever reads nothing lets the other wait. */
export async function portOf(service: Program): Promise<number> {
  const { port } = await service.next<{ port: number }>((line) => line.port !== undefined);
  service.child.stdout.resume();
  return port;
}
