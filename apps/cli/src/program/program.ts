import { Command } from 'commander';
import { addVersionCommand } from '../commands/version.ts';
import { addOperatorCommands } from '../operator/commands.ts';
import { withExamples } from './examples.ts';

/** The whole command line, with no command run yet. */
export function createProgram(): Command {
  const program = new Command('leadlock')
    .description('AI agents on your phone numbers, from the command line')
    .option('--profile <name>', 'use the credentials saved under this name (LEADLOCK_PROFILE)')
    .option('--sub-account <id or slug>', 'act in a sub-account of your agency')
    .option('--json', 'print JSON for scripts')
    .helpOption('-h, --help', 'show help')
    .helpCommand(false)
    .showHelpAfterError('Run with --help to see how it is used.')
    .configureHelp({ showGlobalOptions: true })
    .exitOverride();
  withExamples(program, [
    ['leadlock login', 'log in'],
    ['leadlock agents list', 'list your agents'],
  ]);
  addVersionCommand(program);
  program.commandsGroup('For operators:');
  addOperatorCommands(program);
  return program;
}
