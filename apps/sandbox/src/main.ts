import { join } from 'node:path';
import { runProcess } from '@leadlock/composition/process';
import { startSandbox } from './sandbox.ts';

/** Calls end at once; what is still to be reported about them goes out. */
const SHUTDOWN_MS = 20_000;

await runProcess({
  service: 'sandbox',
  variables: process.env,
  shutdownTimeoutMs: SHUTDOWN_MS,
  async start({ environment, log, shutdown, listenOn }) {
    const { SANDBOX_PORT, SANDBOX_URL, DATA_DIR } = environment;
    const sandbox = await startSandbox({
      port: listenOn(SANDBOX_PORT),
      // Anybody may place calls here, so other machines get in only where the address says that they are meant to.
      host: isLocal(SANDBOX_URL) ? '127.0.0.1' : '0.0.0.0',
      publicUrl: SANDBOX_PORT === 0 ? undefined : SANDBOX_URL,
      stateFolder: join(DATA_DIR, 'sandbox'),
      log,
    });
    shutdown.onClose('sandbox', () => sandbox.close());
    log.info({ port: sandbox.port }, 'ready');
  },
});

function isLocal(url: string): boolean {
  return ['localhost', '127.0.0.1'].includes(new URL(url).hostname);
}
