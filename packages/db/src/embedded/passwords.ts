import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The account that something runs under, where that is not ours. */
export type Account = { uid?: number; gid?: number };

/** What the two accounts of an embedded server log in with. */
export interface Passwords {
  owner: string;
  login: string;
}

const RANDOM_BYTES = 32;

/** Written beside and moved into place, so that one that was cut short is never read. */
export function writePrivately(file: string, text: string, { uid, gid }: Account): void {
  const partial = `${file}.${process.pid}`;
  writeFileSync(partial, text, { mode: 0o600 });
  chmodSync(partial, 0o600);
  if (uid !== undefined && gid !== undefined) chownSync(partial, uid, gid);
  renameSync(partial, file);
}

export const newPassword = (): string => randomBytes(RANDOM_BYTES).toString('base64url');

const fileOf = (folder: string, whose: keyof Passwords): string => join(folder, `leadlock-${whose}-password`);

/** Null when none is kept. */
export function readPassword(folder: string, whose: keyof Passwords): string | null {
  const file = fileOf(folder, whose);
  return (existsSync(file) && readFileSync(file, 'utf8').trim()) || null;
}

/** Keeps a password in the folder of the data that it opens, for whoever may read the data. */
export function keepPassword(folder: string, whose: keyof Passwords, password: string, account: Account): void {
  writePrivately(fileOf(folder, whose), `${password}\n`, account);
}
