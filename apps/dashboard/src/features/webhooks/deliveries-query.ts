import { trpc } from '#/api/trpc.ts';
import { offset, oneOf, optionalOneOf, optionalText } from '#/search/search-params.ts';
import { searchSchema, type SearchOf } from '#/search/search-schema.ts';

export const DELIVERIES_PAGE_SIZE = 25;

/** What is shown, as it stands in the address. */
export const WebhooksSearch = searchSchema({
  offset: offset(),
  tab: oneOf(['deliveries', 'events'], 'deliveries'),
  status: optionalOneOf(['pending', 'delivered', 'failed']),
  type: optionalText(),
});
export type WebhooksSearch = SearchOf<typeof WebhooksSearch>;

export const deliveriesQuery = ({ status, type, offset }: WebhooksSearch) =>
  trpc.outgoingWebhooks.deliveries.queryOptions({ status, event_type: type, limit: DELIVERIES_PAGE_SIZE, offset });
