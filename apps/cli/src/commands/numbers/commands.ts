import type { Command } from 'commander';
import type { CommandGroup } from '../../program/command-groups.ts';
import { withExamples } from '../../program/examples.ts';
import { addNumbersAssign } from './assign.ts';
import { addNumbersImport } from './import.ts';
import { addNumbersList } from './list.ts';

export const group: CommandGroup = 'Your account';

/** `leadlock numbers …` */
export function addCommands(program: Command): void {
  const numbers = program.command('numbers').helpCommand(false).description('manage phone numbers');
  for (const add of [addNumbersList, addNumbersImport, addNumbersAssign]) add(numbers);
  withExamples(numbers, [['leadlock numbers list', 'list phone numbers']]);
}
