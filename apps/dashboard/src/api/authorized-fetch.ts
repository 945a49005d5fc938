import { accessToken, renewedAccessToken } from '../session/access-token.ts';
import { actingAccount } from '../session/acting-account.ts';

/**
 * `fetch` as the signed-in person, for the account they act for. A token that the api no longer takes is renewed once;
 * a 401 that comes back means that the session is over.
 */
export async function authorizedFetch(input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> {
  const token = await accessToken();
  const response = await fetch(input, withHeaders(init, token));
  if (response.status !== 401 || token === null) return response;
  const renewed = await renewedAccessToken(token);
  return renewed === null ? response : fetch(input, withHeaders(init, renewed));
}

function withHeaders(init: RequestInit, token: string | null): RequestInit {
  const headers = new Headers(init.headers);
  if (token !== null) headers.set('authorization', `Bearer ${token}`);
  const account = actingAccount();
  if (account !== null) headers.set('x-sub-account-id', account.id);
  return { ...init, headers };
}
