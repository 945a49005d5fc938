import { resolve } from 'node:path';
import { withoutTrailingSlash } from '@leadlock/core/without-trailing-slash';
import { EnvironmentError, readEnvironment } from '@leadlock/core/environment';
import { prepareDatabase } from './database.ts';
import { withDevelopmentSecrets } from './development-secrets.ts';
import { removeEnvironmentFile, writeEnvironmentFile } from './environment-file.ts';
import { BoundPort } from './ports.ts';
import type { Variables } from './service-process.ts';
import { SupervisedService, type RestartPolicy } from './supervised-service.ts';
import { SERVICES, type Service, type ServiceName } from './services.ts';

export interface LaunchOptions {
  services: readonly ServiceName[];
  /** The environment; what it leaves out is filled in here. */
  variables: Variables;
  /** Starts a Postgres of our own when DATABASE_URL is not set. */
  embeddedDatabase: boolean;
  onLine: (service: ServiceName, line: string) => void;
  /** Takes other ports where those that are wanted are taken. */
  orOtherPorts?: boolean;
  /** Absent: a service that ends by itself stays down. */
  restarts?: RestartPolicy;
  /** Told when a service ends by itself, and what becomes of it. */
  onUnexpectedExit: (service: ServiceName | 'postgres', what: string) => void;
  /** Told when a service that ended is not started again any more, and which of the others still run. */
  onGivenUp?: (service: ServiceName, others: readonly ServiceName[]) => void;
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
  const ports = await bindPorts(services, options);
  const boundTo = Object.fromEntries(services.map((service) => [service.portVariable, String(portOf(ports, service))]));
  let variables = complete({ ...options.variables, ...boundTo, DATA_DIR: dataDir });
  if (variables.PROVIDERS === 'sandbox') {
    variables = withDevelopmentSecrets({ ...variables, NODE_ENV: variables.NODE_ENV || 'development' }, dataDir);
  }
  // Told here, once, instead of by each process.
  if (needsDatabase) readEnvironment(variables);
  if (needsDatabase && !variables.DATABASE_URL && !options.embeddedDatabase) {
    throw new EnvironmentError(
      'DATABASE_URL is not set. Services that are started individually share its Postgres; `serve all` starts its own.',
    );
  }
  if (needsDatabase && !variables.DATABASE_URL && variables.DATABASE_OWNER_URL) {
    throw new EnvironmentError(
      'DATABASE_OWNER_URL is set, but DATABASE_URL is not. Set it to the same URL with another user, such as ' +
        'leadlock_app, and a password. Migrations create that user.',
    );
  }

  const running = new Map<ServiceName, SupervisedService>();
  const say = (what: string): void => options.onUnexpectedExit('postgres', what);
  const given = {
    connectionString: variables.DATABASE_URL || undefined,
    ownerUrl: variables.DATABASE_OWNER_URL || undefined,
  };
  const database = needsDatabase ? await prepareDatabase(given, dataDir, say) : null;
  if (database) {
    variables.DATABASE_URL = database.connectionString;
    variables.DATABASE_OWNER_URL = database.ownerUrl;
  }
  // What owns the tables is no service's to know.
  const { DATABASE_OWNER_URL: _, ...ofServices } = variables;

  for (const service of services) {
    const port = ports.get(service.name);
    if (port === undefined) continue;
    const { name } = service;
    const supervised = new SupervisedService({
      service,
      variables: ofServices,
      port,
      restarts: options.restarts ?? null,
      onLine: (line) => options.onLine(name, line),
      onUnexpectedExit: (what) => options.onUnexpectedExit(name, what),
      onGivenUp: () => {
        running.delete(name);
        options.onGivenUp?.(name, [...running.keys()]);
      },
    });
    running.set(name, supervised);
  }

  // Only what runs on secrets that were made up here, and all of it at once.
  const leavesFile = variables.PROVIDERS === 'sandbox' && options.embeddedDatabase;

  async function stop(): Promise<void> {
    if (leavesFile) removeEnvironmentFile(dataDir);
    for (const { name } of services.toReversed()) await running.get(name)?.stop();
    for (const port of ports.values()) port.close();
    await database?.stop();
  }

  try {
    for (const { name } of services) await running.get(name)?.start();
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
      for (const { name } of chosen) await running.get(name)?.start();
    },
  };
}

const portOf = (ports: ReadonlyMap<ServiceName, BoundPort>, { name }: Service): number => ports.get(name)?.port ?? 0;

/** Binds every port before anything is started, so that none is taken in between. */
async function bindPorts(
  services: readonly Service[],
  { variables, orOtherPorts = false }: LaunchOptions,
): Promise<Map<ServiceName, BoundPort>> {
  const bound = new Map<ServiceName, BoundPort>();
  try {
    for (const { name, portVariable, defaultPort, isPrivate } of services) {
      const port = Number(variables[portVariable] || defaultPort);
      // A private service is another machine's only where its address says so.
      const host = isPrivate && isLocal(variables.SANDBOX_URL) ? '127.0.0.1' : undefined;
      bound.set(name, await BoundPort.bind({ port, orAnother: orOtherPorts, host }));
    }
  } catch (error) {
    for (const port of bound.values()) port.close();
    throw error;
  }
  return bound;
}

const isLocal = (url: string | undefined): boolean =>
  !url || ['localhost', '127.0.0.1'].includes(new URL(url).hostname);

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
    DASHBOARD_URL: variables.DASHBOARD_URL || `${withoutTrailingSlash(api)}/app`,
    SANDBOX_URL: variables.SANDBOX_URL || `http://localhost:${port.sandbox}`,
  };
}
