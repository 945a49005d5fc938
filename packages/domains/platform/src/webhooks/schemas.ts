import { Id } from '@leadlock/core/id';
import { COUNTED_TOTAL, OffsetPage } from '@leadlock/core/offset-page';
import { displayName } from '@leadlock/core/display-name';
import { z } from 'zod';
import { EVENT_TYPES } from '../events/event-types.ts';

export const TenantUpdate = z
  .object({
    name: displayName(200).nullish().meta({ description: 'Null leaves the name unchanged.' }),
    webhook_url: z
      .string()
      .nullish()
      .meta({
        description:
          'An http or https URL. A user name and password in it are sent as HTTP Basic authentication and returned as ' +
          '`********`; send that value back to keep them. Null removes the URL and disables the webhook.',
      }),
    webhook_enabled: z.boolean().nullish().meta({ description: 'Requires a URL. Null leaves it unchanged.' }),
    ghl_conversation_sync_enabled: z.boolean().nullish().meta({
      description: 'Whether calls and texts appear in GoHighLevel conversations. Null leaves it unchanged.',
    }),
  })
  .meta({ id: 'TenantUpdate', description: 'Omitted fields stay unchanged.' });
export type TenantUpdate = z.infer<typeof TenantUpdate>;

export const WebhookSettingsResponse = z
  .object({
    webhook_url: z.string().nullable(),
    webhook_secret: z.string().nullable().meta({
      description: 'Signs the events (Standard Webhooks, `whsec_…`). Null before a URL is set, and for members.',
    }),
    webhook_enabled: z.boolean().default(false),
    ghl_conversation_sync_enabled: z.boolean().default(false),
  })
  .meta({ id: 'WebhookSettingsResponse', description: 'The account’s webhook settings.' });
export type WebhookSettingsResponse = z.infer<typeof WebhookSettingsResponse>;

export const RotatedWebhookSecret = z
  .object({
    webhook_secret: z.string().meta({ description: 'The new secret (`whsec_…`).' }),
    previous_secret_until: z
      .string()
      .meta({ description: 'Until then, events also carry a signature of the old secret.' }),
  })
  .meta({ id: 'RotatedWebhookSecret', description: 'A new signing secret.' });
export type RotatedWebhookSecret = z.infer<typeof RotatedWebhookSecret>;

export const WebhookTestResult = z
  .object({
    success: z.boolean().meta({ description: 'Whether the endpoint returned a status from 200 to 299.' }),
    delivery_id: z.string(),
    status_code: z.int().nullable().meta({ description: 'Null if the endpoint didn’t respond.' }),
    error: z.string().nullable(),
    duration_ms: z.int().nullable(),
  })
  .meta({ id: 'WebhookTestResult' });
export type WebhookTestResult = z.infer<typeof WebhookTestResult>;

export const WebhookEventManifest = z
  .object({
    events: z.array(
      z.object({
        type: z.string(),
        description: z.string(),
        schema: z.record(z.string(), z.unknown()).meta({ description: 'JSON Schema of the body.' }),
      }),
    ),
  })
  .meta({ id: 'WebhookEventManifest', description: 'The events a webhook can receive.' });
export type WebhookEventManifest = z.infer<typeof WebhookEventManifest>;

/** In an account. */
export const MOST_ENDPOINTS = 10;

/** A test goes to the endpoint that it is asked for. */
const EndpointEvents = z
  .array(z.enum(EVENT_TYPES.filter((type) => type !== 'webhook.test')))
  .min(1)
  .max(50)
  .nullable()
  .meta({ description: 'The types of events to send. Null sends all, including those added later.' });

const EndpointUrl = z
  .string()
  .max(2_048)
  .meta({
    description:
      'An http or https URL. A user name and password in it are sent as HTTP Basic authentication and returned as ' +
      '`********`; send that value back to keep them.',
  });

export const WebhookEndpointResponse = z
  .object({
    id: z.string(),
    url: z.string(),
    events: z.array(z.string()).nullable().meta({ description: 'Null: all.' }),
    enabled: z.boolean(),
    secret: z.string().meta({ description: 'Signs the events (Standard Webhooks, `whsec_…`).' }),
    failing_since: z.string().nullable().meta({ description: 'The first failure since the last success.' }),
    disabled_at: z.string().nullable().meta({ description: 'When it was disabled because it kept failing.' }),
    created_at: z.string(),
  })
  .meta({ id: 'WebhookEndpointResponse', description: 'A URL that receives events.' });
