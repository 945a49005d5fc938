import type { Command } from 'commander';
import { withExamples } from '../../program/examples.ts';
import { addNumbersAssign } from './assign.ts';
import { addNumbersImport } from './import.ts';
import { addNumbersList } from './list.ts';

/** `leadlock numbers …` */
export function addNumbersCommands(program: Command): void {
  const numbers = program.command('numbers').helpCommand(false).description('phone numbers');
  for (const add of [addNumbersList, addNumbersImport, addNumbersAssign]) add(numbers);
  withExamples(numbers, [['leadlock numbers list', 'list your numbers']]);
}
