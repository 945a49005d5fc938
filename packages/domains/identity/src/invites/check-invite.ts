import type { SystemContext } from '@leadlock/context/context';
import type { Actor } from '@leadlock/core/actor';
import { shownEmail } from '@leadlock/core/shown-email';
import { findAddressOwner } from '../auth/users-by-address.ts';
import { findInviterName } from './inviter-name.ts';
import type { CheckedInvite } from './schemas.ts';
import { selectUsableInvite } from './usable-invites.ts';

/** Whether an invitation can be accepted, and to what it is, for whoever opens its link. Changes nothing. */
export async function checkInvite({ db, clock }: SystemContext, token: string): Promise<CheckedInvite> {
  const invite = await selectUsableInvite(db, token, clock.now()).executeTakeFirst();
  if (!invite) return { status: 'invalid' };
  if (await findAddressOwner(db, invite.email)) return { status: 'taken' };
  return {
    status: 'open',
    company_name: invite.tenant_name,
    email: shownEmail(invite.email),
    full_name: invite.full_name,
    invited_by: await findInviterName(db, invite.invited_by as unknown as Actor),
  };
}
