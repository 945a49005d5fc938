import { sessionOwner } from './session-owner.ts';
import { browserStorage } from './storage.ts';

const KEY = 'leadlock.role';

interface Known {
  userId: string;
  isAdmin: boolean;
}

/** Keeps for the next visit whether somebody is an owner or an admin. */
export function rememberRole(known: Known): void {
  browserStorage.setItem(KEY, JSON.stringify(known));
}

/**
 * Whether to ask for what only owners and admins may see before it is known who is signed in: waiting for that would show
 * their pages later. False only for whoever was a member when last seen.
 */
export function mayBeAdmin(): boolean {
  try {
    const { userId, isAdmin } = JSON.parse(browserStorage.getItem(KEY) ?? '{}') as Partial<Known>;
    return userId !== sessionOwner() || isAdmin !== false;
  } catch {
    return true;
  }
}
