import { router } from '@leadlock/trpc/init';
import { auditRouter } from './audit/router.ts';
import { filesRouter } from './files/router.ts';
import { issuesRouter } from './issues/router.ts';
import { notificationsRouter } from './notifications/router.ts';
import { timeZoneRouter } from './time-zone/router.ts';
import { webhookEndpointsRouter } from './webhooks/endpoints-router.ts';
import { outgoingWebhooksRouter, tenantSettingsRouter } from './webhooks/router.ts';

export const platformRouter = router({
  audit: auditRouter,
  files: filesRouter,
  issues: issuesRouter,
  notifications: notificationsRouter,
  outgoingWebhooks: outgoingWebhooksRouter,
  tenantSettings: tenantSettingsRouter,
  timeZone: timeZoneRouter,
  webhookEndpoints: webhookEndpointsRouter,
});
