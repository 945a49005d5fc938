import type { SystemContext } from '@leadlock/context/context';
import { findAddressOwner } from '../auth/users-by-address.ts';
import { selectUsableChange } from './change-tokens.ts';
import type { Person } from './request-email-change.ts';
import type { CheckedEmailChange } from './schemas.ts';

/** Whether a link changes the address of the signed-in user, and to which one. Changes nothing. */
export async function checkEmailChange(
  { db, clock }: SystemContext,
  { userId }: Person,
  token: string,
): Promise<CheckedEmailChange> {
  const change = await selectUsableChange(db, token, clock.now()).executeTakeFirst();
  if (!change || (await findAddressOwner(db, change.new_email))) return { status: 'invalid' };
  return change.id === userId ? { status: 'open', email: change.new_email } : { status: 'other' };
}
