import type { SystemContext } from '@leadlock/context/context';
import { selectUsableReset } from './usable-resets.ts';
import { findAddressOwner } from '../auth/users-by-address.ts';

/** Whether a password can be reset with the link that has this token. Changes nothing. */
export async function isResetLinkUsable({ db, clock }: SystemContext, token: string): Promise<boolean> {
  const user = await selectUsableReset(db, token, clock.now()).executeTakeFirst();
  if (!user) return false;
  // An address that belongs to another user by now is not for this one to take over.
  return user.email_verified_at !== null || (await findAddressOwner(db, user.email)) === undefined;
}
