import { Option, type Command } from 'commander';
import type { ApiClient } from '../../api/trpc-client.ts';
import { onApi } from '../../program/action.ts';
import { usageError } from '../../program/cli-error.ts';
import { withExamples } from '../../program/examples.ts';
import { success, writeJson } from '../../program/output.ts';
import { findAgent } from '../agents/find-agent.ts';
import { findSubAccount } from '../sub-accounts/columns.ts';
import { findNumber, type PhoneNumber } from './numbers.ts';

interface AssignOptions {
  agent?: string;
  noAgent?: boolean;
  toSubAccount?: string;
  toAgency?: boolean;
}

async function assign(
  api: ApiClient,
  number: PhoneNumber,
  { agent, toSubAccount, toAgency }: AssignOptions,
): Promise<{ number: PhoneNumber; to: string }> {
  const phone_number_id = number.id;
  if (toSubAccount !== undefined || toAgency) {
    const account = toSubAccount === undefined ? null : await findSubAccount(api, toSubAccount);
    const assigned = await api.phoneNumbers.assign.mutate({ phone_number_id, sub_account_id: account?.id ?? null });
    return { number: assigned, to: account === null ? 'assigned to the agency' : `assigned to ${account.name}` };
  }
  const answering = agent === undefined ? null : await findAgent(api, agent);
  const updated = await api.phoneNumbers.update.mutate({ phone_number_id, agent_id: answering?.id ?? null });
  return { number: updated, to: answering === null ? 'unassigned' : `answered by ${answering.name}` };
}

/** An option of its own: commander would make `--no-agent` and `--agent` two ways to set one, of which the last wins. */
function noAgent(): Option {
  const option = new Option('--no-agent', 'unassign the agent');
  option.negate = false;
  return option;
}

/** `leadlock numbers assign` */
export function addNumbersAssign(numbers: Command): void {
  const command = numbers
    .command('assign')
    .description('assign a phone number to an agent or a sub-account')
    .argument('<number>', 'phone number, its name, or its ID')
    .option('--agent <agent>', 'agent name or ID')
    .addOption(noAgent())
    .option('--to-sub-account <sub-account>', 'sub-account slug or ID')
    .option('--to-agency', 'unassign the number from its sub-account');
  onApi<[string], AssignOptions>(command, async ({ api, options }, named) => {
    const { agent, noAgent, toSubAccount, toAgency } = options;
    const choices = [agent, noAgent, toSubAccount, toAgency].filter((choice) => choice !== undefined);
    if (choices.length !== 1) throw usageError('Use one of --agent, --no-agent, --to-sub-account, or --to-agency');
    // What rings nowhere or elsewhere from now on is not asked about.
    const found = await findNumber(api, named, { isExact: noAgent === true || toAgency === true });
    const { number, to } = await assign(api, found, options);
    if (options.json) await writeJson(number);
    else success(`${number.phone_number} is ${to}`);
  });
  withExamples(command, [
    ['leadlock numbers assign +14155550100 --agent "Front desk"', 'assign a number to an agent'],
    ['leadlock numbers assign +14155550100 --to-sub-account harbor-plumbing', 'assign a number to a sub-account'],
  ]);
}
