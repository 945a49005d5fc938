import { connectDatabase } from '@leadlock/db/client';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '@leadlock/db/embedded/start-embedded-postgres';
import { migrate } from '@leadlock/db/migrate';
import { withClient } from '@leadlock/db/pool/steady-client';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, onTestFinished, test } from 'vitest';

const running: EmbeddedPostgres[] = [];
afterEach(() => Promise.all(running.splice(0).map((server) => server.stop())));

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'leadlock-passwords-'));
  chmodSync(folder, 0o711);
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'postgres');
}

async function start(dataDir: string): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDir });
  running.push(server);
  return server;
}

const ask = (url: string): Promise<string> =>
  withClient(url, (client) => client.query<{ name: string }>('SELECT session_user AS name')).then(
    ({ rows }) => rows[0]?.name ?? '',
    (error: Error) => error.message,
  );
const without = (url: string): string => Object.assign(new URL(url), { password: '' }).toString();
const wrong = (url: string): string => Object.assign(new URL(url), { password: 'wrong' }).toString();

async function expectClosed({ connectionString, ownerUrl }: EmbeddedPostgres): Promise<void> {
  expect([await ask(ownerUrl), await ask(connectionString)]).toEqual(['postgres', 'leadlock_app']);
  for (const url of [ownerUrl, connectionString]) {
    expect(await ask(without(url))).toMatch(/password/);
    expect(await ask(wrong(url))).toMatch(/password authentication failed/);
  }
}

test('a server of our own lets nobody in without a password, which stands in files that nobody else reads', async () => {
  const dataDir = newFolder();
  const server = await start(dataDir);
  await migrate(server);
  await expectClosed(server);
  for (const [whose, url] of [
    ['owner', server.ownerUrl],
    ['login', server.connectionString],
  ] as const) {
    const file = join(dataDir, `leadlock-${whose}-password`);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, 'utf8').trim()).toBe(new URL(url).password);
    expect(new URL(url).password).toMatch(/^[\w-]{43}$/);
  }
  expect(new URL(server.ownerUrl).password).not.toBe(new URL(server.connectionString).password);

  // They stay, and one that is lost is made anew.
  await running.pop()?.stop();
  const again = await start(dataDir);
  expect(new URL(again.ownerUrl).password).toBe(new URL(server.ownerUrl).password);
  await expectClosed(again);
  await running.pop()?.stop();
  for (const whose of ['owner', 'login']) rmSync(join(dataDir, `leadlock-${whose}-password`));
  const anew = await start(dataDir);
  expect(new URL(anew.ownerUrl).password).not.toBe(new URL(server.ownerUrl).password);
  await migrate(anew);
  await expectClosed(anew);
}, 120_000);

test('a folder of a version that asked for no password keeps its data and gets one', async () => {
  const dataDir = newFolder();
  const first = await start(dataDir);
  await migrate(first);
  const database = connectDatabase(first);
  const row = { id: crypto.randomUUID(), name: 'Acme', slug: 'acme', tenant_type: 'direct', plan: 'starter' };
  await database.system.insertInto('tenants').values(row).execute();
  await database.close();
  await withClient(first.ownerUrl, async (client) => {
    await client.query('ALTER ROLE postgres PASSWORD NULL');
    await client.query('DROP OWNED BY leadlock_app');
    await client.query('DROP ROLE leadlock_app');
  });
  await running.pop()?.stop();
  for (const whose of ['owner', 'login']) rmSync(join(dataDir, `leadlock-${whose}-password`));
  const file = join(dataDir, 'pg_hba.conf');
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll('scram-sha-256', 'trust'));

  const upgraded = await start(dataDir);
  await migrate(upgraded);
  await expectClosed(upgraded);
  const rules = readFileSync(file, 'utf8').split('\n');
  expect(rules.filter((line) => !line.startsWith('#') && line.includes('trust'))).toEqual([]);
  const reopened = connectDatabase(upgraded);
  expect(await reopened.system.selectFrom('tenants').select('name').execute()).toEqual([{ name: 'Acme' }]);
  await reopened.close();
}, 120_000);

test('a folder whose making was cut short is made anew', async () => {
  const dataDir = newFolder();
  const beside = dirname(dataDir);
  const module = import.meta.resolve('@leadlock/db/embedded/start-embedded-postgres');
  const program = `import(${JSON.stringify(module)}).then((it) => it.startEmbeddedPostgres(${JSON.stringify({ dataDir })}))`;
  // A group of its own, so that initdb ends with it, as with a machine or a container.
  const child = spawn(process.execPath, ['-e', program], { detached: true, stdio: 'ignore' });
  const exited = once(child, 'exit');
  const begun = (): boolean =>
    [dataDir, ...readdirSync(beside).map((name) => join(beside, name, 'data'))].some((folder) =>
      existsSync(join(folder, 'PG_VERSION')),
    );
  await expect.poll(begun, { timeout: 30_000, interval: 5 }).toBe(true);
  process.kill(-(child.pid ?? 0), 'SIGKILL');
  await exited;

  const server = await start(dataDir);
  expect([await ask(server.ownerUrl), await ask(without(server.ownerUrl))]).toEqual([
    'postgres',
    expect.stringMatching(/password/),
  ]);
  expect(readdirSync(beside)).toEqual(['postgres']);
}, 120_000);
