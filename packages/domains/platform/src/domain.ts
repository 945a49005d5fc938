import type { Domain } from '@leadlock/context/domain';
import { eventJobs } from './events/forget-events.ts';
import { idempotencyJobs } from './idempotency/jobs.ts';
import { notificationJobs } from './notifications/jobs.ts';
import { notifyOfEvent } from './notifications/notify-of-event.ts';
import { makeMonthlyPartitions } from './partitions/make-monthly-partitions.ts';
import { rateLimitJobs } from './rate-limits/jobs.ts';
import { dispatchDeliveries } from './webhooks/dispatch-deliveries.ts';
import { webhookJobs } from './webhooks/jobs.ts';
import { queueDelivery } from './webhooks/queue-delivery.ts';

export const platform = {
  name: 'platform',
  jobs: [...eventJobs, ...webhookJobs, ...rateLimitJobs, ...idempotencyJobs, ...notificationJobs],
  timers: [
    { name: 'dispatch webhook deliveries', intervalMs: 1_000, run: dispatchDeliveries },
    { name: 'make monthly partitions', intervalMs: 300_000, run: makeMonthlyPartitions },
  ],
  subscriptions: [queueDelivery, notifyOfEvent],
} satisfies Domain;
