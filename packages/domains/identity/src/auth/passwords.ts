import { randomBytes } from 'node:crypto';
import { invalidField } from '@leadlock/core/errors';
import { hash, verify } from '@node-rs/argon2';
import { dictionary } from '@zxcvbn-ts/language-common';

const REFUSED_PASSWORDS = 1000;
const ARGON2ID_PREFIX = '$argon2id$';

/** The commonest passwords of real leaks, commonest first, that are long enough to be chosen. */
const commonest = new Set(
  dictionary['passwords-common'].filter((password) => password.length >= 6).slice(0, REFUSED_PASSWORDS),
);

/**
 * The one spelling of a password (RFC 8265, OpaqueString): keyboards and systems write `é` as one character or as two, and
 * have spaces of several kinds.
 */
const spelled = (password: string): string => password.replaceAll(/\p{Zs}/gu, ' ').normalize('NFC');

/** Upper and lower case make no common password a good one. @throws validation error for `field`. */
export function refuseCommonPassword(password: string, field: 'password' | 'new_password'): void {
  if (!commonest.has(spelled(password).toLowerCase())) return;
  // The input is left out: a refused password is often nearly the one chosen next.
  throw invalidField(['body', field], 'This password is one of the commonest; choose another one');
}

/** Argon2id with a salt of its own, in PHC string form. */
export const hashPassword = (password: string): Promise<string> => hash(spelled(password));

let decoy: Promise<string> | null = null;

/**
 * Whether the password is the one behind the hash, however it is spelled. It takes the same time when there is no such user
 * (null) or the user has no usable password, and is then false.
 */
export async function isPassword(password: string, passwordHash: string | null): Promise<boolean> {
  const decoyHash = await (decoy ??= hash(randomBytes(16)));
  const isUsable = passwordHash !== null && passwordHash.startsWith(ARGON2ID_PREFIX);
  const compared = isUsable ? passwordHash : decoyHash;
  // Hashes from before there was one spelling are of what was typed then.
  const spellings = new Set([spelled(password), password]);
  const matches = await Promise.all([...spellings].map((spelling) => verify(compared, spelling)));
  return isUsable && matches.includes(true);
}
