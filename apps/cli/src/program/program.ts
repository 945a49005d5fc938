import { readdirSync } from 'node:fs';
import { Command } from 'commander';
import manifest from '../../package.json' with { type: 'json' };
import * as operator from '../operator/commands.ts';
import { COMMAND_GROUPS, type CommandGroup } from './command-groups.ts';
import { withExamples } from './examples.ts';
import { wantsJson } from './run-program.ts';
import { styledNote } from './terminal-text.ts';

/** What the `commands.ts` of a folder exports. */
interface CommandFolder {
  group: CommandGroup;
  addCommands(program: Command): void;
}

const COMMANDS = new URL('../commands/', import.meta.url);

const readFolder = (name: string): Promise<CommandFolder> => import(new URL(`${name}/commands.ts`, COMMANDS).href);

const folders = [operator, ...(await Promise.all(readdirSync(COMMANDS).toSorted().map(readFolder)))];

/** The whole command line, with no command run yet. */
export function createProgram(): Command {
  const program = new Command('leadlock')
    .description('AI agents for your phone numbers, from the command line')
    .option('--profile <name>', 'use the credentials of this profile (LEADLOCK_PROFILE)')
    .option('--sub-account <sub-account>', 'use one of your agency’s sub-accounts (slug or ID)')
    .option('--json', 'print JSON for scripts')
    .version(manifest.version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .showHelpAfterError('Run with --help for usage.')
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      // With --json the error is told as one object, in the end.
      outputError: (text, write) => {
        if (!wantsJson(process.argv)) write(text.replace(/^error:/, styledNote('red', 'Error:')));
      },
    })
    .exitOverride();
  withExamples(program, [
    ['leadlock login', 'log in'],
    ['leadlock agents list', 'list your agents'],
    ['leadlock calls tail', 'watch live calls'],
    ['source <(leadlock completion bash)', 'complete commands with the tab key; also zsh and fish'],
  ]);
  for (const group of COMMAND_GROUPS) {
    program.commandsGroup(`${group}:`);
    for (const folder of folders) if (folder.group === group) folder.addCommands(program);
  }
  program.helpCommand('help [command]', 'show help for a command');
  return program;
}
