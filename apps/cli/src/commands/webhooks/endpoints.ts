import type { Command } from 'commander';
import type { ApiClient, Inputs, Outputs } from '../../api/trpc-client.ts';
import { onApi } from '../../program/action.ts';
import { confirmOrThrow, UNASKED } from '../../program/ask.ts';
import { CliError, usageError } from '../../program/cli-error.ts';
import { EXIT } from '../../program/exit-codes.ts';
import { withExamples } from '../../program/examples.ts';
import { findOne } from '../../program/find-one.ts';
import { localTime } from '../../program/formats.ts';
import { printList } from '../../program/listing.ts';
import { success, writeJson } from '../../program/output.ts';
import type { Column } from '../../program/table.ts';

type Endpoint = Omit<Outputs['webhookEndpoints']['list']['endpoints'][number], 'secret'>;
type Events = Inputs['webhookEndpoints']['create']['events'];

const ALL = 'all';
const stateOf = ({ enabled, failing_since }: Endpoint): string =>
  enabled ? (failing_since === null ? 'enabled' : 'failing') : 'disabled';

const COLUMNS: Column<Endpoint>[] = [
  { title: 'ID', value: ({ id }) => id },
  { title: 'URL', value: ({ url }) => url, shrinks: true },
  { title: 'EVENTS', value: ({ events }) => events?.join(', ') ?? ALL, optional: 1, shrinks: true },
  { title: 'STATE', value: stateOf },
  { title: 'CREATED', value: ({ created_at }) => localTime(created_at), optional: 2 },
];

/** `call.completed,call.failed`, or `all`. The API says which there are. */
const eventsFrom = (text: string | undefined): Events =>
  text === undefined ? undefined : text === ALL ? null : (text.split(',').map((type) => type.trim()) as Events);

async function findEndpoint(api: ApiClient, named: string, isExact = false): Promise<Endpoint> {
  const { endpoints } = await api.webhookEndpoints.list.query();
  return findOne(endpoints, named, { what: 'webhook', names: ({ url }) => [url], isExact });
}

/** `leadlock webhooks list` */
export function addList(webhooks: Command): void {
  const command = webhooks.command('list').description('list webhooks');
  onApi(command, async ({ api, options }) => {
    const { endpoints } = await api.webhookEndpoints.list.query();
    // Lists end up in logs.
    const shown = endpoints.map(({ secret: _secret, ...endpoint }) => endpoint);
    await printList(options, shown, { columns: COLUMNS, none: 'No webhooks found.' });
  });
  withExamples(command, [['leadlock webhooks list', 'list webhooks']]);
}

/** `leadlock webhooks create` */
export function addCreate(webhooks: Command): void {
  const command = webhooks
    .command('create')
    .description('add a webhook and print its signing secret')
    .argument('<url>', 'URL of your server, which must respond to a test event')
    .option('--events <types>', 'comma-separated event types (default: all)')
    .option('--disabled', 'send no events yet');
  onApi<[string], { events?: string; disabled?: boolean }>(command, async ({ api, options }, url) => {
    const { events, disabled = false } = options;
    const created = await api.webhookEndpoints.create.mutate({ url, events: eventsFrom(events), enabled: !disabled });
    if (options.json) return writeJson(created);
    success(`Created ${created.id}. Signing secret: ${created.secret}`);
  });
  withExamples(command, [
    [
      'leadlock webhooks create https://example.com/hook --events call.completed,call.failed',
      'send two types of events to a server',
    ],
  ]);
}

interface UpdateOptions {
  url?: string;
  events?: string;
  enable?: boolean;
  disable?: boolean;
}

/** `leadlock webhooks update` */
export function addUpdate(webhooks: Command): void {
  const command = webhooks
    .command('update')
    .description('change the URL or events of a webhook, or enable or disable it')
    .argument('<webhook>', 'URL or ID')
    .option('--url <url>', 'new URL, which must respond to a test event')
    .option('--events <types>', `comma-separated event types, or ${ALL}`)
    .option('--enable', 'send events')
    .option('--disable', 'send no events');
  onApi<[string], UpdateOptions>(command, async ({ api, options }, named) => {
    const { url, events, enable, disable } = options;
    if (enable && disable) throw usageError('--enable and --disable can’t be combined');
    const enabled = enable ? true : disable ? false : undefined;
    if (url === undefined && events === undefined && enabled === undefined) {
      throw usageError('Nothing to change', 'Use --url, --events, --enable, or --disable.');
    }
    const { id } = await findEndpoint(api, named);
    const changes = { url, events: eventsFrom(events), enabled };
    const updated = await api.webhookEndpoints.update.mutate({ endpoint_id: id, ...changes });
    if (options.json) return writeJson(updated);
    success(`Updated ${updated.url} (${stateOf(updated)})`);
  });
  withExamples(command, [['leadlock webhooks update https://example.com/hook --disable', 'disable a webhook']]);
}

/** `leadlock webhooks test` */
export function addTest(webhooks: Command): void {
  const command = webhooks
    .command('test')
    .description('send a test event to a webhook')
    .argument('<webhook>', 'URL or ID');
  onApi<[string]>(command, async ({ api, options }, named) => {
    const { id, url } = await findEndpoint(api, named);
    const result = await api.webhookEndpoints.test.mutate({ endpoint_id: id });
    if (options.json) await writeJson(result);
    else if (result.success) success(`${url} responded with ${result.status_code} in ${result.duration_ms} ms`);
    if (!result.success) throw new CliError(result.error ?? 'The test failed', { exitCode: EXIT.failed });
  });
  withExamples(command, [['leadlock webhooks test https://example.com/hook', 'send a test event']]);
}

/** `leadlock webhooks rotate-secret` */
export function addRotateSecret(webhooks: Command): void {
  const command = webhooks
    .command('rotate-secret')
    .description('replace the signing secret of a webhook; the old one works for 24 hours')
    .argument('<webhook>', 'URL or ID');
  onApi<[string]>(command, async ({ api, options }, named) => {
    const { id } = await findEndpoint(api, named);
    const rotated = await api.webhookEndpoints.rotateSecret.mutate({ endpoint_id: id });
    if (options.json) return writeJson(rotated);
    success(`New signing secret: ${rotated.webhook_secret}`);
  });
  withExamples(command, [['leadlock webhooks rotate-secret https://example.com/hook', 'replace a signing secret']]);
}

/** `leadlock webhooks delete` */
export function addDelete(webhooks: Command): void {
  const command = webhooks
    .command('delete')
    .description('delete a webhook')
    .argument('<webhook>', 'URL or ID')
    .option(...UNASKED);
  onApi<[string], { yes?: boolean }>(command, async ({ api, options }, named) => {
    const { id, url } = await findEndpoint(api, named, options.yes);
    await confirmOrThrow(`Delete the webhook ${url}?`, options.yes);
    await api.webhookEndpoints.delete.mutate({ endpoint_id: id });
    if (options.json) await writeJson({ id, deleted: true });
    else success(`Deleted ${url}`);
  });
  withExamples(command, [['leadlock webhooks delete https://example.com/hook', 'delete a webhook']]);
}
