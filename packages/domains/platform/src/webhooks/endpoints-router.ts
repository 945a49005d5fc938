import { adminProcedure, router } from '@leadlock/trpc/init';
import { op } from '@leadlock/trpc/op';
import { z } from 'zod';
import { createWebhookEndpoint } from './create-webhook-endpoint.ts';
import { deleteWebhookEndpoint } from './delete-webhook-endpoint.ts';
import { requireEndpoint } from './endpoint.ts';
import { listWebhookEndpoints } from './list-webhook-endpoints.ts';
import { rotateWebhookSecret } from './rotate-webhook-secret.ts';
import {
  CreateWebhookEndpoint,
  RotatedWebhookSecret,
  UpdateWebhookEndpoint,
  WebhookEndpointIdInput,
  WebhookEndpointList,
  WebhookEndpointResponse,
  WebhookTestResult,
} from './schemas.ts';
import { testWebhook } from './test-webhook.ts';
import { updateWebhookEndpoint } from './update-webhook-endpoint.ts';

const tag = 'Webhooks';
const secret = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oDC2FVsBQIhrs=';

const endpoint: WebhookEndpointResponse = {
  id: '019ac2f0-66ff-7d3c-8e4f-5a6b7c8d9e0f',
  url: 'https://hooks.example.com/leadlock',
  events: ['call.completed', 'appointment.booked'],
  enabled: true,
  secret,
  failing_since: null,
  disabled_at: null,
  created_at: '2026-11-24T15:04:10.000Z',
};
const onEndpoint = { endpoint_id: endpoint.id };

export const webhookEndpointsRouter = router({
  list: adminProcedure
    .meta(
      op({
        method: 'GET',
        path: '/webhooks/endpoints',
        tag,
        summary: 'List webhooks',
        description:
          'The account’s webhook endpoints with their signing secrets, oldest first. The webhook of `/tenants/me/webhook` is ' +
          'one of them.',
        example: { response: { endpoints: [endpoint], total: 1 } },
      }),
    )
    .output(WebhookEndpointList)
    .query(({ ctx }) => listWebhookEndpoints(ctx.tenantContext)),

  create: adminProcedure
    .meta(
      op({
        method: 'POST',
        path: '/webhooks/endpoints',
        status: 201,
        // The receiver has some seconds, and no transaction should wait for it.
        idempotent: 'repeatable',
        tag,
        summary: 'Create a webhook',
        description:
          'Adds an endpoint with its own signing secret. A signed `webhook.test` event is sent to the URL first; if the URL ' +
          'isn’t public or nothing responds within five seconds, the request returns 422. Any status counts as a response. ' +
          'An account can have up to 10.',
        example: {
          request: { url: endpoint.url, events: ['call.completed', 'appointment.booked'] },
          response: endpoint,
        },
        errors: { 409: 'The account has 10 webhooks.' },
      }),
    )
    .input(CreateWebhookEndpoint)
    .output(WebhookEndpointResponse)
    .mutation(({ ctx, input }) => createWebhookEndpoint(ctx.tenantContext, input)),

  update: adminProcedure
    .meta(
      op({
        method: 'PATCH',
        path: '/webhooks/endpoints/{endpoint_id}',
        tag,
        summary: 'Update a webhook',
        description:
          'Changes the URL or events of an endpoint, or enables or disables it. A new URL is tested as in `POST ' +
          '/webhooks/endpoints`. Pending deliveries of a disabled endpoint fail and can be resent.',
        example: { request: { ...onEndpoint, enabled: false }, response: { ...endpoint, enabled: false } },
      }),
    )
    .input(WebhookEndpointIdInput)
    .input(UpdateWebhookEndpoint)
    .output(WebhookEndpointResponse)
    .mutation(({ ctx, input: { endpoint_id, ...changes } }) =>
      updateWebhookEndpoint(ctx.tenantContext, endpoint_id, changes),
    ),

  delete: adminProcedure
    .meta(
      op({
        method: 'DELETE',
        path: '/webhooks/endpoints/{endpoint_id}',
        status: 204,
        tag,
        summary: 'Delete a webhook',
        description: 'Deletes an endpoint. Its deliveries stay in the log for 30 days, and pending ones fail.',
        example: { request: onEndpoint },
      }),
    )
    .input(WebhookEndpointIdInput)
    .output(z.void())
    .mutation(({ ctx, input }) => deleteWebhookEndpoint(ctx.tenantContext, input.endpoint_id)),

  rotateSecret: adminProcedure
    .meta(
      op({
        method: 'POST',
        path: '/webhooks/endpoints/{endpoint_id}/secret/rotate',
        tag,
        summary: 'Rotate a webhook’s signing secret',
        description:
          'Creates a new signing secret. For 24 hours, each event carries two signatures, one for each secret.',
        example: {
          request: onEndpoint,
          response: { webhook_secret: secret, previous_secret_until: '2026-11-25T15:04:11.000Z' },
        },
      }),
    )
    .input(WebhookEndpointIdInput)
    .output(RotatedWebhookSecret)
    .mutation(async ({ ctx, input }) => {
      await requireEndpoint(ctx.tenantContext.db, ctx.tenantContext.tenant.id, input.endpoint_id);
      return rotateWebhookSecret(ctx.tenantContext, input.endpoint_id);
    }),

  test: adminProcedure
    .meta(
      op({
        method: 'POST',
        path: '/webhooks/endpoints/{endpoint_id}/test',
        idempotent: 'repeatable',
        tag,
        summary: 'Test a webhook',
        description:
          'Sends a `webhook.test` event to the endpoint and returns the response received within ten seconds. Works even if ' +
          'the endpoint is disabled. Failed tests are not retried.',
        example: {
          request: onEndpoint,
          response: {
            success: true,
            delivery_id: '019ac2f5-55ee-7a1b-8c2d-3e4f5a6b7c8d',
            status_code: 200,
            error: null,
            duration_ms: 84,
          },
        },
      }),
    )
    .input(WebhookEndpointIdInput)
    .output(WebhookTestResult)
    .mutation(async ({ ctx, input }) => {
      await requireEndpoint(ctx.tenantContext.db, ctx.tenantContext.tenant.id, input.endpoint_id);
      return testWebhook(ctx.tenantContext, input.endpoint_id);
    }),
});
