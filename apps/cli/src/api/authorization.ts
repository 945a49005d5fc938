import { usageError } from '../program/cli-error.ts';
import { EXIT } from '../program/exit-codes.ts';
import type { Credentials, CredentialStore, SessionCredentials } from '../settings/credentials.ts';
import { notLoggedIn, tellableError, unreachable } from './errors.ts';
import { createTrpcClient, type Fetch, type Outputs } from './trpc-client.ts';

/** An access token is renewed this long before it expires, so that it does not on the way. */
const EARLY_MS = 60_000;

/** Gives requests their credentials. */
export interface Authorization {
  /** The headers of the next request. @throws CliError when nobody is logged in. */
  headers(): Promise<Record<string, string>>;
  /** After a 401 to such headers: whether there are newer ones to try again with. */
  renew(rejected: Record<string, string>): Promise<boolean>;
}

/** @throws CliError for what cannot be a key; it is not shown, since it may well be one with something beside it. */
export function withApiKey(apiKey: string): Authorization {
  if (!/^[\x21-\x7e]+$/.test(apiKey))
    throw usageError('Invalid API key: it contains spaces, line breaks, or other invalid characters');
  return {
    headers: async () => ({ 'x-api-key': apiKey }),
    renew: async () => false,
  };
}

const bearer = (session: SessionCredentials) => ({ authorization: `Bearer ${session.access_token}` });

const isFresh = (session: SessionCredentials): boolean => Date.parse(session.expires_at) - Date.now() > EARLY_MS;

/** Tokens as the API gives them, as they are saved. */
export function toSession(apiUrl: string, tokens: Outputs['auth']['login']): SessionCredentials {
  return {
    kind: 'session',
    api_url: apiUrl,
    email: tokens.user.email,
    access_token: tokens.access_token,
    refresh_token: tokens.refresh_token,
    expires_at: new Date(Date.now() + tokens.expires_in * 1_000).toISOString(),
  };
}

async function refresh(saved: SessionCredentials): Promise<SessionCredentials> {
  try {
    const { refresh_token } = saved;
    return toSession(
      saved.api_url,
      await createTrpcClient(saved.api_url, fetch).auth.refresh.mutate({ refresh_token }),
    );
  } catch (error) {
    if (tellableError(error)?.exitCode === EXIT.notAllowed) throw notLoggedIn('Your session has expired');
    throw error;
  }
}

/**
 * The saved session of a profile. A refresh token works once, so processes that find the access token expired at the
 * same time take turns: the first one renews it, the others read what it saved.
 */
export function withSession(store: CredentialStore, profile: string, saved: SessionCredentials): Authorization {
  let session = saved;

  async function renewFrom(stale: SessionCredentials): Promise<void> {
    const next = await store.update(profile, async (current): Promise<Credentials> => {
      if (current?.kind !== 'session' || current.api_url !== stale.api_url) throw notLoggedIn();
      // Access tokens of one session that are issued within a second are the same; refresh tokens never are.
      return current.refresh_token === stale.refresh_token ? refresh(current) : current;
    });
    if (next?.kind === 'session') session = next;
  }

  return {
    async headers() {
      if (!isFresh(session)) await renewFrom(session);
      return bearer(session);
    },
    async renew(rejected) {
      if (rejected.authorization === bearer(session).authorization) await renewFrom(session);
      return true;
    },
  };
}

/** `fetch` with credentials and the sub-account, once more with renewed ones where the API no longer takes them. */
export function authorizedFetch(
  apiUrl: string,
  authorization: Authorization,
  subAccountId: () => Promise<string | null>,
): Fetch {
  return async (url, init = {}) => {
    const account = await subAccountId();
    const send = (credentials: Record<string, string>): Promise<Response> => {
      const headers = new Headers(init.headers);
      for (const [name, value] of Object.entries(credentials)) headers.set(name, value);
      if (account !== null) headers.set('x-sub-account-id', account);
      return fetch(url, { ...init, headers });
    };
    try {
      const credentials = await authorization.headers();
      const response = await send(credentials);
      if (response.status !== 401 || !(await authorization.renew(credentials))) return response;
      await response.body?.cancel();
      return await send(await authorization.headers());
    } catch (error) {
      // An ended session is told in its own words, whatever was asked for.
      throw tellableError(error) ?? unreachable(apiUrl, error);
    }
  };
}
