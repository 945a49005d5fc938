import { createHash } from 'node:crypto';
import { newToken } from '@leadlock/core/ids';

/** How long a media stream may take to open, in milliseconds. */
export const STREAM_TOKEN_LIFE_MS = 60_000;

/** What proves that a media stream belongs to a call. Only its hash is stored. */
export interface StreamToken {
  token: string;
  hash: Buffer;
  expiresAt: Date;
}

export const hashStreamToken = (token: string): Buffer => createHash('sha256').update(token).digest();

export function newStreamToken(now: Date): StreamToken {
  const token = newToken();
  return { token, hash: hashStreamToken(token), expiresAt: new Date(now.getTime() + STREAM_TOKEN_LIFE_MS) };
}
