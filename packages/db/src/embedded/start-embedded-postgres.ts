import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DatabaseAccess } from '../login/database-access.ts';
import { withClient } from '../pool/steady-client.ts';
import { copyPostgresBinaries, findPostgresBinaries, type PostgresBinaries } from './binaries.ts';
import { FolderInUseError, OWNER, prepareDataFolder } from './data-folder.ts';
import type { Account, Passwords } from './passwords.ts';

/** The account PostgreSQL runs under when we are root: `nobody`, which every system has. */
const NOBODY = 65_534;
const START_TIMEOUT_MS = 30_000;
const RETRY_MS = 100;
const POLL_MS = 20;
const ANSWER_MS = 2_000;
/** What the product logs in with; migrating makes it. */
const LOGIN = 'leadlock_app';

/** Both addresses lead to the database `leadlock`: `ownerUrl` as the superuser. */
export interface EmbeddedPostgres extends DatabaseAccess {
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
  const passwords = await withoutOthers(Date.now() + START_TIMEOUT_MS, () =>
    prepareDataFolder({ folder, binaries, account }),
  );

  const deadline = Date.now() + START_TIMEOUT_MS;
  let started: RunningServer | null = null;
  while (started === null) {
    const port = wantedPort ?? (await findPort());
    started = await startServer({ program: binaries.postgres, folder, port, throwaway, account, deadline });
    if (started === null) await sleep(RETRY_MS);
  }
  const { server, port } = started;
  const url = (whose: keyof Passwords, database: string): string =>
    `postgres://${whose === 'owner' ? OWNER : LOGIN}:${passwords[whose]}@127.0.0.1:${port}/${database}`;
  await createDatabase(url('owner', 'postgres'), 'leadlock');

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
  return {
    connectionString: url('login', 'leadlock'),
    ownerUrl: url('owner', 'leadlock'),
    ended: whenEnded(server),
    stop,
  };
}

/** Does what needs the folder for itself; a server that was here before may still shut down. */
async function withoutOthers<Result>(deadline: number, work: () => Result): Promise<Result> {
  for (;;) {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof FolderInUseError) || Date.now() > deadline) throw error;
    }
    await sleep(RETRY_MS);
  }
}

const isRunning = (server: ChildProcess): boolean => server.exitCode === null && server.signalCode === null;

const whenEnded = (server: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (isRunning(server)) server.once('exit', () => resolve());
    else resolve();
  });

interface RunningServer {
  server: ChildProcess;
  port: number;
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
  const before = readStatus(folder);
  const server = spawnServer(program, ['-D', folder, ...settings.flatMap((setting) => ['-c', setting])], account);
  let log = '';
  server.stderr?.on('data', (chunk: Buffer) => {
    log = (log + chunk.toString()).slice(-4_000);
  });
  while (isRunning(server)) {
    const said = readStatus(folder);
    if (said !== before && isReady(said, port)) return { server, port };
    if (Date.now() > deadline) {
      server.kill('SIGTERM');
      throw new Error(`Timed out waiting for PostgreSQL to start:\n${log}`);
    }
    await sleep(POLL_MS);
  }
  await lastWords(server);
  for (const stream of server.stdio) stream?.destroy();
  if (PASSING_PROBLEM.test(log) && Date.now() < deadline) return null;
  throw new Error(`PostgreSQL failed to start:\n${log}`);
}

/** What a server says before it ends may come after its end. The watchdog's `cat` keeps the pipe open until we let it go. */
async function lastWords({ stdio, stderr }: ChildProcess): Promise<void> {
  stdio[3]?.destroy();
  if (stderr && !stderr.readableEnded) await Promise.race([once(stderr, 'end'), sleep(ANSWER_MS)]);
}

/**
 * What a server says of itself in its folder (postmaster.pid): process, folder, start, port, socket, address, memory and
 * status. Whoever else may have the port that we wanted is asked nothing, and shown no password.
 */
function readStatus(folder: string): string | null {
  try {
    return readFileSync(join(folder, 'postmaster.pid'), 'utf8');
  } catch {
    return null;
  }
}

function isReady(said: string | null, port: number): boolean {
  const lines = said?.split('\n') ?? [];
  return lines[3] === String(port) && lines[7]?.trim() === 'ready';
}

function runnableBinaries(account: Account): PostgresBinaries {
  const binaries = findPostgresBinaries();
  const probe = spawnSync(binaries.postgres, ['--version'], { ...account, encoding: 'utf8' });
  return probe.status === 0 ? binaries : copyPostgresBinaries(binaries);
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
