import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Settings } from '@leadlock/context/context';
import { hashStreamToken, type StreamToken } from '../calls/stream-token.ts';

/** How long somebody who may listen to a call has to begin, in milliseconds. */
export const MONITOR_TOKEN_LIFE_MS = 60_000;

type Secret = Pick<Settings, 'jwtSecret'>;

/** What ends a token, and shows that it is one of ours and for nothing else. */
const sealOf = ({ jwtSecret }: Secret, body: string): string =>
  createHmac('sha256', jwtSecret).update(`monitor-token seal ${body}`).digest('base64url');

/** A new token, which works once. */
export function newMonitorToken(settings: Secret, now: Date): StreamToken {
  const body = randomBytes(32).toString('base64url');
  const token = `${body}.${sealOf(settings, body)}`;
  return { token, hash: hashStreamToken(token), expiresAt: new Date(now.getTime() + MONITOR_TOKEN_LIFE_MS) };
}

/** Whether we have made the token: what strangers guess costs the database nothing. */
export function isMonitorToken(settings: Secret, token: string): boolean {
  const end = token.lastIndexOf('.');
  const shown = Buffer.from(token.slice(end + 1));
  const right = Buffer.from(sealOf(settings, token.slice(0, Math.max(0, end))));
  return shown.length === right.length && timingSafeEqual(shown, right);
}
