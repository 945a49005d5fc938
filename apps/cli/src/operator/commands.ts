import { InvalidArgumentError, Option, type Command } from 'commander';
import { onLocal } from '../program/action.ts';
import type { CommandGroup } from '../program/command-groups.ts';
import { withExamples } from '../program/examples.ts';
import type { LlmOptions } from './run-llm.ts';
import type { CreateUserOptions } from './run-create-user.ts';
import { VARIABLES_OPTION } from './variables.ts';

const DEFAULT_TIMEOUT_SECONDS = '5';

function seconds(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value <= 600)) throw new InvalidArgumentError('It must be a number of seconds, 600 at most.');
  return value;
}

function addDoctorCommand(program: Command): void {
  const command = program
    .command('doctor')
    .description('look at an installation from the machine it runs on, and say what is wrong and what to do about it')
    .option(...VARIABLES_OPTION)
    .addOption(
      new Option('--timeout <seconds>', 'how long one answer may take')
        .argParser(seconds)
        .default(seconds(DEFAULT_TIMEOUT_SECONDS), DEFAULT_TIMEOUT_SECONDS),
    );
  onLocal<[], { variables?: string; timeout: number }>(command, async (options) =>
    (await import('./run-doctor.ts')).runDoctor(options),
  );
  withExamples(command, [
    ['leadlock doctor', 'with the environment of the services'],
    ['leadlock doctor --variables .data/services.env', 'what `npm start` runs in this folder'],
    ['leadlock doctor --json | jq \'.findings[] | select(.status == "failed")\'', 'only what is broken'],
  ]);
}

function addLlmCommand(program: Command): void {
  const command = program
    .command('llm')
    .description('ask a language model a question, with the keys of the services, and see what it costs')
    .argument('<question>', 'what to ask')
    .requiredOption('--model <model>', 'vendor/model, or an id that agents can be set to')
    .option('--instructions <text>', 'what the model is told to be and do')
    .option('--stream', 'print the answer while it is written')
    .option(...VARIABLES_OPTION)
    .addOption(
      new Option('--timeout <seconds>', 'how long the answer may take').argParser(seconds).default(seconds('60'), '60'),
    );
  onLocal<[string], LlmOptions>(command, async (options, question) =>
    (await import('./run-llm.ts')).runLlm(question, options),
  );
  withExamples(command, [
    [
      "leadlock llm 'Are you there?' --model anthropic/claude-haiku-4-5-20251001",
      'with the environment of the services',
    ],
    [
      "leadlock llm 'Are you there?' --model local/llama3.3 --stream --variables docker/.env",
      'the server of LOCAL_LLM_URL',
    ],
  ]);
}

function addMigrateCommand(program: Command): void {
  const command = program
    .command('migrate')
    .description('bring the database up to date, while the services go on')
    .option(...VARIABLES_OPTION)
    .addOption(
      new Option('--status', 'only say what is applied and what is not; exit code 5 when something is not').conflicts(
        'dryRun',
      ),
    )
    .option('--dry-run', 'only say what would be applied');
  onLocal<[], { variables?: string; status?: boolean; dryRun?: boolean }>(command, async (options) =>
    (await import('./run-migrate.ts')).runMigrate(options),
  );
  withExamples(command, [
    ['leadlock migrate --status', 'see how the database stands'],
    ['leadlock migrate', 'before the services of a new version start'],
  ]);
}

function addAdminCommands(program: Command): void {
  const admin = program.command('admin').description('manage the users of an installation').helpCommand(false);
  const command = admin
    .command('create-user')
    .description('create a user, in an account that exists or a new one')
    .requiredOption('--email <address>', 'the address to log in with')
    .requiredOption('--name <full name>', 'the full name')
    .option('--password-stdin', 'read the password from stdin instead of asking')
    .addOption(new Option('--tenant <id>', 'the account to add the user to').conflicts(['company', 'accountType']))
    .option('--company <name>', 'the name of a new account for the user')
    .addOption(
      new Option('--account-type <type>', 'what the new account is').choices(['direct', 'agency']).default('direct'),
    )
    .addOption(
      new Option('--role <role>', 'what the user may do in the account, member when left out; in a new one, owner')
        .choices(['owner', 'admin', 'member'])
        .conflicts('company'),
    )
    .option('--super-admin', 'lets the user operate this installation')
    .option(...VARIABLES_OPTION);
  onLocal(command, async (options: CreateUserOptions) => (await import('./run-create-user.ts')).runCreateUser(options));
  withExamples(command, [
    [
      'pass show leadlock | leadlock admin create-user --email ada@example.com --name "Ada Lovelace" \\\n    --password-stdin --company "Analytical Engines" --super-admin',
      'the first operator of a new installation',
    ],
    [
      'leadlock admin create-user --email bob@example.com --name Bob --tenant 019ac2f0-11aa-7d3c-8e4f-5a6b7c8d9e0f \\\n    --role admin --password-stdin < password.txt',
      'one more person for an account',
    ],
  ]);
  withExamples(admin, [['leadlock admin create-user --help', 'see how a user is created']]);
}

function addRotateKeysCommand(program: Command): void {
  const command = program
    .command('rotate-keys')
    .description('seal every stored secret under the first key of ENCRYPTION_KEY')
    .option(...VARIABLES_OPTION)
    .option('--check', 'only count what lies under which key; exit code 5 when something is left to do');
  onLocal<[], { variables?: string; check?: boolean }>(command, async (options) =>
    (await import('./run-rotate-keys.ts')).runRotateKeys(options),
  );
  withExamples(command, [
    ['ENCRYPTION_KEY=new,old leadlock rotate-keys', 'after all services were restarted with both keys'],
    ['leadlock rotate-keys --check', 'see whether the old key may go'],
  ]);
}

export const group: CommandGroup = 'For operators';

/** Adds what the operators of an installation use. Server code is imported when a command runs, not before. */
export function addCommands(program: Command): void {
  addDoctorCommand(program);
  addLlmCommand(program);
  addMigrateCommand(program);
  addAdminCommands(program);
  addRotateKeysCommand(program);
}
