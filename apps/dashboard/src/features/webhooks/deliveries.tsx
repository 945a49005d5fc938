import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { inBackground } from '#/in-background.ts';
import { toApiError } from '#/api/api-error.ts';
import { trpc } from '#/api/trpc.ts';
import { DataTable, type Column } from '#/components/ui/data-table.tsx';
import { EmptyState } from '#/components/ui/empty-state.tsx';
import { Pagination } from '#/components/ui/pagination.tsx';
import { Select } from '#/components/ui/select.tsx';
import { Time } from '#/components/ui/time.tsx';
import { DELIVERIES_PAGE_SIZE, deliveriesQuery, POLL_MS } from './deliveries-query.ts';
import { DeliverySheet } from './delivery-sheet.tsx';
import { DeliveryStatus, STATUS_OPTIONS, type Delivery } from './delivery-status.tsx';
import { eventName } from './event-name.ts';
import type { Webhook } from './webhook.ts';

const ANY = 'any';
const route = getRouteApi('/_app/settings/webhooks');

const columnsOf = (webhooks: readonly Webhook[]): Column<Delivery>[] => [
  {
    id: 'event',
    header: 'Event',
    cell: (delivery) => <span className="font-mono text-xs">{delivery.event_type}</span>,
  },
  ...(webhooks.length > 1
    ? [
        {
          id: 'webhook',
          header: 'Webhook',
          cell: ({ endpoint_id }: Delivery) => (
            <span className="line-clamp-1 max-w-72 break-all text-muted">
              {webhooks.find(({ id }) => id === endpoint_id)?.url ?? 'Deleted'}
            </span>
          ),
        },
      ]
    : []),
  { id: 'status', header: 'Status', mobile: 'aside', cell: ({ status }) => <DeliveryStatus status={status} /> },
  {
    id: 'answer',
    header: 'Last response',
    cell: ({ last_status_code, last_error }) => (
      <span className="line-clamp-1 max-w-72 text-muted">{last_status_code ?? last_error ?? '—'}</span>
    ),
  },
  { id: 'attempts', header: 'Attempts', align: 'end', cell: ({ attempts }) => attempts.length },
  { id: 'when', header: 'When', cell: ({ created_at }) => <Time value={created_at} /> },
];

/** The events that were sent, or are still being sent. */
export function Deliveries({ webhooks }: { webhooks: readonly Webhook[] }) {
  const search = route.useSearch();
  const { status, type, endpoint, offset } = search;
  const navigate = route.useNavigate();
  const manifest = useQuery(trpc.outgoingWebhooks.events.queryOptions());
  const list = useQuery({
    ...deliveriesQuery(search),
    placeholderData: keepPreviousData,
    refetchInterval: POLL_MS,
  });
  const open = (delivery: string | undefined): void =>
    inBackground(navigate({ search: (old) => ({ ...old, delivery }), resetScroll: false }));
  const filtered = status !== undefined || type !== undefined || endpoint !== undefined;
  const hasNone = list.data?.total === 0 && !filtered && offset === 0 && !list.isPlaceholderData;
  return (
    <>
      <DataTable
        label="Deliveries"
        columns={columnsOf(webhooks)}
        rows={list.data?.deliveries}
        rowId={(delivery) => delivery.id}
        onRowClick={({ id }) => open(id)}
        busy={list.isPlaceholderData}
        error={list.error && toApiError(list.error).message}
        onRetry={() => void list.refetch()}
        toolbar={
          hasNone ? undefined : (
            <div className="grid grid-cols-2 gap-2 sm:flex">
              <div className="sm:w-40">
                <Select
                  aria-label="Status"
                  options={[{ value: ANY, label: 'Any status' }, ...STATUS_OPTIONS]}
                  value={status ?? ANY}
                  onValueChange={(value) =>
                    void navigate({
                      search: (old) => ({
                        ...old,
                        offset: 0,
                        status: value === ANY ? undefined : (value as Delivery['status']),
                      }),
                    })
                  }
                />
              </div>
              <div className="sm:w-56">
                <Select
                  aria-label="Event"
                  options={[
                    { value: ANY, label: 'Any event' },
                    ...(manifest.data?.events ?? []).map((event) => ({
                      value: event.type,
                      label: eventName(event.type),
                    })),
                  ]}
                  value={type ?? ANY}
                  onValueChange={(value) =>
                    void navigate({ search: (old) => ({ ...old, offset: 0, type: value === ANY ? undefined : value }) })
                  }
                />
              </div>
              {(webhooks.length > 1 || endpoint !== undefined) && (
                <div className="max-sm:col-span-2 sm:w-72">
                  <Select
                    aria-label="Webhook"
                    options={[
                      { value: ANY, label: 'Any webhook' },
                      ...webhooks.map(({ id, url }) => ({ value: id, label: url })),
                    ]}
                    value={endpoint ?? ANY}
                    onValueChange={(value) =>
                      void navigate({
                        search: (old) => ({ ...old, offset: 0, endpoint: value === ANY ? undefined : value }),
                      })
                    }
                  />
                </div>
              )}
            </div>
          )
        }
        onFirstPage={offset > 0 ? () => void navigate({ search: (old) => ({ ...old, offset: 0 }) }) : undefined}
        empty={
          <EmptyState
            picture={filtered ? 'search' : 'log'}
            title={filtered ? 'No deliveries match these filters' : 'No deliveries yet'}
            text={filtered ? undefined : 'Add a webhook and send a test event, or wait for the next call.'}
          />
        }
        footer={
          list.data && (
            <Pagination
              offset={offset}
              limit={DELIVERIES_PAGE_SIZE}
              total={list.data.total}
              onOffsetChange={(next) => void navigate({ search: (old) => ({ ...old, offset: next }) })}
            />
          )
        }
      />
      {search.delivery !== undefined && <DeliverySheet id={search.delivery} onClose={() => open(undefined)} />}
    </>
  );
}
