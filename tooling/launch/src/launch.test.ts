import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseEnv } from 'node:util';
import type { Database } from '@leadlock/db/client';
import { createTestDatabase, ownerUrlOf } from '@leadlock/db/testing/test-database';
import { withClient } from '@leadlock/db/pool/steady-client';
import { migrateJobs } from '@leadlock/jobs/migrate-jobs';
import { afterAll, expect, test, vi } from 'vitest';
import { withDevelopmentSecrets } from './development-secrets.ts';
import { environmentFile, removeEnvironmentFile, writeEnvironmentFile } from './environment-file.ts';
import { ROOT } from './repository.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'leadlock-launch-'));
afterAll(() => rmSync(dataDir, { recursive: true }));

const SERVE = 'tooling/launch/src/serve.ts';
const SECRETS = {
  JWT_SECRET: 'a secret that only tests know, 32+ bytes',
  ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
};

function serve(args: string[], variables: Record<string, string> = {}) {
  const env = { PATH: process.env.PATH, DATA_DIR: dataDir, ...variables };
  return spawnSync(process.execPath, [SERVE, ...args], { cwd: ROOT, env, encoding: 'utf8' });
}

test('secrets of a development machine are made once, for their owner only, and what is set wins', () => {
  const first = withDevelopmentSecrets({}, dataDir);
  expect(Buffer.from(first.ENCRYPTION_KEY ?? '', 'base64')).toHaveLength(32);
  expect(statSync(join(dataDir, 'secrets.json')).mode & 0o777).toBe(0o600);
  expect(withDevelopmentSecrets({}, dataDir)).toEqual(first);
  expect(withDevelopmentSecrets({ JWT_SECRET: SECRETS.JWT_SECRET }, dataDir)).toEqual({
    JWT_SECRET: SECRETS.JWT_SECRET,
    ENCRYPTION_KEY: first.ENCRYPTION_KEY,
  });
  expect(readFileSync(join(dataDir, 'secrets.json'), 'utf8')).toContain(first.JWT_SECRET);
});

test('what services run with is left for the operator, as private as the secrets, and only while they run', () => {
  const variables = {
    JWT_SECRET: SECRETS.JWT_SECRET,
    DATABASE_URL: 'postgres://a@b/c?x=1#2',
    DATABASE_OWNER_URL: 'postgres://o@b/c',
    OPENAI_API_KEY: 'sk-mine',
  };
  writeEnvironmentFile(dataDir, variables);
  expect(statSync(environmentFile(dataDir)).mode & 0o777).toBe(0o600);
  expect(parseEnv(readFileSync(environmentFile(dataDir), 'utf8'))).toEqual({
    JWT_SECRET: SECRETS.JWT_SECRET,
    DATABASE_URL: 'postgres://a@b/c?x=1#2',
    DATABASE_OWNER_URL: 'postgres://o@b/c',
  });
  removeEnvironmentFile(dataDir);
  expect(existsSync(environmentFile(dataDir))).toBe(false);
});

test.each([
  ['nothing to serve', [], {}, 2, /usage: serve/],
  ['an unknown service', ['api', 'coffee'], {}, 2, /usage: serve/],
  ['live mode without secrets', ['api'], {}, 1, /JWT_SECRET[^]*ENCRYPTION_KEY/],
  ['one service without a database to share', ['api'], SECRETS, 1, /DATABASE_URL is not set[^]*serve all/],
])('%s is refused with the reason', (_, args, variables, code, reason) => {
  const { status, stderr } = serve(args, variables);
  expect(stderr).toMatch(reason);
  expect(status).toBe(code);
});

test('nothing is served as the owner of the tables, nor on tables that lack a migration, and it says what to set', async () => {
  const database = await createTestDatabase();
  const old = serve(['api'], { ...SECRETS, DATABASE_URL: ownerUrlOf(database) });
  expect([old.status, old.stderr]).toEqual([1, expect.stringMatching(/DATABASE_URL logs in as .*DATABASE_OWNER_URL/)]);
  expect(old.stderr).not.toContain('    at ');
  await withClient(ownerUrlOf(database), (client) =>
    client.query('DELETE FROM kysely_migration WHERE name = (SELECT max(name) FROM kysely_migration)'),
  );
  const behind = serve(['api'], { ...SECRETS, DATABASE_URL: database.connectionString });
  expect([behind.status, behind.stderr]).toEqual([1, expect.stringMatching(/lacks 1 migration.*leadlock migrate/)]);
  await database.close();
}, 120_000);

