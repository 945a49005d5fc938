import { Option, type Command } from 'commander';
import { authorizedFetch, toSession, withApiKey } from '../../api/authorization.ts';
import { accountOf, DEFAULT_API_URL } from '../../api/connection.ts';
import { tellableError } from '../../api/errors.ts';
import { createTrpcClient } from '../../api/trpc-client.ts';
import { onLocal } from '../../program/action.ts';
import { askPassword, askText, canAsk, readStdin } from '../../program/ask.ts';
import { CliError, usageError } from '../../program/cli-error.ts';
import { withExamples } from '../../program/examples.ts';
import { EXIT } from '../../program/exit-codes.ts';
import { success, writeJson } from '../../program/output.ts';
import { baseAddress } from '../../settings/address.ts';
import type { Credentials } from '../../settings/credentials.ts';
import { endSession } from './end-session.ts';

interface LoginOptions {
  apiUrl?: string;
  apiKey?: string | true;
  email?: string;
  passwordStdin?: boolean;
}

function checkedUrl(text: string): string {
  const address = baseAddress(text);
  if (address === null) throw usageError(`${text} is not an http or https URL`);
  return address;
}

async function givenKey(given: string | true): Promise<string> {
  const key = given === true ? (canAsk() ? await askPassword('API key') : await readStdin()) : given;
  if (key === '') throw usageError('No API key provided');
  return key;
}

async function givenPassword({ passwordStdin }: LoginOptions): Promise<string> {
  if (passwordStdin) return readStdin();
  if (!canAsk()) throw usageError('No terminal to prompt for a password', 'Use --password-stdin.');
  return askPassword('Password');
}

async function givenEmail({ email, passwordStdin }: LoginOptions): Promise<string> {
  if (email !== undefined) return email;
  if (passwordStdin || !canAsk()) throw usageError('No terminal to prompt for an email address', 'Use --email.');
  return askText('Email address');
}

async function checkKey(apiUrl: string, apiKey: string): Promise<Credentials> {
  const fetchWithKey = authorizedFetch(apiUrl, withApiKey(apiKey), async () => null);
  await createTrpcClient(apiUrl, fetchWithKey).tenants.me.query();
  return { kind: 'api_key', api_url: apiUrl, api_key: apiKey };
}

async function logIn(apiUrl: string, options: LoginOptions): Promise<Credentials> {
  const email = await givenEmail(options);
  const password = await givenPassword(options);
  try {
    return toSession(apiUrl, await createTrpcClient(apiUrl, fetch).auth.login.mutate({ email, password }));
  } catch (error) {
    const told = tellableError(error);
    if (told?.exitCode !== EXIT.notAllowed) throw error;
    // Without the hint to log in, which is what was just tried.
    throw new CliError(told.message, { exitCode: told.exitCode, cause: error });
  }
}

/** `leadlock login` */
export function addLoginCommand(program: Command): void {
  const command = program
    .command('login')
    .description('log in and save your credentials')
    .option('--api-url <url>', `API URL (default: LEADLOCK_API_URL or ${DEFAULT_API_URL})`)
    .option('--email <address>', 'your email address (prompted if omitted)')
    .option('--password-stdin', 'read the password from stdin')
    .addOption(
      new Option(
        '--api-key [key]',
        'log in with an API key (prompted or read from stdin if the value is omitted)',
      ).conflicts(['email', 'passwordStdin']),
    );
  onLocal<[], LoginOptions>(command, async (options) => {
    const { environment, store, profile } = accountOf(options);
    const saved = await store.read(profile);
    const apiUrl = checkedUrl(options.apiUrl ?? environment.LEADLOCK_API_URL ?? saved?.api_url ?? DEFAULT_API_URL);
    const credentials =
      options.apiKey === undefined
        ? await logIn(apiUrl, options)
        : await checkKey(apiUrl, await givenKey(options.apiKey));
    // Tried above: what is wrong with the new credentials must not cost the old ones.
    if (saved?.kind === 'session') await endSession(store, profile, saved);
    await store.update(profile, async () => credentials);
    const who = credentials.kind === 'session' ? credentials.email : 'an API key';
    if (options.json) await writeJson({ profile, api_url: apiUrl, kind: credentials.kind });
    else success(`Logged in at ${apiUrl} as ${who}${profile === 'default' ? '' : ` (profile ${profile})`}`);
  });
  withExamples(command, [
    ['leadlock login', 'log in with email and password'],
    ['leadlock login --api-url https://api.example.com --profile work', 'log in to another installation'],
    ['pass show leadlock | leadlock login --email me@example.com --password-stdin', 'log in from a script'],
    ['leadlock login --api-key', 'log in with an API key'],
  ]);
}
