import { createHash, createHmac } from 'node:crypto';
import type { Settings } from '@leadlock/context/context';

/** How long a media stream may take to open, in milliseconds. */
export const STREAM_TOKEN_LIFE_MS = 60_000;

/** What proves that a media stream belongs to a call. Only its hash is stored. */
export interface StreamToken {
  token: string;
  hash: Buffer;
  expiresAt: Date;
}

/** The call that a token is for. */
export interface TokenOwner {
  tenantId: string;
  callId: string;
}

export const hashStreamToken = (token: string): Buffer => createHash('sha256').update(token).digest();

/**
 * The token of a call. It is made of the call and our secret, so that whoever is told twice what to do with a call, as
 * Twilio is when it asks again, is told the same: which of two answers it follows does not matter.
 */
export function streamTokenOf({ jwtSecret }: Pick<Settings, 'jwtSecret'>, call: TokenOwner, now: Date): StreamToken {
  const token = createHmac('sha256', jwtSecret)
    .update(`stream-token ${call.tenantId} ${call.callId}`)
    .digest('base64url');
  return { token, hash: hashStreamToken(token), expiresAt: new Date(now.getTime() + STREAM_TOKEN_LIFE_MS) };
}
