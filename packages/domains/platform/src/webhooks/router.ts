import { adminProcedure, router, tenantProcedure } from '@leadlock/trpc/init';
import { op } from '@leadlock/trpc/op';
import { liveStream } from '@leadlock/trpc/rest/live-stream';
import { restReply } from '@leadlock/trpc/rest/reply';
import { TenantResponse } from '@leadlock/identity/tenants';
import { getWebhookDelivery } from './get-webhook-delivery.ts';
import { getWebhookSettings } from './get-webhook-settings.ts';
import { listWebhookDeliveries } from './list-webhook-deliveries.ts';
import { listWebhookEvents } from './list-webhook-events.ts';
import { replayWebhookDelivery } from './replay-webhook-delivery.ts';
import { rotateWebhookSecret } from './rotate-webhook-secret.ts';
import {
  ListWebhookDeliveriesInput,
  RotatedWebhookSecret,
  TenantUpdate,
  WatchEventsInput,
  WebhookDelivery,
  WebhookDeliveryDetail,
  WebhookDeliveryIdInput,
  WebhookDeliveryList,
  WebhookEventManifest,
  WebhookSettingsResponse,
  WebhookTestResult,
} from './schemas.ts';
import { testWebhook } from './test-webhook.ts';
import { updateTenantSettings } from './update-tenant-settings.ts';
import { watchEvents } from './watch-events.ts';

const url = 'https://hooks.example.com/leadlock';

const tenant: TenantResponse = {
  id: '019ac2f0-11aa-7d3c-8e4f-5a6b7c8d9e0f',
  name: 'Bright Dental',
  slug: 'bright-dental',
  tenant_type: 'direct',
  plan: 'starter',
  tier: 'starter',
  agent_limit: 3,
  sub_account_limit: 0,
  is_active: true,
  trial_ends_at: '2026-12-06T15:00:00.000Z',
  parent_tenant_id: null,
  stripe_subscription_id: null,
  subscription_status: 'trialing',
  effective_plan: 'starter',
};

const delivery: WebhookDelivery = {
  id: '019ac2f5-55ee-7a1b-8c2d-3e4f5a6b7c8d',
  endpoint_id: '019ac2f0-66ff-7d3c-8e4f-5a6b7c8d9e0f',
  event_id: '019ac2f5-44dd-7a1b-8c2d-3e4f5a6b7c8d',
  event_type: 'call.completed',
  status: 'delivered',
  next_attempt_at: null,
  delivered_at: '2026-11-24T15:04:11.000Z',
  last_status_code: 200,
  last_error: null,
  created_at: '2026-11-24T15:04:10.000Z',
  attempts: [
    {
      attempt: 1,
      url,
      started_at: '2026-11-24T15:04:10.900Z',
      finished_at: '2026-11-24T15:04:11.000Z',
      duration_ms: 84,
      status_code: 200,
      error: null,
      response_excerpt: 'ok',
    },
  ],
};

const callId = { type: 'string', format: 'uuid' };

/** `/tenants/me`, as far as it is about webhooks. */
export const tenantSettingsRouter = router({
  update: adminProcedure
    .meta(
      op({
        method: 'PATCH',
        path: '/tenants/me',
        bodyRequired: true,
        tag: 'Tenants',
        summary: 'Update the account',
        description:
          'Updates the account’s name and webhook. Agencies can name a sub-account in `X-Sub-Account-Id`. The first webhook ' +
          'URL gets a signing secret, available at `/tenants/me/webhook`. A new URL must be public and respond to a ' +
          '`webhook.test` event within five seconds. More webhooks are at `/webhooks/endpoints`.',
        example: { request: { webhook_url: url, webhook_enabled: true }, response: tenant },
      }),
    )
    .input(TenantUpdate)
    .output(TenantResponse)
    .mutation(({ ctx, input }) => updateTenantSettings(ctx.tenantContext, input)),

  getWebhook: tenantProcedure
    .meta(
      op({
        method: 'GET',
        path: '/tenants/me/webhook',
        tag: 'Tenants',
        summary: 'Get the webhook settings',
        description:
          'The account’s webhook. Only owners, admins, and API keys see the signing secret. Events are signed according to ' +
          'the Standard Webhooks specification, so its libraries can verify them.',
        example: {
          response: {
            webhook_url: url,
            webhook_secret: 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oDC2FVsBQIhrs=',
            webhook_enabled: true,
            ghl_conversation_sync_enabled: false,
          },
        },
      }),
    )
    .output(WebhookSettingsResponse)
    .query(({ ctx }) => getWebhookSettings(ctx.tenantContext, { showSecret: ctx.principal.role !== 'member' })),

  rotateSecret: adminProcedure
    .meta(
      op({
        method: 'POST',
        path: '/tenants/me/webhook-secret/rotate',
        tag: 'Tenants',
        summary: 'Rotate the webhook signing secret',
        description:
          'Creates a new signing secret. For 24 hours, each event carries two signatures, one for each secret, so you can ' +
          'update your endpoint at any time in between. Rotating again within that time invalidates the older secret ' +
          'immediately. Returns 409 if no URL is set.',
        example: {
          response: {
            webhook_secret: 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oDC2FVsBQIhrs=',
            previous_secret_until: '2026-11-25T15:04:11.000Z',
          },
        },
        errors: [409],
      }),
    )
    .output(RotatedWebhookSecret)
    .mutation(({ ctx }) => rotateWebhookSecret(ctx.tenantContext)),

  testWebhook: adminProcedure
    .meta(
      op({
        method: 'POST',
        path: '/tenants/me/webhook-test',
        // The receiver has ten seconds, and no transaction should wait for it; a test that was cut off is made again.
        idempotent: 'repeatable',
        tag: 'Tenants',
        summary: 'Test the webhook',
        description:
          'Sends a `webhook.test` event to the URL and returns the response received within ten seconds. Works even if the ' +
          'webhook is disabled. Failed tests are not retried. Returns 400 if no URL is set.',
        example: {
          response: { success: true, delivery_id: delivery.id, status_code: 200, error: null, duration_ms: 84 },
        },
        errors: [400],
      }),
    )
    .output(WebhookTestResult)
    .mutation(({ ctx }) => testWebhook(ctx.tenantContext)),
});

