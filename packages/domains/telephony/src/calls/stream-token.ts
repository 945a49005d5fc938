import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
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

type Secret = Pick<Settings, 'jwtSecret'>;

const signature = ({ jwtSecret }: Secret, text: string): string =>
  createHmac('sha256', jwtSecret).update(text).digest('base64url');

/** What ends a token, and shows that it is one of ours. */
const sealOf = (settings: Secret, body: string): string => signature(settings, `stream-token seal ${body}`);

/**
 * Whether we have made the token, for whatever call. Anybody may open a stream and guess, at no cost to them: what is no
 * token of ours must not cost the database anything either, which callers and running calls need.
 */
export function isStreamToken(settings: Secret, token: string): boolean {
  const end = token.lastIndexOf('.');
  const shown = Buffer.from(token.slice(end + 1));
  const right = Buffer.from(sealOf(settings, token.slice(0, Math.max(0, end))));
  return shown.length === right.length && timingSafeEqual(shown, right);
}

/**
 * The token of a call. It is made of the call and our secret, so that whoever is told twice what to do with a call, as
 * Twilio is when it asks again, is told the same: which of two answers it follows does not matter.
 */
export function streamTokenOf(settings: Secret, call: TokenOwner, now: Date): StreamToken {
  const body = signature(settings, `stream-token ${call.tenantId} ${call.callId}`);
  const token = `${body}.${sealOf(settings, body)}`;
  return { token, hash: hashStreamToken(token), expiresAt: new Date(now.getTime() + STREAM_TOKEN_LIFE_MS) };
}