interface Served {
  lines: string[];
  parent: ChildProcess;
  /** The port that a service says it is ready on, of its latest process. */
  port: (service: string) => number;
  /** The id of a service's process; 0 while there is none. */
  pid: (service: string) => number;
}

const accountsOf = (database: Database): Record<string, string> => ({
  DATABASE_URL: database.connectionString,
  DATABASE_OWNER_URL: ownerUrlOf(database),
});

/** `serve` as a process of its own, once its services are up. */
async function startServing(services: string[], variables: Record<string, string>): Promise<Served> {
  const parent = spawn(process.execPath, [SERVE, ...services], {
    cwd: ROOT,
    env: {
      PATH: process.env.PATH,
      DATA_DIR: dataDir,
      ...SECRETS,
      ...variables,
      API_PORT: '0',
      WORKER_PORT: '0',
      GATEWAY_PORT: '0',
      NODE_ENV: 'test',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  createInterface({ input: parent.stdout }).on('line', (line) => lines.push(line));
  const ready = (service: string): { port: number; pid: number } => {
    const line = lines.findLast((one) => one.startsWith(service) && one.includes('"msg":"ready"'));
    return JSON.parse(line?.slice(line.indexOf('{')) ?? '{}') as { port: number; pid: number };
  };
  const served: Served = {
    lines,
    parent,
    port: (service) => ready(service).port,
    pid: (service) => ready(service).pid,
  };
  await vi.waitFor(() => expect(lines.join('\n')).toContain('(dashboard)'), { timeout: 80_000 });
  return served;
}
const health = (port: number): Promise<number> =>
  fetch(`http://localhost:${port}/health`).then(
    ({ status }) => status,
    () => 0,
  );

test('services on an empty database come up and end with the process that started them', async () => {
  const database = await createTestDatabase();
  const { lines, parent, port, pid } = await startServing(['api', 'worker'], accountsOf(database));
  const ports = [port('api'), port('worker')];
  expect(lines.join('\n')).toContain(`http://localhost:${ports[0]}/docs`);
  for (const one of ports) expect(await health(one)).toBe(200);
  // Services log in as an account that owns nothing, and are not told of any other.
  const environment = readFileSync(`/proc/${pid('api')}/environ`, 'utf8');
  expect(environment).toContain(database.connectionString);
  expect(environment).not.toContain(ownerUrlOf(database));

  parent.kill('SIGKILL');
  await vi.waitFor(
    async () => {
      for (const one of ports) expect(await health(one)).toBe(0);
    },
    { timeout: 20_000 },
  );
  await database.close();
}, 120_000);

test('a service that dies comes up again on its port, while the others go on, and all end together', async () => {
  const database = await createTestDatabase();
  await migrateJobs(ownerUrlOf(database));
  const served = await startServing(['api', 'worker'], { DATABASE_URL: database.connectionString });
  const { parent, port, pid, lines } = served;
  const [apiPort, apiPid, workerPid] = [port('api'), pid('api'), pid('worker')];
  process.kill(apiPid, 'SIGKILL');
  await vi.waitFor(
    async () => {
      expect([0, apiPid]).not.toContain(pid('api'));
      expect(await health(apiPort)).toBe(200);
    },
    { timeout: 60_000, interval: 100 },
  );
  expect(lines).toContain('api     | was killed by SIGKILL; restarting in 0.5 s');
  expect(pid('worker')).toBe(workerPid);
  expect(await health(port('worker'))).toBe(200);

  const exited = once(parent, 'exit');
  parent.kill('SIGTERM');
  expect(await exited).toEqual([0, null]);
  expect([await health(apiPort), await health(port('worker'))]).toEqual([0, 0]);
  await database.close();
}, 180_000);
