import type { JobDefinition } from '@leadlock/jobs/queue';
import { z } from 'zod';

/** Tells whoever invited somebody that they came. A higher domain handles it. */
export const inviteAcceptedJob = {
  name: 'invites.accepted',
  payload: z.object({
    invite_id: z.guid(),
    /** Of the inviter: the agency where it invited to a sub-account. */
    inviter_tenant_id: z.guid(),
    tenant_id: z.guid(),
    tenant_name: z.string(),
    user_id: z.guid(),
    email: z.string(),
    /** Absent from jobs that were enqueued before people had names. */
    full_name: z.string().nullable().default(null),
  }),
} satisfies JobDefinition;
