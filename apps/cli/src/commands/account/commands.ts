import type { Command } from 'commander';
import { onApi } from '../../program/action.ts';
import type { CommandGroup } from '../../program/command-groups.ts';
import { withExamples } from '../../program/examples.ts';
import { success, writeJson, writeLine } from '../../program/output.ts';

function addTimeZone(account: Command): void {
  const command = account
    .command('time-zone')
    .description('show or change the time zone in which days are counted: of calls, statistics and usage')
    .argument('[zone]', 'an IANA time zone, as America/New_York; shows the one that is set when left out');
  onApi<[string | undefined]>(command, async ({ api, options }, timezone) => {
    if (timezone === undefined) {
      const set = await api.timeZone.get.query();
      return options.json ? writeJson(set) : writeLine(set.timezone);
    }
    const set = await api.timeZone.set.mutate({ timezone });
    if (options.json) await writeJson(set);
    else success(`Days are counted in ${set.timezone}`);
  });
  withExamples(command, [
    ['leadlock account time-zone', 'show the time zone'],
    ['leadlock account time-zone Europe/Berlin', 'count days in another one'],
    ['leadlock account time-zone America/Chicago --sub-account harbor-plumbing', 'for a sub-account'],
  ]);
}

export const group: CommandGroup = 'Your account';

/** `leadlock account …` */
export function addCommands(program: Command): void {
  const account = program.command('account').helpCommand(false).description('settings of the account');
  addTimeZone(account);
  withExamples(account, [['leadlock account time-zone', 'show in which time zone days are counted']]);
}
