import { Command } from 'commander';
import manifest from '../../package.json' with { type: 'json' };
import { addAccountCommands } from '../commands/account/commands.ts';
import { addAgentsCommands } from '../commands/agents/commands.ts';
import { addLoginCommand } from '../commands/auth/login.ts';
import { addLogoutCommand } from '../commands/auth/logout.ts';
import { addWhoamiCommand } from '../commands/auth/whoami.ts';
import { addCallCommand } from '../commands/call/call.ts';
import { addCallsCommands } from '../commands/calls/commands.ts';
import { addCompletionCommand } from '../commands/completion/commands.ts';
import { addKeysCommands } from '../commands/keys/commands.ts';
import { addMembersCommands } from '../commands/members/commands.ts';
import { addNumbersCommands } from '../commands/numbers/commands.ts';
import { addSubAccountsCommands } from '../commands/sub-accounts/commands.ts';
import { addWebhooksCommands } from '../commands/webhooks/commands.ts';
import { addOperatorCommands } from '../operator/commands.ts';
import { withExamples } from './examples.ts';
import { wantsJson } from './run-program.ts';
import { styledNote } from './terminal-text.ts';

/** The whole command line, with no command run yet. */
export function createProgram(): Command {
  const program = new Command('leadlock')
    .description('AI agents on your phone numbers, from the command line')
    .option('--profile <name>', 'use the credentials saved under this name (LEADLOCK_PROFILE)')
    .option('--sub-account <sub-account>', 'act in a sub-account of your agency, by slug or id')
    .option('--json', 'print JSON for scripts')
    .version(manifest.version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .showHelpAfterError('Run with --help to see how it is used.')
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
    ['leadlock calls tail', 'watch the calls'],
    ['source <(leadlock completion bash)', 'complete commands with the tab key; also zsh and fish'],
  ]);
  program.commandsGroup('You:');
  addLoginCommand(program);
  addLogoutCommand(program);
  addWhoamiCommand(program);
  program.commandsGroup('Your account:');
  addAccountCommands(program);
  addAgentsCommands(program);
  addCallsCommands(program);
  addCallCommand(program);
  addNumbersCommands(program);
  addKeysCommands(program);
  addMembersCommands(program);
  addSubAccountsCommands(program);
  addWebhooksCommands(program);
  program.commandsGroup('For operators:');
  addOperatorCommands(program);
  program.commandsGroup('Help:');
  addCompletionCommand(program);
  program.helpCommand('help [command]', 'show help for a command');
  return program;
}
