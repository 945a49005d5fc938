import { browserStorage } from './storage.ts';

const KEY = 'leadlock.session';

/** What keeps a person signed in. It lies in the browser's storage, so that every tab shares one session. */
export interface Session {
  accessToken: string;
  refreshToken: string;
  /** Milliseconds since 1970 by this machine's clock. */
  expiresAt: number;
}

export interface IssuedTokens {
  access_token: string;
  refresh_token: string;
  expires_in: number;
}

const listeners = new Set<() => void>();
let current = read();

window.addEventListener('storage', (event) => {
  // A null key says that everything was cleared.
  if (event.key === KEY || event.key === null) changeTo(read());
});

window.addEventListener('pageshow', ({ persisted }) => {
  // A page that the browser had put aside was told of nothing meanwhile.
  if (persisted) changeTo(read());
});

function read(): Session | null {
  const text = browserStorage.getItem(KEY);
  if (text === null) return null;
  try {
    const { accessToken, refreshToken, expiresAt } = JSON.parse(text) as Partial<Session>;
    return accessToken && refreshToken && expiresAt ? { accessToken, refreshToken, expiresAt } : null;
  } catch {
    return null;
  }
}

function changeTo(session: Session | null): void {
  current = session;
  for (const listener of listeners) listener();
}

export const currentSession = (): Session | null => current;

/** Reads what another tab has stored meanwhile, ahead of the event that tells of it. */
export function storedSession(): Session | null {
  const stored = read();
  if (stored?.refreshToken !== current?.refreshToken) changeTo(stored);
  return current;
}

export function beginSession({ access_token, refresh_token, expires_in }: IssuedTokens): void {
  const session = {
    accessToken: access_token,
    refreshToken: refresh_token,
    expiresAt: Date.now() + expires_in * 1000,
  };
  browserStorage.setItem(KEY, JSON.stringify(session));
  changeTo(session);
}

export function endSession(): void {
  browserStorage.removeItem(KEY);
  changeTo(null);
}

export function onSessionChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
