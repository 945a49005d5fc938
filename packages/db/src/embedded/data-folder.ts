import { spawnSync } from 'node:child_process';
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { scramVerifier } from '../login/scram.ts';
import type { PostgresBinaries } from './binaries.ts';
import { keepPassword, newPassword, readPassword, writePrivately, type Account, type Passwords } from './passwords.ts';

export const OWNER = 'postgres';

interface DataFolder {
  folder: string;
  binaries: PostgresBinaries;
  account: Account;
}

/** Another server still has the folder; it may be about to end. */
export class FolderInUseError extends Error {
  override name = 'FolderInUseError';
}

/**
 * Makes the folder of a server's data where there is none, and lets nobody in without a password: one of versions that
 * asked for none keeps its data and gets one. May be cut off anywhere and is then done again.
 * @throws FolderInUseError
 */
export function prepareDataFolder(data: DataFolder): Passwords {
  const { folder, account } = data;
  if (!existsSync(join(folder, 'PG_VERSION'))) initialize(data);
  let owner = readPassword(folder, 'owner');
  if (owner === null || letsAnybodyIn(folder)) {
    owner ??= newPassword();
    setPassword(data, owner);
    keepPassword(folder, 'owner', owner, account);
    askForPasswords(data);
  }
  let login = readPassword(folder, 'login');
  if (login === null) {
    // Migrating gives it to the account.
    login = newPassword();
    keepPassword(folder, 'login', login, account);
  }
  return { owner, login };
}

/** Beside the folder until it is complete: one that was cut short is never taken for data. */
function initialize({ binaries, folder, account }: DataFolder): void {
  mkdirSync(dirname(folder), { recursive: true });
  removeUnfinished(folder);
  const unfinished = mkdtempSync(`${folder}${UNFINISHED}`);
  if (account.uid !== undefined && account.gid !== undefined) chownSync(unfinished, account.uid, account.gid);
  const made = join(unfinished, 'data');
  const password = newPassword();
  // initdb reads it from a file.
  const passwordFile = join(unfinished, 'password');
  writePrivately(passwordFile, `${password}\n`, account);
  const locale = ['-E', 'UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'];
  const access = ['-U', OWNER, '-A', 'scram-sha-256', `--pwfile=${passwordFile}`];
  const flags = ['-D', made, ...access, '--no-sync', '--no-instructions', ...locale];
  try {
    const result = spawnSync(binaries.initdb, flags, { ...account, encoding: 'utf8', cwd: tmpdir() });
    if (result.status !== 0) {
      throw new Error(`initdb failed for ${folder}: ${result.error?.message ?? result.stderr}`);
    }
    keepPassword(made, 'owner', password, account);
    // Only an empty folder makes room.
    if (existsSync(folder)) rmdirSync(folder);
    renameSync(made, folder);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

const UNFINISHED = '.unfinished-';

/** What starts that were cut short have left. An initdb that still runs there fails. */
function removeUnfinished(folder: string): void {
  const start = `${basename(folder)}${UNFINISHED}`;
  for (const name of readdirSync(dirname(folder)).filter((found) => found.startsWith(start))) {
    rmSync(join(dirname(folder), name), { recursive: true, force: true, maxRetries: 10 });
  }
}

const accessFile = (folder: string): string => join(folder, 'pg_hba.conf');
/** Where a rule of the file says `trust`, its last word before a comment; -1 for all others. */
function placeOfTrust(line: string): number {
  const rule = (line.split('#', 1)[0] ?? '').trimEnd();
  return /\strust$/.test(rule) ? rule.length - 'trust'.length : -1;
}

const readRules = (folder: string): string[] => readFileSync(accessFile(folder), 'utf8').split('\n');

const letsAnybodyIn = (folder: string): boolean => readRules(folder).some((line) => placeOfTrust(line) !== -1);

function askForPasswords({ folder, account }: DataFolder): void {
  const rules = readRules(folder).map((line) => {
    const place = placeOfTrust(line);
    return place === -1 ? line : `${line.slice(0, place)}scram-sha-256${line.slice(place + 'trust'.length)}`;
  });
  writePrivately(accessFile(folder), rules.join('\n'), account);
}

/** In single-user mode, before the server listens to anybody. */
function setPassword({ binaries, folder, account }: DataFolder, password: string): void {
  const statement = `ALTER ROLE ${OWNER} PASSWORD '${scramVerifier(password)}';\n`;
  const options = { ...account, encoding: 'utf8', cwd: tmpdir(), input: statement } as const;
  const { status, stderr, error } = spawnSync(binaries.postgres, ['--single', '-D', folder, 'postgres'], options);
  if (/lock file "postmaster\.pid" already exists/.test(stderr)) throw new FolderInUseError(stderr);
  // It goes on after a statement that failed.
  if (status !== 0 || /^.*(ERROR|FATAL|PANIC):/m.test(stderr)) {
    throw new Error(`Couldn’t set the password of ${OWNER} in ${folder}: ${error?.message ?? stderr}`);
  }
}
