import { trpc } from '#/api/trpc.ts';
import { offset, oneOf, optionalOneOf, optionalText } from '#/search/search-params.ts';
import { searchSchema, type SearchOf } from '#/search/search-schema.ts';

export const DELIVERIES_PAGE_SIZE = 25;
/** Deliveries are tried again, and new ones come, while somebody looks. */
export const POLL_MS = 5_000;

/** What is shown, as it stands in the address. */
export const WebhooksSearch = searchSchema({
  offset: offset(),
  tab: oneOf(['deliveries', 'events'], 'deliveries'),
  status: optionalOneOf(['pending', 'delivered', 'failed']),
  type: optionalText(),
  /** Of one webhook. */
  endpoint: optionalText(),
  /** The one that is open. */
  delivery: optionalText(),
});
export type WebhooksSearch = SearchOf<typeof WebhooksSearch>;

export const deliveriesQuery = ({ status, type, endpoint, offset }: Omit<WebhooksSearch, 'delivery'>) =>
  trpc.outgoingWebhooks.deliveries.queryOptions({
    status,
    event_type: type,
    endpoint_id: endpoint,
    limit: DELIVERIES_PAGE_SIZE,
    offset,
  });

export const deliveryQuery = (id: string) => trpc.outgoingWebhooks.delivery.queryOptions({ delivery_id: id });
