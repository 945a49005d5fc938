import { createSecretKey, type KeyObject } from 'node:crypto';
import type { Clock } from '@leadlock/core/clock';
import { unauthorized } from '@leadlock/core/errors';
import jwt from 'jsonwebtoken';
import { z } from 'zod';

export const ACCESS_TOKEN_SECONDS = 60 * 60;
const ISSUER = 'leadlock';
const AUDIENCE = 'leadlock-api';

/** Who an access token speaks for. The session is the family of refresh tokens that began with one log-in. */
export interface AccessClaims {
  userId: string;
  tenantId: string;
  sessionId: string;
}

interface Signing {
  clock: Clock;
  settings: { jwtSecret: string };
}

let lastKey: { secret: string; key: KeyObject } | null = null;

/**
 * The secret as a key: of a text the library finds out first, and at length, that it is no public key. A process has one
 * secret.
 */
function keyOf(secret: string): KeyObject {
  if (lastKey?.secret !== secret) lastKey = { secret, key: createSecretKey(secret, 'utf8') };
  return lastKey.key;
}

const Payload = z.object({ sub: z.guid(), tid: z.guid(), sid: z.guid() });

const seconds = (clock: Clock): number => Math.floor(clock.now().getTime() / 1000);

export function signAccessToken({ clock, settings }: Signing, claims: AccessClaims): string {
  const issuedAt = seconds(clock);
  const payload = { tid: claims.tenantId, sid: claims.sessionId, iat: issuedAt, exp: issuedAt + ACCESS_TOKEN_SECONDS };
  return jwt.sign(payload, keyOf(settings.jwtSecret), {
    algorithm: 'HS256',
    issuer: ISSUER,
    audience: AUDIENCE,
    subject: claims.userId,
  });
}

/** Whether we have signed the token, for whomever and however long ago. */
export function isOurToken(token: string, jwtSecret: string): boolean {
  try {
    jwt.verify(token, keyOf(jwtSecret), { algorithms: ['HS256'], ignoreExpiration: true });
    return true;
  } catch {
    return false;
  }
}

/**
 * @param afterExpirySeconds how long ago it may have expired
 * @throws unauthorized for a token that is forged, expired or not an access token of ours.
 */
export function verifyAccessToken({ clock, settings }: Signing, token: string, afterExpirySeconds = 0): AccessClaims {
  let decoded: unknown;
  try {
    decoded = jwt.verify(token, keyOf(settings.jwtSecret), {
      algorithms: ['HS256'],
      issuer: ISSUER,
      audience: AUDIENCE,
      clockTimestamp: seconds(clock),
      clockTolerance: afterExpirySeconds,
    });
  } catch (error) {
    throw unauthorized(error instanceof jwt.TokenExpiredError ? 'Token has expired' : 'Invalid token');
  }
  const payload = Payload.safeParse(decoded);
  if (!payload.success) throw unauthorized('Invalid token');
  return { userId: payload.data.sub, tenantId: payload.data.tid, sessionId: payload.data.sid };
}
