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
  if (!(value > 0 && value <= 600)) throw new InvalidArgumentError('Must be a number of seconds, up to 600.');
  return value;
}

function addDoctorCommand(program: Command): void {
  const command = program
    .command('doctor')
    .description('check an installation for problems')
    .option(...VARIABLES_OPTION)
    .addOption(
      new Option('--timeout <seconds>', 'timeout for each check')
        .argParser(seconds)
        .default(seconds(DEFAULT_TIMEOUT_SECONDS), DEFAULT_TIMEOUT_SECONDS),
    );
  onLocal<[], { variables?: string; timeout: number }>(command, async (options) =>
    (await import('./run-doctor.ts')).runDoctor(options),
  );
  withExamples(command, [
    ['leadlock doctor', 'check with the current environment'],
    ['leadlock doctor --variables .data/services.env', 'check what `npm start` runs in this folder'],
    ['leadlock doctor --json | jq \'.findings[] | select(.status == "failed")\'', 'show only failures'],
  ]);
}

function addLlmCommand(program: Command): void {
  const command = program
    .command('llm')
    .description('send a prompt to a language model and show its cost')
    .argument('<question>', 'the prompt')
    .requiredOption('--model <model>', 'vendor/model, or the ID of an agent model')
    .option('--instructions <text>', 'system instructions')
    .option('--stream', 'stream the response')
    .option(...VARIABLES_OPTION)
    .addOption(
      new Option('--timeout <seconds>', 'timeout for the response').argParser(seconds).default(seconds('60'), '60'),
    );
  onLocal<[string], LlmOptions>(command, async (options, question) =>
    (await import('./run-llm.ts')).runLlm(question, options),
  );
  withExamples(command, [
    ["leadlock llm 'Are you there?' --model anthropic/claude-haiku-4-5-20251001", 'use the current environment'],
    [
      "leadlock llm 'Are you there?' --model local/llama3.3 --stream --variables docker/.env",
      'use the server at LOCAL_LLM_URL',
    ],
  ]);
}

function addMigrateCommand(program: Command): void {
  const command = program
    .command('migrate')
    .description('run database migrations, without downtime')
    .option(...VARIABLES_OPTION)
    .addOption(
      new Option('--status', 'only list applied and pending migrations; exit code 5 if any are pending').conflicts(
        'dryRun',
      ),
    )
    .option('--dry-run', 'only list what would be applied');
  onLocal<[], { variables?: string; status?: boolean; dryRun?: boolean }>(command, async (options) =>
    (await import('./run-migrate.ts')).runMigrate(options),
  );
  withExamples(command, [
    ['leadlock migrate --status', 'show migration status'],
    ['leadlock migrate', 'run migrations before starting a new version'],
  ]);
}

function addAdminCommands(program: Command): void {
  const admin = program.command('admin').description('manage users of an installation').helpCommand(false);
  const command = admin
    .command('create-user')
    .description('create a user in a new or existing account')
    .requiredOption('--email <address>', 'email address for logging in')
    .requiredOption('--name <full name>', 'full name')
    .option('--password-stdin', 'read the password from stdin')
    .addOption(new Option('--tenant <id>', 'add the user to an existing account').conflicts(['company', 'accountType']))
    .option('--company <name>', 'create a new account for the user')
    .addOption(
      new Option('--account-type <type>', 'type of the new account').choices(['direct', 'agency']).default('direct'),
    )
    .addOption(
      new Option('--role <role>', 'role of the user (default: member, or owner of a new account)')
        .choices(['owner', 'admin', 'member'])
        .conflicts('company'),
    )
    .option('--super-admin', 'allow the user to operate this installation')
    .option(...VARIABLES_OPTION);
  onLocal(command, async (options: CreateUserOptions) => (await import('./run-create-user.ts')).runCreateUser(options));
  withExamples(command, [
    [
      'pass show leadlock | leadlock admin create-user --email ada@example.com --name "Ada Lovelace" \\\n    --password-stdin --company "Analytical Engines" --super-admin',
      'create the first operator of a new installation',
    ],
    [
      'leadlock admin create-user --email bob@example.com --name Bob --tenant 019ac2f0-11aa-7d3c-8e4f-5a6b7c8d9e0f \\\n    --role admin --password-stdin < password.txt',
      'add a user to an account',
    ],
  ]);
  withExamples(admin, [['leadlock admin create-user --help', 'show how to create a user']]);
}

function addRotateKeysCommand(program: Command): void {
  const command = program
    .command('rotate-keys')
    .description('re-encrypt stored secrets with the first key of ENCRYPTION_KEY')
    .option(...VARIABLES_OPTION)
    .option('--check', 'only count secrets per key; exit code 5 if any need re-encryption');
  onLocal<[], { variables?: string; check?: boolean }>(command, async (options) =>
    (await import('./run-rotate-keys.ts')).runRotateKeys(options),
  );
  withExamples(command, [
    ['ENCRYPTION_KEY=new,old leadlock rotate-keys', 're-encrypt after all services were restarted with both keys'],
    ['leadlock rotate-keys --check', 'check whether the old key can be removed'],
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
