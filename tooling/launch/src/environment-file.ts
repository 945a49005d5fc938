import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Variables } from './service-process.ts';

/** What the launcher fills in; whatever else services read comes from the environment they were started in. */
const NAMES = [
  'NODE_ENV',
  'PROVIDERS',
  'DATA_DIR',
  'DATABASE_URL',
  'DATABASE_OWNER_URL',
  'API_PORT',
  'GATEWAY_PORT',
  'WORKER_PORT',
  'SANDBOX_PORT',
  'PUBLIC_API_URL',
  'PUBLIC_GATEWAY_URL',
  'DASHBOARD_URL',
  'SANDBOX_URL',
  'JWT_SECRET',
  'ENCRYPTION_KEY',
];

export const environmentFile = (dataDir: string): string => join(dataDir, 'services.env');

/**
 * Leaves what services of the sandbox were started with in their data folder while they run, for the operator's commands
 * (`leadlock doctor --variables`). It stands beside the made-up secrets and is as private.
 */
export function writeEnvironmentFile(dataDir: string, variables: Variables): void {
  const lines = NAMES.flatMap((name) => (variables[name] ? [`${name}='${variables[name]}'`] : []));
  mkdirSync(dataDir, { recursive: true });
  const file = environmentFile(dataDir);
  // A file that is there keeps its mode when it is written to.
  rmSync(file, { force: true });
  writeFileSync(file, `${lines.join('\n')}\n`, { mode: 0o600 });
}

export const removeEnvironmentFile = (dataDir: string): void => rmSync(environmentFile(dataDir), { force: true });
