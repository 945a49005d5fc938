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

/** Upper and lower case make no common password a good one. @throws validation error for `field`. */
export function refuseCommonPassword(password: string, field: 'password' | 'new_password'): void {
  if (!commonest.has(password.toLowerCase())) return;
  // The input is left out: a refused password is often nearly the one chosen next.
  throw invalidField(['body', field], 'This password is one of the commonest; choose another one');
}

/** Argon2id with a salt of its own, in PHC string form. */
export const hashPassword = (password: string): Promise<string> => hash(password);

let decoy: Promise<string> | null = null;

/**
 * Whether the password is the one behind the hash. It takes the same time when there is no such user (null) or the
 * user has no usable password, and is then false.
 */
export async function isPassword(password: string, passwordHash: string | null): Promise<boolean> {
  const decoyHash = await (decoy ??= hash(randomBytes(16)));
  const isUsable = passwordHash !== null && passwordHash.startsWith(ARGON2ID_PREFIX);
  const matches = await verify(isUsable ? passwordHash : decoyHash, password);
  return isUsable && matches;
}
