import { parseArgs } from 'node:util';
import { EnvironmentError } from '@leadlock/core/environment';
import { launch, type Launched } from './launch.ts';
import { SERVICES, type ServiceName } from './services.ts';
import { watchSources } from './watch.ts';

const NAMES = SERVICES.map(({ name }) => name);
const USAGE = `usage: serve ${NAMES.join('|')}|all … [--watch]

Starts the named services with the environment's settings and stays until it is told to end. \`all\` leaves the sandbox
out unless PROVIDERS=sandbox, and brings its own Postgres unless DATABASE_URL is set. --watch is for development: it
uses the sandbox unless PROVIDERS says otherwise and restarts services whose sources change.`;

const isService = (name: string): name is ServiceName => NAMES.some((known) => known === name);

function readArguments(): { services: ServiceName[]; all: boolean; watch: boolean } | null {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { watch: { type: 'boolean' } } });
  const watch = values.watch ?? false;
  if (positionals.includes('all')) {
    const sandboxed = (process.env.PROVIDERS || (watch ? 'sandbox' : 'live')) === 'sandbox';
    return { services: NAMES.filter((name) => sandboxed || name !== 'sandbox'), all: true, watch };
  }
  const services = positionals.filter(isService);
  return services.length > 0 && services.length === positionals.length ? { services, all: false, watch } : null;
}

const width = Math.max(...NAMES.map(({ length }) => length));
const say = (who: string, line: string): void => console.log(`${who.padEnd(width)} | ${line}`);

async function main(): Promise<void> {
  const chosen = readArguments();
  if (!chosen) {
    console.error(USAGE);
    process.exitCode = 2;
    return;
  }
  let launched: Launched | undefined;
  let stopping = false;
  const stop = async (code: number): Promise<void> => {
    if (stopping) {
      launched?.kill();
      process.exit(1);
    }
    stopping = true;
    await launched?.stop();
    process.exit(code);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(0));

  launched = await launch({
    services: chosen.services,
    variables: { ...process.env, PROVIDERS: process.env.PROVIDERS || (chosen.watch ? 'sandbox' : 'live') },
    embeddedDatabase: chosen.all,
    onLine: say,
    onUnexpectedExit(name, how) {
      say(name, how);
      // In development the next change of a file may be the cure.
      if (!chosen.watch || !launched) void stop(1);
    },
  });
  const { PUBLIC_API_URL, PUBLIC_GATEWAY_URL } = launched.variables;
  if (chosen.services.includes('api')) say('api', `${PUBLIC_API_URL} (reference: ${PUBLIC_API_URL}/docs)`);
  if (chosen.services.includes('gateway')) say('gateway', `${PUBLIC_GATEWAY_URL}/media`);

  if (chosen.watch) {
    let restarting = Promise.resolve();
    watchSources((services) => {
      restarting = restarting.then(() => launched?.restart(services)).catch((error: unknown) => console.error(error));
    });
  }
}

try {
  await main();
} catch (error) {
  console.error(error instanceof EnvironmentError ? error.message : error);
  process.exit(1);
}
