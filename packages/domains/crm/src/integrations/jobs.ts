import type { SystemContext } from '@leadlock/context/context';
import { handleJob } from '@leadlock/jobs/job-handler';
import type { JobDefinition } from '@leadlock/jobs/queue';
import { z } from 'zod';
import { checkIntegrations } from './check-integrations.ts';
import { checkRefusedAccountJob } from './report-refused-account.ts';
import { resealCredentials } from './reseal-credentials.ts';

/** Every hour: whoever rotates the encryption key can take the old one out a day later. */
const resealCredentialsJob = {
  name: 'integrations.reseal-credentials',
  payload: z.object({}),
  schedule: '17 * * * *',
} satisfies JobDefinition;

/** Every hour; people are told once of an account that stays broken. */
const checkIntegrationsJob = {
  name: 'integrations.check',
  payload: z.object({}),
  schedule: '42 * * * *',
} satisfies JobDefinition;

export const integrationJobs = [
  handleJob<SystemContext, typeof checkIntegrationsJob.payload>(checkIntegrationsJob, (system) =>
    checkIntegrations(system),
  ),
  handleJob<SystemContext, typeof checkRefusedAccountJob.payload>(checkRefusedAccountJob, (system, { account_sid }) =>
    checkIntegrations(system, account_sid),
  ),
  handleJob<SystemContext, typeof resealCredentialsJob.payload>(resealCredentialsJob, async (system) => {
    const resealed = await resealCredentials(system);
    if (resealed > 0) system.log.info({ resealed }, 're-encrypted credentials with the current key');
  }),
];
