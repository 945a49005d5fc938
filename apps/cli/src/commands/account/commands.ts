import type { Command } from 'commander';
import { onApi } from '../../program/action.ts';
import type { CommandGroup } from '../../program/command-groups.ts';
import { withExamples } from '../../program/examples.ts';
import { success, writeJson, writeLine } from '../../program/output.ts';

function addTimeZone(account: Command): void {
  const command = account
    .command('time-zone')
    .description('show or set the time zone of calls, statistics, and usage')
    .argument('[zone]', 'IANA time zone, such as America/New_York; shows the current one if omitted');
  onApi<[string | undefined]>(command, async ({ api, options }, timezone) => {
    if (timezone === undefined) {
      const set = await api.timeZone.get.query();
      return options.json ? writeJson(set) : writeLine(set.timezone);
    }
    const set = await api.timeZone.set.mutate({ timezone });
    if (options.json) await writeJson(set);
    else success(`Time zone set to ${set.timezone}`);
  });
  withExamples(command, [
    ['leadlock account time-zone', 'show the time zone'],
    ['leadlock account time-zone Europe/Berlin', 'set the time zone'],
    ['leadlock account time-zone America/Chicago --sub-account harbor-plumbing', 'set it for a sub-account'],
  ]);
}

function addName(account: Command): void {
  const command = account
    .command('name')
    .description('show or change the name of the account')
    .argument('[name]', 'new name; shows the current one if omitted');
  onApi<[string | undefined]>(command, async ({ api, options }, wanted) => {
    const { name } =
      wanted === undefined ? await api.tenants.me.query() : await api.tenantSettings.update.mutate({ name: wanted });
    if (options.json) await writeJson({ name });
    else if (wanted === undefined) await writeLine(name);
    else success(`Account renamed to ${name}`);
  });
  withExamples(command, [
    ['leadlock account name', 'show the name'],
    ['leadlock account name "Harbor Plumbing"', 'change the name'],
  ]);
}

export const group: CommandGroup = 'Your account';

/** `leadlock account …` */
export function addCommands(program: Command): void {
  const account = program.command('account').helpCommand(false).description('account settings');
  addName(account);
  addTimeZone(account);
  withExamples(account, [['leadlock account time-zone', 'show the time zone']]);
}
