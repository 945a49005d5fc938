import { parseArgs } from 'node:util';
import { EnvironmentError } from '@leadlock/core/environment';
import { startDevServer, type DevServer } from './dashboard/dev-server.ts';
import { ensureDashboard } from './dashboard/ensure-dashboard.ts';
import { launch, type Launched } from './launch.ts';
import { SERVICES, type ServiceName } from './services.ts';
import { RESTARTS } from './supervised-service.ts';
import { watchSources } from './watch.ts';

const NAMES = SERVICES.map(({ name }) => name);
const USAGE = `usage: serve ${NAMES.join('|')}|all … [--watch]

Starts the named services with the environment's settings and runs until stopped. Services that exit are restarted,
unless they keep exiting; the others keep running. \`all\` excludes the sandbox unless PROVIDERS=sandbox, and starts its
own Postgres unless DATABASE_URL is set. --watch is for development: it uses the sandbox unless PROVIDERS is set,
restarts services when their sources change, and serves the dashboard from its sources. Without it, the dashboard is
built if it is out of date.`;

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

const API_PORT = SERVICES.find(({ name }) => name === 'api')?.defaultPort;
const width = Math.max(...NAMES.map(({ length }) => length));
const say = (who: string, line: string): void => console.log(`${who.padEnd(width)} | ${line}`);

/** The api does its work without the dashboard, so a failing build is told and no more. */
async function prepareDashboard(): Promise<void> {
  const problem = await ensureDashboard(() => say('api', 'Building the dashboard…'));
  if (problem !== null) say('api', `Failed to build the dashboard:\n${problem}`);
}

/** Whatever cannot be ended in order ends all the same. */
function giveUp(error: unknown): never {
  console.error(error);
  process.exit(1);
}

async function main(): Promise<void> {
  const chosen = readArguments();
  if (!chosen) {
    console.error(USAGE);
    process.exitCode = 2;
    return;
  }
  let launched: Launched | undefined;
  let devServer: DevServer | undefined;
  let stopping = false;
  const stop = async (code: number): Promise<void> => {
    if (stopping) {
      launched?.kill();
      process.exit(1);
    }
    stopping = true;
    devServer?.stop();
    await launched?.stop();
    process.exit(code);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      stop(0).catch(giveUp);
    });
  }

  const servesApi = chosen.services.includes('api');
  // Links in email lead to the pages that one works on, so their address must be known before the api starts.
  if (servesApi && chosen.watch) {
    const apiUrl = `http://localhost:${process.env.API_PORT || API_PORT}`;
    devServer = await startDevServer(apiUrl, (line) => say('vite', line));
  }
  if (servesApi && !chosen.watch) await prepareDashboard();
  launched = await launch({
    services: chosen.services,
    variables: {
      ...process.env,
      PROVIDERS: process.env.PROVIDERS || (chosen.watch ? 'sandbox' : 'live'),
      ...(devServer && !process.env.DASHBOARD_URL ? { DASHBOARD_URL: devServer.url } : {}),
    },
    embeddedDatabase: chosen.all,
    onLine: say,
    // In development the next change of a file may be the cure.
    restarts: chosen.watch ? undefined : RESTARTS,
    onUnexpectedExit: say,
    onGivenUp(_name, others) {
      if (others.length === 0) stop(1).catch(giveUp);
    },
  });
  const { PUBLIC_API_URL, PUBLIC_GATEWAY_URL } = launched.variables;
  if (servesApi) say('api', `${PUBLIC_API_URL} (reference: ${PUBLIC_API_URL}/docs)`);
  if (servesApi) say('api', devServer ? `${devServer.url}/ (dashboard)` : `${PUBLIC_API_URL}/app (dashboard)`);
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
