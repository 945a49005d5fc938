import { useSyncExternalStore } from 'react';
import { tabStorage } from './storage.ts';

const KEY = 'leadlock.account';

/** The sub-account that an agency's user acts for. It belongs to the tab, so that two tabs can show two accounts. */
export interface ActingAccount {
  id: string;
  name: string;
}

const listeners = new Set<() => void>();
const lossListeners = new Set<(lost: ActingAccount) => void>();
let current = read();

function read(): ActingAccount | null {
  try {
    const { id, name } = JSON.parse(tabStorage.getItem(KEY) ?? '{}') as Partial<ActingAccount>;
    return id && name ? { id, name } : null;
  } catch {
    return null;
  }
}

export const actingAccount = (): ActingAccount | null => current;

/** Acts for a sub-account from now on, or for oneself again with null. What was loaded for the other must be dropped. */
export function actFor(account: ActingAccount | null): void {
  current = account;
  if (account === null) tabStorage.removeItem(KEY);
  else tabStorage.setItem(KEY, JSON.stringify({ id: account.id, name: account.name }));
  for (const listener of listeners) listener();
}

/** Acts for oneself again, because the account that was acted for is closed, suspended or another agency's by now. */
export function loseAccount(): void {
  const lost = current;
  if (lost === null) return;
  actFor(null);
  for (const listener of lossListeners) listener(lost);
}

export function onAccountLost(listener: (lost: ActingAccount) => void): () => void {
  lossListeners.add(listener);
  return () => lossListeners.delete(listener);
}

export const useActingAccount = (): ActingAccount | null =>
  useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, actingAccount);
