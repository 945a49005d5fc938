import type { Command } from 'commander';
import { onApi } from '../../program/action.ts';
import { confirmOrThrow, UNASKED } from '../../program/ask.ts';
import type { CommandGroup } from '../../program/command-groups.ts';
import { withExamples } from '../../program/examples.ts';
import { localTime } from '../../program/formats.ts';
import { printList } from '../../program/listing.ts';
import { success, writeJson } from '../../program/output.ts';
import { addCalls } from './calls.ts';
import { addCreate, addUpdate } from './change.ts';
import { COLUMNS, findSubAccount, printSubAccount } from './columns.ts';

const NAMED = ['<sub-account>', 'sub-account slug or ID'] as const;

function addList(subAccounts: Command): void {
  const command = subAccounts.command('list').description('list sub-accounts');
  onApi(command, async ({ api, options }) => {
    const { sub_accounts } = await api.agency.subAccounts.list.query();
    await printList(options, sub_accounts, { columns: COLUMNS, none: 'No sub-accounts found.' });
  });
  withExamples(command, [['leadlock sub-accounts list', 'list sub-accounts']]);
}

function addShow(subAccounts: Command): void {
  const command = subAccounts
    .command('show')
    .description('show a sub-account')
    .argument(...NAMED);
  onApi<[string]>(command, async ({ api, options }, named) =>
    printSubAccount(options, await findSubAccount(api, named)),
  );
  withExamples(command, [['leadlock sub-accounts show harbor-plumbing', 'show a sub-account']]);
}

function addDelete(subAccounts: Command): void {
  const command = subAccounts
    .command('delete')
    .description('delete a sub-account; its calls stop and its data is kept')
    .argument(...NAMED)
    .option(...UNASKED);
  onApi<[string], { yes?: boolean }>(command, async ({ api, options }, named) => {
    const { id, name, slug } = await findSubAccount(api, named, { isExact: options.yes });
    await confirmOrThrow(`Delete the sub-account ${name} (${slug})?`, options.yes);
    await api.agency.subAccounts.delete.mutate({ sub_account_id: id });
    if (options.json) await writeJson({ id, deleted: true });
    else success(`Deleted ${name}`);
  });
  withExamples(command, [['leadlock sub-accounts delete harbor-plumbing', 'delete a sub-account']]);
}

function addSuspend(subAccounts: Command): void {
  const command = subAccounts
    .command('suspend')
    .description('suspend a sub-account: read-only, without calls, texts, or AI')
    .argument(...NAMED)
    .option('--reason <text>', 'reason shown to the sub-account')
    .option(...UNASKED);
  onApi<[string], { reason?: string; yes?: boolean }>(command, async ({ api, options }, named) => {
    const { id, name, slug } = await findSubAccount(api, named, { isExact: options.yes });
    await confirmOrThrow(`Suspend the sub-account ${name} (${slug})? Its calls will stop.`, options.yes);
    const suspended = await api.agency.subAccounts.suspend.mutate({ sub_account_id: id, reason: options.reason });
    if (options.json) await writeJson(suspended);
    else success(`Suspended ${name}`);
  });
  withExamples(command, [
    ['leadlock sub-accounts suspend harbor-plumbing --reason "Invoice overdue"', 'suspend a sub-account'],
  ]);
}

function addResume(subAccounts: Command): void {
  const command = subAccounts
    .command('resume')
    .description('resume a suspended sub-account')
    .argument(...NAMED);
  onApi<[string]>(command, async ({ api, options }, named) => {
    const { id, name } = await findSubAccount(api, named);
    const resumed = await api.agency.subAccounts.resume.mutate({ sub_account_id: id });
    if (options.json) await writeJson(resumed);
    else success(`Resumed ${name}`);
  });
  withExamples(command, [['leadlock sub-accounts resume harbor-plumbing', 'resume a sub-account']]);
}

function addInvite(subAccounts: Command): void {
  const command = subAccounts
    .command('invite')
    .description('invite the sub-account’s administrator to become its owner')
    .argument(...NAMED);
  onApi<[string]>(command, async ({ api, options }, named) => {
    const { id, name } = await findSubAccount(api, named);
    const invite = await api.agency.subAccounts.invite.mutate({ sub_account_id: id });
    if (options.json) await writeJson(invite);
    else success(`Invited ${invite.email} to ${name}. Expires ${localTime(invite.expires_at) ?? ''}.`);
  });
  withExamples(command, [['leadlock sub-accounts invite harbor-plumbing', 'invite the administrator']]);
}

export const group: CommandGroup = 'Your account';

/** `leadlock sub-accounts …` */
export function addCommands(program: Command): void {
  const subAccounts = program
    .command('sub-accounts')
    .helpCommand(false)
    .description('manage your agency’s sub-accounts');
  for (const add of [addList, addShow, addCalls, addCreate, addUpdate, addDelete, addSuspend, addResume, addInvite])
    add(subAccounts);
  withExamples(subAccounts, [['leadlock sub-accounts list', 'list sub-accounts']]);
}
