import type { Command } from 'commander';
import type { CommandGroup } from '../../program/command-groups.ts';
import { withExamples } from '../../program/examples.ts';
import { addCallsExport } from './export.ts';
import { addCallsList } from './list.ts';
import { addCallsListen } from './listen.ts';
import { addCallsPlay } from './play.ts';
import { addCallsShow } from './show.ts';
import { addCallsTail } from './tail.ts';

export const group: CommandGroup = 'Your account';

/** `leadlock calls …` */
export function addCommands(program: Command): void {
  const calls = program.command('calls').helpCommand(false).description('manage past and live calls');
  for (const add of [addCallsList, addCallsShow, addCallsTail, addCallsListen, addCallsExport, addCallsPlay])
    add(calls);
  withExamples(calls, [
    ['leadlock calls list', 'list recent calls'],
    ['leadlock calls tail', 'watch live calls'],
  ]);
}
