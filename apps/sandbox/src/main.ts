import { readEnvironment } from '@leadlock/core/environment';
import { createLogger } from '@leadlock/observability/logger';
import { startSandbox } from './sandbox.ts';

const environment = readEnvironment(process.env);
const log = createLogger({ service: 'sandbox', level: environment.LOG_LEVEL });
const sandbox = await startSandbox({
  port: environment.SANDBOX_PORT,
  host: '0.0.0.0',
  publicUrl: environment.SANDBOX_PORT === 0 ? undefined : environment.SANDBOX_URL,
  log,
});

async function stop(): Promise<void> {
  await sandbox.close();
  process.exit(0);
}
process.once('SIGTERM', () => void stop());
process.once('SIGINT', () => void stop());
