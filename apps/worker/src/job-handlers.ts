import { customDomainJobs } from '@leadlock/agency/custom-domains';
import type { SystemContext } from '@leadlock/context/context';
import { integrationJobs } from '@leadlock/crm/integrations';
import type { JobHandler } from '@leadlock/jobs/job-handler';
import { identityJobs } from '@leadlock/identity/jobs';
import { eventJobs } from '@leadlock/platform/events';
import { notificationJobs } from '@leadlock/platform/notifications';
import { idempotencyJobs } from '@leadlock/platform/idempotency';
import { rateLimitJobs } from '@leadlock/platform/rate-limits';
import { webhookJobs } from '@leadlock/platform/webhooks';
import { callJobs } from '@leadlock/telephony/calls';

/** Every job of the product, as the domains export them. */
export const jobHandlers: readonly JobHandler<SystemContext>[] = [
  ...identityJobs,
  ...integrationJobs,
  ...callJobs,
  ...eventJobs,
  ...webhookJobs,
  ...rateLimitJobs,
  ...idempotencyJobs,
  ...notificationJobs,
  ...customDomainJobs,
];
