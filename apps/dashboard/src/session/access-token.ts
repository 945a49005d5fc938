import { beginSession, currentSession, endSession, storedSession, type IssuedTokens, type Session } from './session.ts';

/** Renewed this long before its end, so that no request leaves with a token that dies on the way. */
const MARGIN_MS = 30_000;
/** What one tab stores is seen by the others a moment later, and on a busy machine later still. */
const STORED_MS = 100;
const SURELY_STORED_MS = 500;
const LOOK_MS = 25;

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
  return takingTurns(async (linger) => {
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
      linger();
      return currentSession()?.accessToken ?? null;
    }
    if (response.status >= 500 || response.status === 429) throw new Error('Couldn’t renew the session');
    // Another tab may have used the token, and its new session not have come here yet.
    const newer = await sessionAfter(session);
    if (newer === session) endSession();
    return currentSession()?.accessToken ?? null;
  });
}

/** The session that another tab puts in the place of this one, or this one when none does. */
async function sessionAfter(session: Session): Promise<Session | null> {
  const until = Date.now() + SURELY_STORED_MS;
  let stored = storedSession();
  while (stored?.refreshToken === session.refreshToken && Date.now() < until) {
    await pause(LOOK_MS);
    stored = storedSession();
  }
  return stored?.refreshToken === session.refreshToken ? session : stored;
}

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** `linger` keeps the turn until other tabs see what was stored, without keeping the result back. */
type Act<Result> = (linger: () => void) => Promise<Result>;

/** Runs `act` while no other tab of this browser does. Browsers have locks only on https and on this machine. */
function takingTurns<Result>(act: Act<Result>): Promise<Result> {
  return isSecureContext ? inTurnWithTabs(act) : inTurnHere(act);
}

function inTurnWithTabs<Result>(act: Act<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    const turn = async (): Promise<void> => {
      let lingers = false;
      await act(() => {
        lingers = true;
      }).then(resolve, reject);
      if (lingers) await pause(STORED_MS);
    };
    navigator.locks.request('leadlock.session', turn).catch(reject);
  });
}

let last: Promise<unknown> = Promise.resolve();

/** The same for this tab alone. */
function inTurnHere<Result>(act: Act<Result>): Promise<Result> {
  const result = last.then(() => act(() => undefined));
  last = result.catch(() => undefined);
  return result;
}
