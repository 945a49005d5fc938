import type { SystemContext } from '@leadlock/context/context';
import { handleJob } from '@leadlock/jobs/job-handler';
import type { JobDefinition } from '@leadlock/jobs/queue';
import { z } from 'zod';
import { attemptDelivery } from './attempt-delivery.ts';
import { deliverJob } from './dispatch-deliveries.ts';
import { switchedOffJob } from './switched-off-job.ts';
import { tellOwnersSwitchedOff } from './tell-owners-switched-off.ts';

const KEPT_DAYS = 30;

/** Forgets deliveries that were settled a month ago. */
export const cleanUpDeliveriesJob = {
  name: 'webhooks.clean-up',
  payload: z.object({}),
  schedule: '17 3 * * *',
} satisfies JobDefinition;

async function cleanUpDeliveries(system: SystemContext): Promise<void> {
  const before = new Date(system.clock.now().getTime() - KEPT_DAYS * 86_400_000);
  await system.db
    .deleteFrom('webhook_deliveries')
    .where('status', '<>', 'pending')
    .where('updated_at', '<', before)
    .execute();
}

export const webhookJobs = [
  handleJob<SystemContext, typeof deliverJob.payload>(deliverJob, async (system, delivery) => {
    await attemptDelivery(system, {
      tenantId: delivery.tenant_id,
      deliveryId: delivery.delivery_id,
      attemptsBefore: delivery.attempts_before,
    });
  }),
  handleJob<SystemContext, typeof switchedOffJob.payload>(switchedOffJob, tellOwnersSwitchedOff),
  handleJob<SystemContext, typeof cleanUpDeliveriesJob.payload>(cleanUpDeliveriesJob, cleanUpDeliveries),
];
