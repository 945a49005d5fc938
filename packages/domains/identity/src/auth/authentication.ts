import type { SystemContext } from '@leadlock/context/context';
import { ACCOUNT_REFUSALS } from '@leadlock/core/account-refusals';
import type { Role } from '@leadlock/core/actor';
import { forbidden, unauthorized } from '@leadlock/core/errors';
import { rowId } from '@leadlock/core/id';
import { prepareQuery } from '@leadlock/db/prepare-query';
import type { Authentication, Principal } from '@leadlock/trpc/principal';
import type { HttpRequest } from '@leadlock/trpc/request';
import { API_KEY_PREFIX, findUsableApiKey, hashApiKey, looksLikeApiKey, type UsableApiKey } from '../api-keys/index.ts';
import { findSubAccount, TENANT_COLUMNS, toTenant } from '../tenants/index.ts';
import { isOurToken, verifyAccessToken, type AccessClaims } from './access-token.ts';
import { refuseGuesser, UNLIMITED_GUESSES, type GuessLimit } from './guess-limit.ts';

const WRONG_KEY = 'Invalid API key';

/** What follows `Bearer` in a request's `Authorization` header. @throws unauthorized for any other scheme. */
function bearerToken(request: Pick<HttpRequest, 'header'>): string | null {
  const authorization = request.header('authorization');
  if (authorization === null) return null;
  const [, token] = /^bearer +(\S+) *$/i.exec(authorization) ?? [];
  if (token === undefined) throw unauthorized('The Authorization header must contain a bearer token');
  return token;
}

/**
 * The session of a signed-in user's request.
 * @param afterExpirySeconds how long ago its access token may have expired
 * @throws unauthorized without an access token that holds.
 */
export function requireSession(
  ctx: Pick<SystemContext, 'clock' | 'settings'>,
  request: Pick<HttpRequest, 'header'>,
  afterExpirySeconds = 0,
): AccessClaims {
  const token = bearerToken(request);
  if (token === null) throw unauthorized();
  return verifyAccessToken(ctx, token, afterExpirySeconds);
}

/**
 * API keys that were good when they were last shown, by their hashes. They are asked about also when their address has
 * guessed too often: a wrong key in one program of an office must not stop the others.
 */
class SeenKeys {
  readonly #hashes = new Set<string>();

  has(plaintext: string): boolean {
    return this.#hashes.has(hashOf(plaintext));
  }

  add(plaintext: string): void {
    if (this.#hashes.size >= MOST_SEEN_KEYS) this.#hashes.clear();
    this.#hashes.add(hashOf(plaintext));
  }

  delete(plaintext: string): void {
    this.#hashes.delete(hashOf(plaintext));
  }
}

const MOST_SEEN_KEYS = 10_000;
const hashOf = (plaintext: string): string => hashApiKey(plaintext).toString('base64');

/** A user with their tenant, while they are active and their session is not revoked. */
const signedInUser = prepareQuery((db, { tenantId, userId, sessionId }: AccessClaims) =>
  db
    .selectFrom('users')
    .innerJoin('tenants', 'tenants.id', 'users.tenant_id')
    .leftJoin('tenants as agency', 'agency.id', 'tenants.parent_tenant_id')
    .select((eb) => [
      ...TENANT_COLUMNS,
      'users.role',
      'users.is_super_admin',
      eb
        .or([
          eb('users.email_verified_at', 'is not', null),
          // GHL vouches for those it signs in; whether its mail addresses are true is another question.
          eb.exists(
            eb
              .selectFrom('external_identities')
              .select('external_identities.user_id')
              .whereRef('external_identities.tenant_id', '=', 'users.tenant_id')
              .whereRef('external_identities.user_id', '=', 'users.id'),
          ),
        ])
        .as('is_verified'),
    ])
    .where('users.tenant_id', '=', tenantId)
    .where('users.id', '=', userId)
    .where('users.is_active', '=', true)
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('refresh_tokens')
          .select('refresh_tokens.id')
          .where('refresh_tokens.tenant_id', '=', tenantId)
          .where('refresh_tokens.family_id', '=', sessionId)
          .where('refresh_tokens.revoked_at', 'is', null),
      ),
    ),
);

/** The user behind an access token, in one query. */
async function authenticateUser(ctx: SystemContext, claims: AccessClaims): Promise<Principal> {
  const [row] = await signedInUser(ctx.db, claims);
  if (!row) throw unauthorized('Invalid token');
  const role = row.role as Role;
  return {
    actor: { type: 'user', userId: claims.userId, role, isSuperAdmin: row.is_super_admin },
    tenantId: claims.tenantId,
    tenant: toTenant(row),
    role,
    isSuperAdmin: row.is_super_admin,
    isVerified: row.is_verified === true,
  };
}

function toPrincipal(key: UsableApiKey): Principal {
  return {
    actor: { type: 'api_key', apiKeyId: key.id },
    tenantId: key.tenant.id,
    tenant: key.tenant,
    role: null,
    isSuperAdmin: false,
    isVerified: true,
  };
}

/**
 * Knows callers by their access token or API key: `Authorization: Bearer …` with either, or `X-API-Key`. The
 * `Authorization` header decides where both are sent. Whoever shows too many that are none is refused before anything is
 * looked up.
 */
export function createAuthentication(ctx: SystemContext, guesses: GuessLimit = UNLIMITED_GUESSES): Authentication {
  const seenKeys = new SeenKeys();

  /** Counts a credential that is none of ours, before it is refused. */
  async function refuseGuess(ip: string, message: string): Promise<never> {
    refuseGuesser(guesses, ip);
    await guesses.count(ip);
    throw unauthorized(message);
  }

  async function claimsOf(token: string, ip: string, afterExpirySeconds: number): Promise<AccessClaims> {
    try {
      return verifyAccessToken(ctx, token, afterExpirySeconds);
    } catch (error) {
      // One that has expired is no guess: we have given it out.
      if (isOurToken(token, ctx.settings.jwtSecret)) throw error;
      return refuseGuess(ip, 'Invalid token');
    }
  }

  async function authenticateApiKey(plaintext: string, ip: string): Promise<Principal> {
    if (!looksLikeApiKey(plaintext)) return refuseGuess(ip, WRONG_KEY);
    if (!seenKeys.has(plaintext)) refuseGuesser(guesses, ip);
    const key = await findUsableApiKey(ctx, plaintext);
    if (key === null) {
      seenKeys.delete(plaintext);
      return refuseGuess(ip, WRONG_KEY);
    }
    seenKeys.add(plaintext);
    return toPrincipal(key);
  }

  return {
    async authenticate(request, afterExpirySeconds = 0) {
      const bearer = bearerToken(request);
      if (bearer !== null && !bearer.startsWith(API_KEY_PREFIX)) {
        return authenticateUser(ctx, await claimsOf(bearer, request.ip, afterExpirySeconds));
      }
      const apiKey = bearer ?? request.header('x-api-key');
      return apiKey === null ? null : authenticateApiKey(apiKey, request.ip);
    },

    async resolveTenant(principal, subAccountId) {
      if (subAccountId === null || subAccountId === principal.tenantId) return principal.tenant;
      // A key that leaks opens its own tenant and no other: sub-accounts have keys of their own.
      const subAccount =
        principal.actor.type === 'user' && principal.tenant.type === 'agency'
          ? await findSubAccount(ctx.db, principal.tenantId, rowId(subAccountId))
          : null;
      if (!subAccount) throw forbidden(ACCOUNT_REFUSALS.noAccess);
      return subAccount;
    },
  };
}
