import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { ROOT } from '../repository.ts';
import { BUILT } from './folders.ts';
import { isCurrent } from './sources.ts';

const BUILDER = fileURLToPath(new URL('main.ts', import.meta.url));

/** A production install has no bundler: there the build was made with the image, or nobody wants one. */
function canBuild(): boolean {
  try {
    createRequire(import.meta.url).resolve('vite');
    return true;
  } catch {
    return false;
  }
}

/**
 * Builds the dashboard in a process of its own when its sources have changed since the last time. Returns null when
 * the build is current, and what went wrong otherwise.
 */
export async function ensureDashboard(onBuild: () => void = () => undefined): Promise<string | null> {
  if (!canBuild() || isCurrent(BUILT)) return null;
  onBuild();
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [BUILDER], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
    const chunks: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('error', (error) => resolve(error.message));
    child.on('close', (code) => resolve(code === 0 ? null : Buffer.concat(chunks).toString().trim()));
  });
}
