import type { Command } from 'commander';
import type { ApiClient, Outputs } from '../../api/trpc-client.ts';
import { onApi } from '../../program/action.ts';
import { confirmOrThrow, UNASKED } from '../../program/ask.ts';
import type { CommandGroup } from '../../program/command-groups.ts';
import { withExamples } from '../../program/examples.ts';
import { findOne } from '../../program/find-one.ts';
import { localTime } from '../../program/formats.ts';
import { printList } from '../../program/listing.ts';
import { success, warning, writeJson, writeLine } from '../../program/output.ts';
import { positiveInteger } from '../../program/pages.ts';
import type { Column } from '../../program/table.ts';

type ApiKey = Outputs['apiKeys']['list']['keys'][number];

const NAMED = 'key ID, name, or prefix';

/** How every key begins. */
const PREFIX_OF_ALL = 'sk_live_';

const COLUMNS: Column<ApiKey>[] = [
  { title: 'ID', value: ({ id }) => id },
  { title: 'NAME', value: ({ name }) => name, shrinks: true },
  { title: 'KEY', value: ({ key_prefix }) => `${key_prefix}…` },
  { title: 'STATE', value: stateOf },
  { title: 'LAST USED', value: ({ last_used_at }) => localTime(last_used_at), optional: 2 },
  { title: 'EXPIRES', value: ({ expires_at }) => localTime(expires_at), optional: 1 },
];

function stateOf({ is_active, expires_at }: ApiKey): string {
  if (!is_active) return 'revoked';
  return expires_at !== null && Date.parse(expires_at) <= Date.now() ? 'expired' : 'active';
}

/** The list shows `sk_live_abcd…`; as much of it as tells one key from the others is enough, with the dots or without. */
const isBeginning = (named: string, prefix: string): boolean =>
  named.length > PREFIX_OF_ALL.length && prefix.startsWith(named.replace(/…$/, ''));

/** All that the list shows of a key. */
const isShown = (named: string, prefix: string): boolean => named.replace(/…$/, '') === prefix;

async function findKey(api: ApiClient, named: string, isExact: boolean | undefined): Promise<ApiKey> {
  const { keys } = await api.apiKeys.list.query();
  const isIts = isExact ? isShown : isBeginning;
  const names = ({ name, key_prefix }: ApiKey) => [name, ...(isIts(named, key_prefix) ? [named] : [])];
  return findOne(keys, named, { what: 'API key', names, isExact });
}

function addList(keys: Command): void {
  const command = keys.command('list').description('list API keys, including revoked ones');
  onApi(command, async ({ api, options }) => {
    const { keys } = await api.apiKeys.list.query();
    await printList(options, keys, { columns: COLUMNS, none: 'No API keys found.' });
  });
  withExamples(command, [['leadlock keys list', 'list API keys']]);
}

function addCreate(keys: Command): void {
  const command = keys
    .command('create')
    .description('create an API key; the full key is shown only once')
    .argument('<name>', 'name of the key')
    .option('--expires-in-days <days>', 'days until the key expires (default: never)', positiveInteger);
  onApi<[string], { expiresInDays?: number }>(command, async ({ api, options }, name) => {
    const created = await api.apiKeys.create.mutate({ name, expires_in_days: options.expiresInDays });
    if (options.json) return writeJson(created);
    await writeLine(created.plaintext_key);
    warning('Store this key securely. It won’t be shown again.');
  });
  withExamples(command, [
    ['leadlock keys create Zapier', 'create an API key'],
    [
      'LEADLOCK_API_KEY=$(leadlock keys create ci --expires-in-days 90) make deploy',
      'create a temporary key for a script',
    ],
  ]);
}

function addRevoke(keys: Command): void {
  const command = keys
    .command('revoke')
    .description('revoke an API key; it stays in the list')
    .argument('<key>', NAMED)
    .option(...UNASKED);
  onApi<[string], { yes?: boolean }>(command, async ({ api, options }, named) => {
    const key = await findKey(api, named, options.yes);
    await confirmOrThrow(`Revoke the API key ${key.name} (${key.key_prefix}…)?`, options.yes);
    await api.apiKeys.revoke.mutate({ key_id: key.id });
    if (options.json) await writeJson({ id: key.id, revoked: true });
    else success(`Revoked ${key.name}`);
  });
  withExamples(command, [['leadlock keys revoke Zapier', 'revoke an API key']]);
}

function addDelete(keys: Command): void {
  const command = keys
    .command('delete')
    .description('revoke an API key and remove it from the list')
    .argument('<key>', NAMED)
    .option(...UNASKED);
  onApi<[string], { yes?: boolean }>(command, async ({ api, options }, named) => {
    const key = await findKey(api, named, options.yes);
    await confirmOrThrow(`Delete the API key ${key.name} (${key.key_prefix}…)?`, options.yes);
    await api.apiKeys.delete.mutate({ key_id: key.id });
    if (options.json) await writeJson({ id: key.id, deleted: true });
    else success(`Deleted ${key.name}`);
  });
  withExamples(command, [['leadlock keys delete Zapier --yes', 'delete an API key without confirmation']]);
}

export const group: CommandGroup = 'Your account';

/** `leadlock keys …` */
export function addCommands(program: Command): void {
  const keys = program.command('keys').helpCommand(false).description('manage API keys');
  for (const add of [addList, addCreate, addRevoke, addDelete]) add(keys);
  withExamples(keys, [['leadlock keys list', 'list API keys']]);
}
