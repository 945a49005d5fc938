import type { SystemContext } from '@leadlock/context/context';
import { inviteAcceptedJob } from '@leadlock/identity/invites';
import { handleJob } from '@leadlock/jobs/job-handler';
import { notify } from './notify.ts';

/** Tells the tenant that invited somebody that they came: an agency, where it invited to a sub-account. */
export const tellOfAcceptedInvite = handleJob<SystemContext, typeof inviteAcceptedJob.payload>(
  inviteAcceptedJob,
  async (system, { invite_id, inviter_tenant_id, tenant_id, tenant_name, user_id, email, full_name }) => {
    await notify(system.db, {
      tenantId: inviter_tenant_id,
      type: 'invite.accepted',
      // A job that runs again tells nothing again.
      occasion: invite_id,
      title: `${full_name ?? email} joined`,
      body: `${full_name === null ? 'Accepted' : `${email} accepted`} the invitation to ${tenant_name}.`,
      metadata: { user_id, tenant_id },
      at: system.clock.now(),
    });
  },
);
