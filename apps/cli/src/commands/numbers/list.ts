import type { Command } from 'commander';
import type { ApiClient, Outputs } from '../../api/trpc-client.ts';
import { onApi } from '../../program/action.ts';
import { withExamples } from '../../program/examples.ts';
import { dollars } from '../../program/formats.ts';
import { printList } from '../../program/listing.ts';
import type { Column } from '../../program/table.ts';
import type { PhoneNumber } from './numbers.ts';

type TwilioNumber = Outputs['phoneNumbers']['listTwilio']['numbers'][number];

const TWILIO_COLUMNS: Column<TwilioNumber>[] = [
  { title: 'SID', value: ({ sid }) => sid },
  { title: 'NUMBER', value: ({ phone_number }) => phone_number },
  { title: 'NAME', value: ({ friendly_name }) => friendly_name },
  { title: 'STATE', value: ({ status }) => status },
];

const columns = (agentNames: ReadonlyMap<string, string>): Column<PhoneNumber>[] => [
  { title: 'ID', value: ({ id }) => id },
  { title: 'NUMBER', value: ({ phone_number }) => phone_number },
  { title: 'NAME', value: ({ friendly_name }) => friendly_name, optional: 1 },
  {
    title: 'AGENT',
    value: ({ agent_id }) => (agent_id ? (agentNames.get(agent_id) ?? agent_id) : null),
    shrinks: true,
  },
  { title: 'SUB-ACCOUNT', value: ({ sub_account_name }) => sub_account_name, optional: 1 },
  { title: 'PER MONTH', value: ({ monthly_cost_cents }) => dollars(monthly_cost_cents), align: 'right', optional: 1 },
];

/** Names for the table, where there are agents to name; an agency itself has none and may not ask. */
async function agentNames(api: ApiClient, numbers: readonly PhoneNumber[]): Promise<ReadonlyMap<string, string>> {
  if (!numbers.some(({ agent_id, sub_account_id }) => agent_id && !sub_account_id)) return new Map();
  const { agents } = await api.agents.names.query({});
  return new Map(agents.map(({ id, name }) => [id, name]));
}

/** `leadlock numbers list` */
export function addNumbersList(numbers: Command): void {
  const command = numbers
    .command('list')
    .description('list phone numbers')
    .option('--twilio', 'list all numbers of the connected Twilio account');
  onApi<[], { twilio?: boolean }>(command, async ({ api, options }) => {
    if (options.twilio) {
      const { numbers } = await api.phoneNumbers.listTwilio.query();
      return printList(options, numbers, {
        columns: TWILIO_COLUMNS,
        none: 'No phone numbers found in the Twilio account.',
      });
    }
    const { phone_numbers } = await api.phoneNumbers.list.query({});
    const names = options.json ? new Map<string, string>() : await agentNames(api, phone_numbers);
    await printList(options, phone_numbers, {
      columns: columns(names),
      none: 'No phone numbers found. Import some with leadlock numbers import.',
    });
  });
  withExamples(command, [
    ['leadlock numbers list', 'list phone numbers'],
    ['leadlock numbers list --twilio', 'list numbers you can import'],
  ]);
}
