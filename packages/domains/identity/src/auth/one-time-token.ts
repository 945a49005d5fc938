import { createHash } from 'node:crypto';
import { newToken } from '@leadlock/core/ids';

/** A token for a link that works once: what the person gets, and what is stored of it. */
export interface OneTimeToken {
  token: string;
  tokenHash: Buffer;
}

/** Tokens are random, so a plain hash is enough to keep them unreadable. */
export const hashOneTimeToken = (token: string): Buffer => createHash('sha256').update(token).digest();

/** 32 random bytes. */
export function createOneTimeToken(): OneTimeToken {
  const token = newToken();
  return { token, tokenHash: hashOneTimeToken(token) };
}
