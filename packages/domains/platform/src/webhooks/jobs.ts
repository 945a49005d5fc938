import type { SystemContext } from '@leadlock/context/context';
import { resealValues } from '@leadlock/context/sealed-values';
import { deleteInBatches } from '@leadlock/db/delete-in-batches';
import { handleJob } from '@leadlock/jobs/job-handler';
import type { JobDefinition } from '@leadlock/jobs/queue';
import { sql } from 'kysely';
import { z } from 'zod';
import { attemptDelivery } from './attempt-delivery.ts';
import { deliverJob } from './dispatch-deliveries.ts';
import { sealedWebhookCredentials } from './address.ts';
import { sealedPreviousWebhookSecrets, sealedWebhookSecrets } from './endpoint.ts';

const KEPT_DAYS = 30;

/** Forgets deliveries that were settled a month ago, and secrets that were replaced and sign no more. */
const cleanUpDeliveriesJob = {
  name: 'webhooks.clean-up',
  payload: z.object({}),
  schedule: '17 3 * * *',
} satisfies JobDefinition;

/** Every hour: whoever rotates the encryption key can take the old one out a day later. */
const resealSecretsJob = {
  name: 'webhooks.reseal-secrets',
  payload: z.object({}),
  schedule: '47 * * * *',
} satisfies JobDefinition;

async function resealSecrets({ db, secrets, log }: SystemContext): Promise<void> {
  for (const values of [sealedWebhookSecrets, sealedPreviousWebhookSecrets, sealedWebhookCredentials]) {
    const { resealed, unopenable } = await resealValues(db, secrets, values);
    if (resealed > 0) log.info({ resealed }, 're-encrypted webhook secrets with the current key');
    if (unopenable > 0)
      log.error({ unopenable }, 'failed to decrypt webhook secrets with the configured encryption keys');
  }
}

export async function cleanUpDeliveries({ db, clock }: Pick<SystemContext, 'db' | 'clock'>): Promise<void> {
  const before = new Date(clock.now().getTime() - KEPT_DAYS * 86_400_000);
  await deleteInBatches(db, 'webhook_deliveries', sql`status <> 'pending' AND updated_at < ${before}`);
}

/** A secret that signs no more is no use to anybody but a thief. */
export async function forgetReplacedSecrets({ db, clock }: Pick<SystemContext, 'db' | 'clock'>): Promise<void> {
  await db
    .updateTable('webhook_endpoints')
    .set({ previous_sealed_secret: null, previous_secret_until: null })
    .where('previous_secret_until', '<=', clock.now())
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
  handleJob<SystemContext, typeof cleanUpDeliveriesJob.payload>(cleanUpDeliveriesJob, async (system) => {
    await cleanUpDeliveries(system);
    await forgetReplacedSecrets(system);
  }),
  handleJob<SystemContext, typeof resealSecretsJob.payload>(resealSecretsJob, resealSecrets),
];
