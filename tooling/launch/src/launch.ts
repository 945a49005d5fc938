import { resolve } from 'node:path';
import { EnvironmentError, readEnvironment } from '@leadlock/core/environment';
import { prepareDatabase } from './database.ts';
import { withDevelopmentSecrets } from './development-secrets.ts';
import { removeEnvironmentFile, writeEnvironmentFile } from './environment-file.ts';
import { ServiceProcess, type Variables } from './service-process.ts';
import { SERVICES, type Service, type ServiceName } from './services.ts';

export interface LaunchOptions {
  services: readonly ServiceName[];
  /** The environment; what it leaves out is filled in here. */
  variables: Variables;
  /** Starts a Postgres of our own when DATABASE_URL is not set. */
  embeddedDatabase: boolean;
  onLine: (service: ServiceName, line: string) => void;
  /** Told when a service ends by itself. */
  onUnexpectedExit: (service: ServiceName, how: string) => void;
}

export interface Launched {
  /** What the services were started with: addresses, ports, secrets. */
  variables: Variables;
  restart(names: readonly ServiceName[]): Promise<void>;
  /** Ends the services in the opposite order of their start, then the database. */
  stop(): Promise<void>;
  /** Ends the services at once, whatever they are doing. */
  kill(): void;
}

/** Brings services up, with a migrated database behind them, and returns when all of them listen. */
export async function launch(options: LaunchOptions): Promise<Launched> {
  const services = SERVICES.filter(({ name }) => options.services.includes(name));
  const dataDir = resolve(options.variables.DATA_DIR || '.data');
  const needsDatabase = services.some((service) => service.needsDatabase);
  let variables = complete({ ...options.variables, DATA_DIR: dataDir });
  if (variables.PROVIDERS === 'sandbox') {
    variables = withDevelopmentSecrets({ ...variables, NODE_ENV: variables.NODE_ENV || 'development' }, dataDir);
  }
  // Told here, once, instead of by each process.
  if (needsDatabase) readEnvironment(variables);
  if (needsDatabase && !variables.DATABASE_URL && !options.embeddedDatabase) {
    throw new EnvironmentError(
      'DATABASE_URL is not set. Services that are started one by one share the Postgres it names; ' +
        '`serve all` brings one of its own.',
    );
  }

  const running = new Map<ServiceName, ServiceProcess>();
  const database = needsDatabase ? await prepareDatabase(variables.DATABASE_URL || undefined, dataDir) : null;
  if (database) variables.DATABASE_URL = database.connectionString;

  async function start(service: Service): Promise<void> {
    const child = new ServiceProcess({
      service,
      variables,
      onLine: (line) => options.onLine(service.name, line),
      onUnexpectedExit: (how) => options.onUnexpectedExit(service.name, how),
    });
    running.set(service.name, child);
    await child.ready();
  }

  // Only what runs on secrets that were made up here, and all of it at once.
  const leavesFile = variables.PROVIDERS === 'sandbox' && options.embeddedDatabase;

  async function stop(): Promise<void> {
    if (leavesFile) removeEnvironmentFile(dataDir);
    for (const { name } of services.toReversed()) await running.get(name)?.stop();
    await database?.stop();
  }

  try {
    for (const service of services) await start(service);
    if (leavesFile) writeEnvironmentFile(dataDir, variables);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    variables,
    stop,
    kill() {
      for (const child of running.values()) child.kill();
    },
    async restart(names) {
      const chosen = services.filter(({ name }) => names.includes(name));
      for (const { name } of chosen.toReversed()) await running.get(name)?.stop();
      for (const service of chosen) await start(service);
    },
  };
}

/** Public addresses follow the ports, unless they are given. */
function complete(variables: Variables): Variables {
  const port = Object.fromEntries(
    SERVICES.map(({ name, portVariable, defaultPort }) => [name, variables[portVariable] || String(defaultPort)]),
  );
  const api = variables.PUBLIC_API_URL || `http://localhost:${port.api}`;
  return {
    ...variables,
    PUBLIC_API_URL: api,
    PUBLIC_GATEWAY_URL: variables.PUBLIC_GATEWAY_URL || `ws://localhost:${port.gateway}`,
    DASHBOARD_URL: variables.DASHBOARD_URL || `${api.replace(/\/+$/, '')}/app`,
    SANDBOX_URL: variables.SANDBOX_URL || `http://localhost:${port.sandbox}`,
  };
}
