import type { JobDefinition } from '@leadlock/jobs/queue';
import { z } from 'zod';

/** Tells a tenant's owners that their webhook was switched off. */
export const switchedOffJob = {
  name: 'webhooks.switched-off',
  payload: z.object({
    tenant_id: z.string(),
    url: z.string(),
    failing_since: z.string(),
    switched_off_at: z.string(),
  }),
} satisfies JobDefinition;
