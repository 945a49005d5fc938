import { Option, type Command } from 'commander';
import type { Inputs, Outputs } from '../../api/trpc-client.ts';
import { onApi } from '../../program/action.ts';
import { withExamples } from '../../program/examples.ts';
import { localTime } from '../../program/formats.ts';
import { printList } from '../../program/listing.ts';
import { success, writeJson } from '../../program/output.ts';
import { noteLeftOut, readPages, withPages, type PageOptions } from '../../program/pages.ts';
import { failureOf, partlyDone } from '../../program/partly-done.ts';
import type { Column } from '../../program/table.ts';
import { styled } from '../../program/terminal-text.ts';

type Delivery = Outputs['outgoingWebhooks']['deliveries']['deliveries'][number];
type Status = NonNullable<NonNullable<Inputs['outgoingWebhooks']['deliveries']>['status']>;

const STATUSES = ['pending', 'delivered', 'failed'] as const satisfies Status[];
const COLORS = { pending: 'yellow', delivered: 'green', failed: 'red' } as const;

const COLUMNS: Column<Delivery>[] = [
  { title: 'ID', value: ({ id }) => id },
  { title: 'WHEN', value: ({ created_at }) => localTime(created_at), optional: 2 },
  { title: 'EVENT', value: ({ event_type }) => event_type },
  { title: 'STATE', value: ({ status }) => status, paint: (text, { status }) => styled(COLORS[status], text) },
  { title: 'ATTEMPTS', value: ({ attempts }) => attempts.length, align: 'right', optional: 1 },
  { title: 'ANSWER', value: ({ last_status_code, last_error }) => last_status_code ?? last_error, shrinks: true },
  { title: 'NEXT ATTEMPT', value: ({ next_attempt_at }) => localTime(next_attempt_at), optional: 1 },
];

/** `leadlock webhooks deliveries` */
export function addDeliveries(webhooks: Command): void {
  const command = withPages(
    webhooks
      .command('deliveries')
      .description('list webhook deliveries of the last 30 days, newest first')
      .addOption(new Option('--status <status>', 'filter by status').choices(STATUSES))
      .option('--event <type>', 'filter by event type, such as call.completed')
      .option('--webhook <id>', 'filter by webhook'),
  );
  onApi<[], PageOptions & { status?: Status; event?: string; webhook?: string }>(command, async ({ api, options }) => {
    const found = await readPages(options, async (page) => {
      const { status, event: event_type, webhook: endpoint_id } = options;
      const { deliveries, total } = await api.outgoingWebhooks.deliveries.query({
        status,
        event_type,
        endpoint_id,
        ...page,
      });
      return { items: deliveries, total };
    });
    await printList(options, found.items, { columns: COLUMNS, none: 'No deliveries found.' });
    noteLeftOut(found);
  });
  withExamples(command, [
    ['leadlock webhooks deliveries --status failed', 'list failed deliveries'],
    ["leadlock webhooks deliveries --json | jq '.[0].attempts'", 'show all attempts of the latest delivery'],
  ]);
}

/** `leadlock webhooks replay` */
export function addReplay(webhooks: Command): void {
  const command = webhooks
    .command('replay')
    .description('resend events to your webhook')
    .argument('<delivery...>', 'delivery IDs');
  onApi<[string[]]>(command, async ({ api, options }, ids) => {
    const replayed: (Delivery | { id: string; error: string })[] = [];
    try {
      for (const delivery_id of ids) {
        const delivery = await api.outgoingWebhooks.replay.mutate({ delivery_id }).catch((error: unknown) => {
          const reason = partlyDone(error, { done: replayed.length, all: ids.length });
          replayed.push({ id: delivery_id, ...failureOf(reason) });
          throw reason;
        });
        replayed.push(delivery);
        if (!options.json) success(`Resending ${delivery.event_type} (${delivery.id})`);
      }
    } finally {
      if (options.json) await writeJson(replayed);
    }
  });
  withExamples(command, [
    ['leadlock webhooks replay 019ac2f5-55ee-7a1b-8c2d-3e4f5a6b7c8d', 'resend a delivery'],
    [
      "leadlock webhooks deliveries --status failed --all --json | jq -r '.[].id' | xargs leadlock webhooks replay",
      'resend all failed deliveries',
    ],
  ]);
}