export type WebhookEndpointResponse = z.infer<typeof WebhookEndpointResponse>;

export const WebhookEndpointList = z
  .object({ endpoints: z.array(WebhookEndpointResponse), total: z.int() })
  .meta({ id: 'WebhookEndpointList' });
export type WebhookEndpointList = z.infer<typeof WebhookEndpointList>;

export const CreateWebhookEndpoint = z
  .object({ url: EndpointUrl, events: EndpointEvents.optional(), enabled: z.boolean().default(true) })
  .meta({ id: 'CreateWebhookEndpoint', description: 'A new webhook.' });
export type CreateWebhookEndpoint = z.output<typeof CreateWebhookEndpoint>;

export const UpdateWebhookEndpoint = z
  .object({ url: EndpointUrl.optional(), events: EndpointEvents.optional(), enabled: z.boolean().optional() })
  .meta({ id: 'UpdateWebhookEndpoint', description: 'Omitted fields stay unchanged.' });
export type UpdateWebhookEndpoint = z.output<typeof UpdateWebhookEndpoint>;

export const WebhookEndpointIdInput = z.object({ endpoint_id: Id });

const WebhookAttempt = z
  .object({
    attempt: z.int().meta({ description: 'Also sent in the `Leadlock-Attempt` header.' }),
    url: z.string(),
    started_at: z.string(),
    finished_at: z
      .string()
      .nullable()
      .meta({ description: 'Null while the attempt is running or if it was interrupted.' }),
    duration_ms: z.int().nullable(),
    status_code: z.int().nullable(),
    error: z.string().nullable(),
    response_excerpt: z.string().nullable().meta({ description: 'The beginning of the response.' }),
  })
  .meta({ id: 'WebhookAttempt' });

const DeliveryStatus = z.enum(['pending', 'delivered', 'failed']);

export const WebhookDelivery = z
  .object({
    id: z.string(),
    endpoint_id: z.string(),
    event_id: z.string().meta({ description: 'Sent in the `webhook-id` header. The same in every attempt.' }),
    event_type: z.string(),
    status: DeliveryStatus,
    next_attempt_at: z.string().nullable(),
    delivered_at: z.string().nullable(),
    last_status_code: z.int().nullable(),
    last_error: z.string().nullable(),
    created_at: z.string(),
    attempts: z.array(WebhookAttempt),
  })
  .meta({
    id: 'WebhookDelivery',
    description: 'An event for one of the account’s webhooks, with all delivery attempts.',
  });
export type WebhookDelivery = z.infer<typeof WebhookDelivery>;

export const WebhookDeliveryDetail = WebhookDelivery.extend({
  body: z.string().meta({ description: 'The exact body of every attempt, as used for the signatures.' }),
}).meta({ id: 'WebhookDeliveryDetail', description: 'A delivery with all attempts and its body.' });
export type WebhookDeliveryDetail = z.infer<typeof WebhookDeliveryDetail>;

export const WebhookDeliveryList = z
  .object({ deliveries: z.array(WebhookDelivery), total: z.int().meta({ description: COUNTED_TOTAL }) })
  .meta({ id: 'WebhookDeliveryList' });
export type WebhookDeliveryList = z.infer<typeof WebhookDeliveryList>;

export const ListWebhookDeliveriesInput = z.object({
  status: DeliveryStatus.optional(),
  event_type: z.string().optional(),
  endpoint_id: Id.optional(),
  ...OffsetPage,
});
export type ListWebhookDeliveriesInput = z.infer<typeof ListWebhookDeliveriesInput>;

export const WatchEventsInput = z.object({
  after: z.guid().toLowerCase().optional().meta({ description: 'An event ID. Later events are sent first.' }),
  last_event_id: z
    .guid()
    .toLowerCase()
    .optional()
    .meta({ description: 'Sent by clients that reconnect. Takes precedence over `after`.' }),
});

export const WebhookDeliveryIdInput = z.object({ delivery_id: Id });
