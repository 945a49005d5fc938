import { beginSession, currentSession, endSession, storedSession, type IssuedTokens } from './session.ts';

/** Renewed this long before its end, so that no request leaves with a token that dies on the way. */
const MARGIN_MS = 30_000;

/** The access token to send, renewed when it is about to expire; null when nobody is signed in. */
export async function accessToken(): Promise<string | null> {
  const session = currentSession();
  if (session === null) return null;
  if (session.expiresAt - Date.now() > MARGIN_MS) return session.accessToken;
  return renewedAccessToken(session.accessToken);
}

/**
 * A token other than `refused`. A refresh token works once, so tabs take turns: whoever comes second finds the new
 * session in the storage. A refusal by the api ends the session; a network failure leaves it and rejects.
 */
export function renewedAccessToken(refused: string): Promise<string | null> {
  return takingTurns(async () => {
    const session = storedSession();
    if (session === null) return null;
    if (session.accessToken !== refused) return session.accessToken;
    const response = await fetch('/auth/refresh', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ refresh_token: session.refreshToken }),
    });
    if (response.ok) {
      beginSession((await response.json()) as IssuedTokens);
      return currentSession()?.accessToken ?? null;
    }
    if (response.status >= 500 || response.status === 429) throw new Error('The session could not be renewed just now');
    endSession();
    return null;
  });
}

/** Runs `act` while no other tab of this browser does. Browsers have locks only on https and on this machine. */
function takingTurns<Result>(act: () => Promise<Result>): Promise<Result> {
  return isSecureContext ? navigator.locks.request('leadlock.session', act) : inTurnHere(act);
}

let last: Promise<unknown> = Promise.resolve();

/** The same for this tab alone. */
function inTurnHere<Result>(act: () => Promise<Result>): Promise<Result> {
  const result = last.then(act);
  last = result.catch(() => undefined);
  return result;
}
