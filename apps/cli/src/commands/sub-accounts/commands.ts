import type { Command } from 'commander';
import { onApi } from '../../program/action.ts';
import { confirmOrThrow, UNASKED } from '../../program/ask.ts';
import type { CommandGroup } from '../../program/command-groups.ts';
import { withExamples } from '../../program/examples.ts';
import { localTime } from '../../program/formats.ts';
import { printList } from '../../program/listing.ts';
import { success, writeJson } from '../../program/output.ts';
import { addCreate, addUpdate } from './change.ts';
import { COLUMNS, findSubAccount, printSubAccount } from './columns.ts';

const NAMED = ['<sub-account>', 'its slug or id'] as const;

function addList(subAccounts: Command): void {
  const command = subAccounts.command('list').description('list the sub-accounts of your agency');
  onApi(command, async ({ api, options }) => {
    const { sub_accounts } = await api.agency.subAccounts.list.query();
    await printList(options, sub_accounts, { columns: COLUMNS, none: 'There are no sub-accounts.' });
  });
  withExamples(command, [['leadlock sub-accounts list', 'list them']]);
}

function addShow(subAccounts: Command): void {
  const command = subAccounts
    .command('show')
    .description('show one sub-account')
    .argument(...NAMED);
  onApi<[string]>(command, async ({ api, options }, named) =>
    printSubAccount(options, await findSubAccount(api, named)),
  );
  withExamples(command, [['leadlock sub-accounts show harbor-plumbing', 'show one']]);
}

function addDelete(subAccounts: Command): void {
  const command = subAccounts
    .command('delete')
    .description('close a sub-account: it takes and makes no calls any more; what it has stays')
    .argument(...NAMED)
    .option(...UNASKED);
  onApi<[string], { yes?: boolean }>(command, async ({ api, options }, named) => {
    const { id, name, slug } = await findSubAccount(api, named, { isExact: options.yes });
    await confirmOrThrow(`Delete the sub-account ${name} (${slug})?`, options.yes);
    await api.agency.subAccounts.delete.mutate({ sub_account_id: id });
    if (options.json) await writeJson({ id, deleted: true });
    else success(`Deleted ${name}`);
  });
  withExamples(command, [['leadlock sub-accounts delete harbor-plumbing', 'close one']]);
}

function addSuspend(subAccounts: Command): void {
  const command = subAccounts
    .command('suspend')
    .description('let a sub-account read everything and do nothing that costs money')
    .argument(...NAMED)
    .option('--reason <text>', 'shown to the sub-account')
    .option(...UNASKED);
  onApi<[string], { reason?: string; yes?: boolean }>(command, async ({ api, options }, named) => {
    const { id, name, slug } = await findSubAccount(api, named, { isExact: options.yes });
    await confirmOrThrow(`Suspend the sub-account ${name} (${slug})? Its calls stop.`, options.yes);
    const suspended = await api.agency.subAccounts.suspend.mutate({ sub_account_id: id, reason: options.reason });
    if (options.json) await writeJson(suspended);
    else success(`Suspended ${name}`);
  });
  withExamples(command, [['leadlock sub-accounts suspend harbor-plumbing --reason "Invoice overdue"', 'suspend one']]);
}

function addResume(subAccounts: Command): void {
  const command = subAccounts
    .command('resume')
    .description('end the suspension of a sub-account')
    .argument(...NAMED);
  onApi<[string]>(command, async ({ api, options }, named) => {
    const { id, name } = await findSubAccount(api, named);
    const resumed = await api.agency.subAccounts.resume.mutate({ sub_account_id: id });
    if (options.json) await writeJson(resumed);
    else success(`Resumed ${name}`);
  });
  withExamples(command, [['leadlock sub-accounts resume harbor-plumbing', 'let one work again']]);
}

function addInvite(subAccounts: Command): void {
  const command = subAccounts
    .command('invite')
    .description('send the sub-account’s administrator an invitation to become its owner')
    .argument(...NAMED);
  onApi<[string]>(command, async ({ api, options }, named) => {
    const { id, name } = await findSubAccount(api, named);
    const invite = await api.agency.subAccounts.invite.mutate({ sub_account_id: id });
    if (options.json) await writeJson(invite);
    else success(`Invited ${invite.email} to ${name}, until ${localTime(invite.expires_at) ?? ''}`);
  });
  withExamples(command, [['leadlock sub-accounts invite harbor-plumbing', 'invite its administrator']]);
}

export const group: CommandGroup = 'Your account';

/** `leadlock sub-accounts …` */
export function addCommands(program: Command): void {
  const subAccounts = program.command('sub-accounts').helpCommand(false).description('the sub-accounts of your agency');
  for (const add of [addList, addShow, addCreate, addUpdate, addDelete, addSuspend, addResume, addInvite])
    add(subAccounts);
  withExamples(subAccounts, [['leadlock sub-accounts list', 'list them']]);
}
