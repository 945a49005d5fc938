import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { withClient } from '../pool/steady-client.ts';
import { copyPostgresBinaries, findPostgresBinaries, type PostgresBinaries } from './binaries.ts';

/** The account PostgreSQL runs under when we are root: `nobody`, which every system has. */
const NOBODY = 65_534;
const START_TIMEOUT_MS = 30_000;
const RETRY_MS = 100;
const POLL_MS = 20;
/** Whoever has the port that we wanted may never answer; our own server does at once. */
const ANSWER_MS = 2_000;

export interface EmbeddedPostgres {
  /** Connects as the superuser to the database `leadlock`. */
  connectionString: string;
  /** Resolves when the server has ended, by itself or because it was stopped. */
  ended: Promise<void>;
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  /** Where the data stays between runs; absent: a temporary folder that goes with the server. */
  dataDir?: string;
  /** Absent: one that is free. */
  port?: number;
  /** Trades safety against power loss for speed; for data that is thrown away. */
  throwaway?: boolean;
  /** Finds a port that is free at the moment; another one is asked for when it was taken before the server had it. */
  findPort?: () => Promise<number>;
}

/** Starts a PostgreSQL server of our own, which ends when this process does, however that ends. */
export async function startEmbeddedPostgres({
  dataDir,
  port: wantedPort,
  throwaway = false,
  findPort = freePort,
}: EmbeddedPostgresOptions = {}): Promise<EmbeddedPostgres> {
  const account = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
  const binaries = runnableBinaries(account);
  const folder = resolve(dataDir ?? mkdtempSync(join(tmpdir(), 'leadlock-postgres-')));
  initialise(binaries, folder, account);

  const deadline = Date.now() + START_TIMEOUT_MS;
  let started: RunningServer | null = null;
  while (started === null) {
    const port = wantedPort ?? (await findPort());
    started = await startServer({ program: binaries.postgres, folder, port, throwaway, account, deadline });
    if (started === null) await sleep(RETRY_MS);
  }
  const { server, url } = started;
  await createDatabase(url('postgres'), 'leadlock');

  const stop = async (): Promise<void> => {
    if (isRunning(server)) {
      const ended = once(server, 'exit');
      server.kill('SIGTERM');
      await ended;
    }
    // The watchdog's `cat` still reads from us; closing the pipe lets it end, and this process too.
    for (const stream of server.stdio) stream?.destroy();
    if (!dataDir) rmSync(folder, { recursive: true, force: true });
  };
  return { connectionString: url('leadlock'), ended: whenEnded(server), stop };
}

const isRunning = (server: ChildProcess): boolean => server.exitCode === null && server.signalCode === null;

const whenEnded = (server: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (isRunning(server)) server.once('exit', () => resolve());
    else resolve();
  });

interface RunningServer {
  server: ChildProcess;
  url: (database: string) => string;
}

interface ServerOptions {
  program: string;
  folder: string;
  port: number;
  throwaway: boolean;
  account: Account;
  deadline: number;
}

/** Of a server that could not start: its port was taken since it was found free, or its predecessor still shuts down. */
const PASSING_PROBLEM =
  /Address already in use|could not create any TCP\/IP sockets|lock file "postmaster\.pid" already exists/;

/** Null when it could not start for a reason that passes. */
async function startServer(options: ServerOptions): Promise<RunningServer | null> {
  const { program, folder, port, throwaway, account, deadline } = options;
  const settings = [
    `listen_addresses=127.0.0.1`,
    `port=${port}`,
    'unix_socket_directories=',
    'max_connections=200',
    ...(throwaway ? ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'autovacuum=off'] : []),
  ];
  const server = spawnServer(program, ['-D', folder, ...settings.flatMap((setting) => ['-c', setting])], account);
  let log = '';
  server.stderr?.on('data', (chunk: Buffer) => {
    log = (log + chunk.toString()).slice(-4_000);
  });
  const url = (database: string): string => `postgres://postgres@127.0.0.1:${port}/${database}`;
  while (isRunning(server)) {
    try {
      if ((await dataFolderOf(url('postgres'))) === folder) return { server, url };
      // Another server has the port: ours is about to end.
    } catch (error) {
      if (Date.now() > deadline) throw new Error(`PostgreSQL was not ready in time:\n${log}`, { cause: error });
    }
    await sleep(POLL_MS);
  }
  await lastWords(server);
  for (const stream of server.stdio) stream?.destroy();
  if (PASSING_PROBLEM.test(log) && Date.now() < deadline) return null;
  throw new Error(`PostgreSQL did not start:\n${log}`);
}

/** What a server says before it ends may come after its end. The watchdog's `cat` keeps the pipe open until we let it go. */
async function lastWords({ stdio, stderr }: ChildProcess): Promise<void> {
  stdio[3]?.destroy();
  if (stderr && !stderr.readableEnded) await Promise.race([once(stderr, 'end'), sleep(ANSWER_MS)]);
}

/** Where the server behind an address keeps its data, which tells whether it is the one that we started. */
const dataFolderOf = (url: string): Promise<string | undefined> =>
  withClient(
    { connectionString: url, connectionTimeoutMillis: ANSWER_MS, query_timeout: ANSWER_MS },
    async (client) => {
      const { rows } = await client.query<{ data_directory: string }>('SHOW data_directory');
      return rows[0]?.data_directory;
    },
  );

type Account = { uid?: number; gid?: number };

function runnableBinaries(account: Account): PostgresBinaries {
  const binaries = findPostgresBinaries();
  const probe = spawnSync(binaries.postgres, ['--version'], { ...account, encoding: 'utf8' });
  return probe.status === 0 ? binaries : copyPostgresBinaries(binaries);
}

function initialise(binaries: PostgresBinaries, folder: string, account: Account): void {
  if (existsSync(join(folder, 'PG_VERSION'))) return;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (account.uid !== undefined && account.gid !== undefined) chownSync(folder, account.uid, account.gid);
  const locale = ['-E', 'UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'];
  const flags = ['-D', folder, '-U', 'postgres', '-A', 'trust', '--no-sync', '--no-instructions', ...locale];
  const result = spawnSync(binaries.initdb, flags, { ...account, encoding: 'utf8', cwd: tmpdir() });
  if (result.status !== 0) {
    throw new Error(`initdb failed in ${folder}: ${result.error?.message ?? result.stderr}`);
  }
}

/**
 * A shell stands between us and the server and holds a pipe to us: when we are gone, even by SIGKILL, the pipe closes
 * and the shell shuts the server down.
 */
function spawnServer(program: string, args: string[], account: Account): ChildProcess {
  const watchdog =
    '"$@" & server=$!; trap "kill -INT $server; wait $server; exit" TERM INT; { cat >/dev/null; kill -INT $server; } <&3 & wait $server';
  const options = { ...account, cwd: tmpdir(), detached: true };
  if (process.platform === 'win32') return spawn(program, args, { ...options, stdio: ['ignore', 'ignore', 'pipe'] });
  return spawn('/bin/sh', ['-c', watchdog, 'postgres', program, ...args], {
    ...options,
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
}

const createDatabase = (url: string, name: string): Promise<void> =>
  withClient(url, async (client) => {
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [name]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${name}`);
  });

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('No free port')),
      );
    });
  });
}
