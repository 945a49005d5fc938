import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseEnv } from 'node:util';
import { createTestDatabase } from '@leadlock/db/testing/test-database';
import { afterAll, expect, test, vi } from 'vitest';
import { withDevelopmentSecrets } from './development-secrets.ts';
import { environmentFile, removeEnvironmentFile, writeEnvironmentFile } from './environment-file.ts';
import { freePort, probePort } from './ports.ts';
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
    OPENAI_API_KEY: 'sk-mine',
  };
  writeEnvironmentFile(dataDir, variables);
  expect(statSync(environmentFile(dataDir)).mode & 0o777).toBe(0o600);
  expect(parseEnv(readFileSync(environmentFile(dataDir), 'utf8'))).toEqual({
    JWT_SECRET: SECRETS.JWT_SECRET,
    DATABASE_URL: 'postgres://a@b/c?x=1#2',
  });
  removeEnvironmentFile(dataDir);
  expect(existsSync(environmentFile(dataDir))).toBe(false);
});

test('a port that is taken is found out', async () => {
  const port = await freePort();
  expect(await probePort(port)).toBe(port);
  const holder = spawn(process.execPath, [
    '-e',
    `require('net').createServer().listen(${port}, () => console.log('up'))`,
  ]);
  await once(holder.stdout, 'data');
  expect(await probePort(port)).toBeNull();
  holder.kill();
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

test('services on an empty database come up and end with the process that started them', async () => {
  const database = await createTestDatabase();
  const [api, worker] = [await freePort(), await freePort()];
  const parent = spawn(process.execPath, [SERVE, 'api', 'worker'], {
    cwd: ROOT,
    env: {
      PATH: process.env.PATH,
      DATA_DIR: dataDir,
      ...SECRETS,
      DATABASE_URL: database.connectionString,
      API_PORT: String(api),
      WORKER_PORT: String(worker),
      NODE_ENV: 'test',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  createInterface({ input: parent.stdout }).on('line', (line) => lines.push(line));
  await vi.waitFor(() => expect(lines.join('\n')).toContain(`http://localhost:${api}/docs`), { timeout: 50_000 });
  for (const port of [api, worker]) expect((await fetch(`http://localhost:${port}/health`)).status).toBe(200);
  expect(lines.some((line) => /^api {4}\s*\| \{/.test(line))).toBe(true);

  parent.kill('SIGKILL');
  await vi.waitFor(
    async () => {
      for (const port of [api, worker]) expect(await probePort(port)).toBe(port);
    },
    { timeout: 20_000 },
  );
  await database.close();
}, 90_000);
