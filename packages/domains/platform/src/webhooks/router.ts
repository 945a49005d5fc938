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
          'Changes the account’s name and where its events go. An agency that names a sub-account changes that one. The ' +
          'first webhook address gets a signing secret, to be read from `/tenants/me/webhook`.',
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
          'Where the account’s events go. Only owners, admins and API keys see the signing secret. Events are signed as ' +
          'the Standard Webhooks specification says, so that its libraries verify them.',
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
        summary: 'Replace the webhook’s signing secret',
        description:
          'Makes a new signing secret. For 24 hours every event carries two signatures, of the new secret and of the old ' +
          'one, so that a receiver can change over in its own time; then the old one is forgotten. Rotating again before ' +
          'that ends the older secret at once. Answers 409 before an address was set.',
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
          'Sends a `webhook.test` event to the address now and tells what came back within ten seconds. It works before ' +
          'the webhook is enabled, and is not repeated when it fails. Answers 400 when no address is set.',
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
        summary: 'List the events',
        description:
          'Every event that a webhook can receive, with the JSON Schema of its body: `type`, `timestamp`, and `data`, ' +
          'which differs by type.',
        example: {
          response: {
            events: [
              {
                type: 'call.analyzed',
                description: 'The summary and outcome of a call are there.',
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
        summary: 'Watch the events',
        description:
          'The account’s events as server-sent events, as they happen, whether or not a webhook is set up: `data` is the ' +
          'body that a webhook receives, byte for byte, and `id` its `webhook-id`. With `after`, what came after that ' +
          'event is sent first, of the last 90 days, and likewise with the header `Last-Event-ID`, which browsers send when ' +
          'they connect again; otherwise only what happens from now on. The comment `listening` comes in between. Events ' +
          'do not come in the order of their ids, so with either of them those of the 30 seconds before that event are ' +
          'sent, too, and may come twice, as they may after a disturbance: their ids tell them apart. None is left out.',
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
          'What was sent or is to be sent to the account’s webhook in the last 30 days, with every attempt, the newest ' +
          'first. A delivery that fails is tried again after 5 seconds, 5 and 30 minutes, and 2, 5, 10 and 10 hours.',
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
          'One delivery with every attempt, and the body that is sent: the same bytes in each attempt, which the ' +
          'signatures are of.',
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
        summary: 'Send a delivery again',
        description:
          'Sends the event once more, whether it had arrived or not, within a second or two, or once an attempt that is ' +
          'running has ended. It keeps its `webhook-id`; ' +
          'the header `Leadlock-Attempt` counts on. Answers 409 while the webhook is disabled.',
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
