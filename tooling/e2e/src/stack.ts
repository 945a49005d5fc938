import { appendFileSync, chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findOrInstallBrowser } from '@leadlock/launch/browser';
import { ensureDashboard } from '@leadlock/launch/dashboard/ensure-dashboard';
import { launch } from '@leadlock/launch/launch';
import { SERVICES } from '@leadlock/launch/services';
import type { TestProject } from 'vitest/node';

/** The running product, as tests get it. */
export interface Stack {
  /** The api's address; the dashboard is below it, at `/app/`. */
  apiUrl: string;
  gatewayUrl: string;
  sandboxUrl: string;
  databaseUrl: string;
  browserPath: string;
  /** Where pictures and traces of failed tests, and the services' logs, are kept. */
  artifacts: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    stack: Stack;
  }
}

/** A folder that the embedded Postgres, which may run under another account, can enter. */
function temporaryFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), name));
  chmodSync(folder, 0o711);
  return folder;
}

/** Vitest's global set-up of the browser tests: the whole product on free ports, once a run, with the sandbox outside. */
export default async function startStack(project: TestProject): Promise<() => Promise<void>> {
  const browserPath = await findOrInstallBrowser({ variables: process.env, say: console.log });
  const problem = await ensureDashboard();
  if (problem !== null) throw new Error(`Failed to build the dashboard:\n${problem}`);

  const dataDir = temporaryFolder('leadlock-e2e-data-');
  const artifacts = temporaryFolder('leadlock-e2e-');
  const log = (line: string): void => appendFileSync(join(artifacts, 'services.log'), `${line}\n`);
  const ports = Object.fromEntries(SERVICES.map(({ portVariable }) => [portVariable, '0']));
  const launched = await launch({
    services: SERVICES.map(({ name }) => name),
    variables: {
      PATH: process.env.PATH,
      ...ports,
      PROVIDERS: 'sandbox',
      DATA_DIR: dataDir,
      LOG_LEVEL: 'info',
      // Receivers of webhooks in tests are on this machine.
      OUTBOUND_ALLOW_HOSTS: 'localhost',
    },
    embeddedDatabase: true,
    onLine: (service, line) => log(`${service} | ${line}`),
    onUnexpectedExit(service, how) {
      log(`${service} ${how}`);
      console.error(`${service} ${how}; see ${artifacts}/services.log`);
    },
  });
  const address = (name: string): string => launched.variables[name] ?? '';
  project.provide('stack', {
    apiUrl: address('PUBLIC_API_URL'),
    gatewayUrl: address('PUBLIC_GATEWAY_URL'),
    sandboxUrl: address('SANDBOX_URL'),
    databaseUrl: address('DATABASE_URL'),
    browserPath,
    artifacts,
  });
  return async () => {
    await launched.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
}
