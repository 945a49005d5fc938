import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureDashboard } from './dashboard/ensure-dashboard.ts';
import { placeDemoCall } from './demo/phone-call.ts';
import { asJson, asText, shortcoming, type DemoResult } from './demo/summary.ts';
import { seedDemoTenant, type DemoTenant } from './demo/tenant.ts';
import { findUsageRecord } from './demo/usage-record.ts';
import { launch, type Launched } from './launch.ts';
import type { Variables } from './service-process.ts';
import { SERVICES } from './services.ts';
import { RESTARTS } from './supervised-service.ts';

// `npm start`: the whole product on this machine with the outside world played by the sandbox, and one real spoken call.
const { values: flags } = parseArgs({ options: { once: { type: 'boolean' }, json: { type: 'boolean' } } });
const once = flags.once ?? false;
const json = flags.json ?? false;
// With --json stdout belongs to the one object at the end.
const say = (text: string): boolean => (json ? process.stderr : process.stdout).write(`${text}\n`);

/** The port that the environment names for each service; with --once any that is free where it names none. */
const choosePorts = (): Variables =>
  Object.fromEntries(
    SERVICES.map(({ portVariable }) => [portVariable, process.env[portVariable] || (once ? '0' : undefined)]),
  );

function sayOtherPorts(variables: Variables): void {
  for (const { name, portVariable, defaultPort } of SERVICES) {
    const wanted = process.env[portVariable] || String(defaultPort);
    const port = variables[portVariable];
    if (port !== wanted) say(`Port ${wanted} is in use; ${name} uses ${port}.`);
  }
}

const requireText = (variables: Variables, name: string): string => {
  const value = variables[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
};

function setUpTenant({ variables }: Launched, dataDir: string): Promise<DemoTenant> {
  say('Setting up the demo tenant…');
  const sandboxUrl = requireText(variables, 'SANDBOX_URL');
  return seedDemoTenant(requireText(variables, 'PUBLIC_API_URL'), sandboxUrl, dataDir);
}

async function demonstrate({ variables }: Launched, tenant: DemoTenant): Promise<DemoResult> {
  const sandboxUrl = requireText(variables, 'SANDBOX_URL');
  say(`${tenant.callerNumber} is calling ${tenant.phoneNumber}. The call uses real speech and takes about a minute…`);
  const { call, caller } = await placeDemoCall(tenant, sandboxUrl);
  const usage = await findUsageRecord(requireText(variables, 'DATABASE_URL'), call.id);
  return { call, caller, usage };
}

interface Shown {
  result: DemoResult;
  /** Why it did not show what it should; null: it did. */
  reason: string | null;
}

function show(result: DemoResult): Shown {
  say(`\n${asText(result)}`);
  const reason = shortcoming(result);
  if (reason !== null) say(`\n${reason}.`);
  return { result, reason };
}

function complain(error: unknown): void {
  say(`\nThe demo call failed: ${error instanceof Error ? error.message : String(error)}`);
}

function writeJson({ result }: Shown): void {
  if (json) process.stdout.write(`${asJson(result)}\n`);
}

function printAddresses(variables: Variables, { logIn, phoneNumber }: DemoTenant): void {
  say(`
Dashboard      ${variables.DASHBOARD_URL}
API            ${variables.PUBLIC_API_URL}
API reference  ${variables.PUBLIC_API_URL}/docs
Gateway        ${variables.PUBLIC_GATEWAY_URL}/media
Sandbox        ${variables.SANDBOX_URL}
Login          ${logIn.email}   password ${logIn.password}
Phone number   ${phoneNumber} (in the sandbox)

Press Ctrl+C to stop.`);
}

/** A folder that Postgres, which may run under another account, can enter. */
function throwawayFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'leadlock-'));
  chmodSync(folder, 0o711);
  return folder;
}

async function main(): Promise<number> {
  const throwaway = once && !process.env.DATA_DIR;
  const dataDir = throwaway ? throwawayFolder() : resolve(process.env.DATA_DIR || '.data');
  let launched: Launched | undefined;
  let stopping = false;
  const stop = async (): Promise<void> => {
    stopping = true;
    await launched?.stop();
    if (throwaway) rmSync(dataDir, { recursive: true, force: true });
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (stopping) {
        launched?.kill();
        process.exit(1);
      }
      say('Stopping…');
      stop().then(
        () => process.exit(0),
        (error: unknown) => {
          console.error(error);
          process.exit(1);
        },
      );
    });
  }

  try {
    const problem = await ensureDashboard(() => say('Building the dashboard…'));
    if (problem !== null) say(`Failed to build the dashboard:\n${problem}`);
    say('Starting Postgres, sandbox, api, worker, and voice gateway…');
    const crashed = Promise.withResolvers<never>();
    // While services start, `launch` itself tells that one has ended.
    crashed.promise.catch(() => undefined);
    launched = await launch({
      services: SERVICES.map(({ name }) => name),
      variables: {
        ...process.env,
        ...choosePorts(),
        PROVIDERS: 'sandbox',
        DATA_DIR: dataDir,
        LOG_LEVEL: process.env.LOG_LEVEL || 'warn',
      },
      embeddedDatabase: true,
      orOtherPorts: true,
      // A demonstration that fails is to say so.
      restarts: once ? undefined : RESTARTS,
      // Services are quiet unless something is wrong, and then it must be seen.
      onLine: (service, line) => process.stderr.write(`${service} | ${line}\n`),
      onUnexpectedExit: (who, what) => {
        if (once) crashed.reject(new Error(`${who} ${what}`));
        else process.stderr.write(`${who} ${what}\n`);
      },
      onGivenUp: (service, others) => {
        if (others.length === 0) crashed.reject(new Error(`${service} was the last running service`));
      },
    });
    if (!once) sayOtherPorts(launched.variables);
    const tenant = await Promise.race([setUpTenant(launched, dataDir), crashed.promise]);
    const demonstration = demonstrate(launched, tenant).then(show);
    if (!once) {
      // The product works without its demonstration, which may fail on a machine that is too busy to speak in time.
      await Promise.race([demonstration.then(writeJson, complain), crashed.promise]);
      printAddresses(launched.variables, tenant);
      return await crashed.promise;
    }
    const shown = await Promise.race([demonstration, crashed.promise]);
    await stop();
    writeJson(shown);
    return shown.reason === null ? 0 : 1;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    await stop();
    return 1;
  }
}

process.exit(await main());
