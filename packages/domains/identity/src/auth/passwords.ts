import { randomBytes } from 'node:crypto';
import { invalidField } from '@leadlock/core/errors';
import { hash, verify } from '@node-rs/argon2';
import { dictionary } from '@zxcvbn-ts/language-common';
import { HashingTurns } from './hashing-turns.ts';

/**
 * Of the whole process: each hash takes 19 MiB and one of libuv's four threads, which files and names of hosts need, too.
 */
const turns = new HashingTurns({ atOnce: 2, mostWaiting: 100 });

const REFUSED_PASSWORDS = 1000;
const ARGON2ID_PREFIX = '$argon2id$';

/** The most common passwords of real leaks, most common first, that are long enough to be chosen. */
const common = new Set(
  dictionary['passwords-common'].filter((password) => password.length >= 6).slice(0, REFUSED_PASSWORDS),
);

/**
 * The one spelling of a password (RFC 8265, OpaqueString): keyboards and systems write `é` as one character or as two, and
 * have spaces of several kinds.
 */
const spelled = (password: string): string => password.replaceAll(/\p{Zs}/gu, ' ').normalize('NFC');

/** Upper and lower case make no common password a good one. @throws validation error for `field`. */
export function refuseCommonPassword(password: string, field: 'password' | 'new_password'): void {
  if (!common.has(spelled(password).toLowerCase())) return;
  // The input is left out: a refused password is often nearly the one chosen next.
  throw invalidField(['body', field], 'This password is too common. Choose another one.');
}

/** @throws unavailable while too many passwords wait to be hashed; asked before an attempt is counted for nothing */
export const requireRoomForHashing = (): void => turns.requireRoom();

/** Argon2id with a salt of its own, in PHC string form. @throws unavailable while too many wait */
export async function hashPassword(password: string): Promise<string> {
  const [hashed] = await turns.run([() => hash(spelled(password))]);
  return hashed as string;
}

let decoy: Promise<string> | null = null;

/**
 * Behind which of the hashes the password is, however it is spelled. It takes the same time where there is no such user
 * (null) or the user has no usable password, and is then false.
 * @throws unavailable while too many wait, whosever hashes they are
 */
export async function matchPassword(password: string, hashes: readonly (string | null)[]): Promise<boolean[]> {
  const decoyHash = await (decoy ??= hash(randomBytes(16)));
  const isUsable = (candidate: string | null): candidate is string => candidate?.startsWith(ARGON2ID_PREFIX) ?? false;
  // Hashes from before there was one spelling are of what was typed then.
  const spellings = [...new Set([spelled(password), password])];
  const compared = hashes.flatMap((candidate) =>
    spellings.map((spelling) => () => verify(isUsable(candidate) ? candidate : decoyHash, spelling)),
  );
  const matches = await turns.run(compared);
  return hashes.map((candidate, at) => {
    const own = matches.slice(at * spellings.length, (at + 1) * spellings.length);
    return isUsable(candidate) && own.includes(true);
  });
}

/** As `matchPassword`, for one hash. */
export async function isPassword(password: string, passwordHash: string | null): Promise<boolean> {
  return (await matchPassword(password, [passwordHash])).includes(true);
}
