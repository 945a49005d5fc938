import { actingAccount } from './acting-account.ts';
import { sessionOwner } from './session-owner.ts';
import { browserStorage } from './storage.ts';

const KEY = 'leadlock.role';

interface Known {
  userId: string;
  isAdmin: boolean;
  isOwner: boolean;
  /** Of their own account, not of one that they work in. */
  isAgency: boolean;
}

const read = (): Partial<Known> => JSON.parse(browserStorage.getItem(KEY) ?? '{}') as Partial<Known>;

/** Keeps for the next visit whether somebody is an owner or an admin, and of what. */
export function rememberRole(known: Known): void {
  browserStorage.setItem(KEY, JSON.stringify(known));
}

/**
 * Whether to ask for what only owners and admins may see before it is known who is signed in: waiting for that would show
 * their pages later. False only for whoever was a member when last seen.
 */
export function mayBeAdmin(): boolean {
  try {
    const { userId, isAdmin } = read();
    return userId !== sessionOwner() || isAdmin !== false;
  } catch {
    return true;
  }
}

/** Whether an agency's person was here last, and looks at the agency's own account. */
export function wasAgency(): boolean {
  try {
    const { userId, isAgency } = read();
    return userId === sessionOwner() && isAgency === true && actingAccount() === null;
  } catch {
    return false;
  }
}

/** The same of its owner. */
export const wasAgencyOwner = (): boolean => wasAgency() && read().isOwner === true;
