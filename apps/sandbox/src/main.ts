import { join } from 'node:path';
import { readEnvironment } from '@leadlock/core/environment';
import { createLogger } from '@leadlock/observability/logger';
import { startSandbox } from './sandbox.ts';

const environment = readEnvironment(process.env);
const log = createLogger({ service: 'sandbox', level: environment.LOG_LEVEL });
const sandbox = await startSandbox({
  port: environment.SANDBOX_PORT,
  // Who may be called and billed here is anybody's choice, so other machines get in only when they are meant to.
  host: isLocal(environment.SANDBOX_URL) ? '127.0.0.1' : '0.0.0.0',
  publicUrl: environment.SANDBOX_PORT === 0 ? undefined : environment.SANDBOX_URL,
  stateFolder: join(environment.DATA_DIR, 'sandbox'),
  log,
});

function isLocal(url: string): boolean {
  return ['localhost', '127.0.0.1'].includes(new URL(url).hostname);
}

async function stop(): Promise<void> {
  await sandbox.close();
  process.exit(0);
}
process.once('SIGTERM', () => void stop());
process.once('SIGINT', () => void stop());