/** Events that go out, beside the webhooks of vendors that come in. */
export const outgoingWebhooksRouter = router({
  events: tenantProcedure
    .meta(
      op({
        method: 'GET',
        path: '/webhooks/events',
        tag: 'Webhooks',
        summary: 'List event types',
        description:
          'All events a webhook can receive, with the JSON Schema of the body: `type`, `timestamp`, and `data`, which ' +
          'depends on the type.',
        example: {
          response: {
            events: [
              {
                type: 'call.analyzed',
                description: 'The summary and outcome of a call are available.',
                schema: {
                  type: 'object',
                  properties: {
                    type: { const: 'call.analyzed' },
                    timestamp: { type: 'string', format: 'date-time' },
                    data: { type: 'object', properties: { call_id: callId } },
                  },
                },
              },
            ],
          },
        },
      }),
    )
    .output(WebhookEventManifest)
    .query(() => listWebhookEvents()),

  stream: adminProcedure
    .meta(
      op({
        method: 'GET',
        path: '/webhooks/events/stream',
        tag: 'Webhooks',
        summary: 'Stream events',
        description:
          'The account’s events in real time as server-sent events, whether or not a webhook is set. `data` is exactly the ' +
          'body a webhook receives, and `id` is its `webhook-id`. With `after`, or with the `Last-Event-ID` header that ' +
          'browsers send when they reconnect, events after that one are sent first, for up to 90 days; otherwise only new ' +
          'events are sent. The comment `listening` follows the earlier events. Events don’t arrive in the order of their ' +
          'IDs, so after a reconnect, events from the 30 seconds before that event are sent again, and duplicates can also ' +
          'occur after a disruption: deduplicate by ID. No event is lost.',
        example: {
          request: { after: delivery.event_id },
          response: `id: ${delivery.event_id}\ndata: {"type":"webhook.test","timestamp":"2026-11-24T15:04:10.000Z","data":{"message":"Hello"}}\n\n`,
        },
        headers: { last_event_id: 'Last-Event-ID' },
        produces: 'text/event-stream; charset=utf-8',
        errors: [429],
      }),
    )
    .input(WatchEventsInput)
    .output(restReply)
    .query(({ ctx, input }) =>
      liveStream(ctx, (signal) => watchEvents(ctx.tenantContext, input.last_event_id ?? input.after ?? null, signal)),
    ),

  deliveries: adminProcedure
    .meta(
      op({
        method: 'GET',
        path: '/webhooks/deliveries',
        tag: 'Webhooks',
        summary: 'List webhook deliveries',
        description:
          'Events sent or due to be sent to the account’s webhooks in the last 30 days, with all attempts, newest first. ' +
          'Failed deliveries are retried after 5 seconds, 5 and 30 minutes, and 2, 5, 10, and 10 hours.',
        example: { request: { status: 'delivered' }, response: { deliveries: [delivery], total: 1 } },
      }),
    )
    .input(ListWebhookDeliveriesInput)
    .output(WebhookDeliveryList)
    .query(({ ctx, input }) => listWebhookDeliveries(ctx.tenantContext, input)),

  delivery: adminProcedure
    .meta(
      op({
        method: 'GET',
        path: '/webhooks/deliveries/{delivery_id}',
        tag: 'Webhooks',
        summary: 'Get a webhook delivery',
        description:
          'A delivery with all attempts and its body: the same bytes in every attempt, as used for the signatures.',
        example: {
          request: { delivery_id: delivery.id },
          response: {
            ...delivery,
            body: '{"type":"call.completed","timestamp":"2026-11-24T15:04:10.000Z","data":{"call_id":"019ac2f4-33cc-7a1b-8c2d-3e4f5a6b7c8d"}}',
          },
        },
      }),
    )
    .input(WebhookDeliveryIdInput)
    .output(WebhookDeliveryDetail)
    .query(({ ctx, input }) => getWebhookDelivery(ctx.tenantContext, input.delivery_id)),

  replay: adminProcedure
    .meta(
      op({
        method: 'POST',
        path: '/webhooks/deliveries/{delivery_id}/replay',
        tag: 'Webhooks',
        summary: 'Resend a delivery',
        description:
          'Resends the event, whether or not it was delivered, within a second or two, or after a running attempt has ' +
          'ended. It keeps its `webhook-id`, and the `Leadlock-Attempt` header keeps counting. Returns 409 if the webhook ' +
          'is disabled.',
        example: {
          request: { delivery_id: delivery.id },
          response: { ...delivery, status: 'pending', next_attempt_at: '2026-11-24T16:00:00.000Z', delivered_at: null },
        },
        errors: [409],
      }),
    )
    .input(WebhookDeliveryIdInput)
    .output(WebhookDelivery)
    .mutation(({ ctx, input }) => replayWebhookDelivery(ctx.tenantContext, input.delivery_id)),
});
