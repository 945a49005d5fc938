import { spawn } from 'node:child_process';
import { ROOT, tool } from './repository.ts';

export interface Check {
  name: string;
  command: readonly [program: string, ...args: string[]];
}

/** What must hold before any test is worth running, the quickest first. */
export const STATIC_CHECKS: readonly Check[] = [
  { name: 'format', command: [tool('oxfmt'), '--check', '.'] },
  { name: 'language', command: [process.execPath, 'tooling/launch/src/language/verify-language.ts'] },
  { name: 'lint', command: [tool('oxlint'), '--type-aware', '--deny-warnings'] },
  { name: 'boundaries', command: [tool('turbo'), 'boundaries', '--no-color'] },
  { name: 'unused code', command: [tool('knip'), '--no-progress', '--treat-config-hints-as-errors'] },
  { name: 'types', command: [tool('tsc'), '--noEmit', '--checkers', '1'] },
  { name: 'dashboard types', command: [tool('tsc'), '--noEmit', '--checkers', '1', '-p', 'apps/dashboard'] },
  { name: 'browser types', command: [tool('tsc'), '--noEmit', '--checkers', '1', '-p', 'tooling/e2e'] },
  { name: 'dashboard routes', command: [process.execPath, 'tooling/launch/src/dashboard/verify-routes.ts'] },
  { name: 'database types', command: [process.execPath, 'packages/db/src/generate-types.ts', '--verify'] },
  { name: 'API document', command: [process.execPath, 'packages/api/src/write-document.ts', '--verify'] },
];

/** Runs a program to its end. Its output is shown at once, or kept for when it fails. */
export function run(
  command: Check['command'],
  output: 'show' | 'keep',
): Promise<{ succeeded: boolean; output: string }> {
  const [program, ...args] = command;
  const { FORCE_COLOR: _, ...inherited } = process.env;
  const environment = { ...inherited, TURBO_TELEMETRY_DISABLED: '1', NO_COLOR: '1' };
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: ROOT,
      env: environment,
      stdio: ['ignore', output === 'show' ? 'inherit' : 'pipe', output === 'show' ? 'inherit' : 'pipe'],
    });
    const chunks: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('error', (error) => resolve({ succeeded: false, output: error.message }));
    child.on('close', (code) => resolve({ succeeded: code === 0, output: Buffer.concat(chunks).toString() }));
  });
}

export function report(name: string, succeeded: boolean, startedAt: number): void {
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
  console.log(`${succeeded ? 'ok    ' : 'FAILED'} ${name.padEnd(16)} ${seconds.padStart(6)} s`);
}

/** Runs all checks, also after one has failed, and returns how many failed. */
export async function runStaticChecks(): Promise<number> {
  let failed = 0;
  for (const { name, command } of STATIC_CHECKS) {
    const startedAt = performance.now();
    const { succeeded, output } = await run(command, 'keep');
    if (!succeeded) {
      failed += 1;
      console.log(output.trimEnd());
    }
    report(name, succeeded, startedAt);
  }
  return failed;
}
