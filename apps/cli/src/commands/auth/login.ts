import type { Command } from 'commander';
import { authorizedFetch, toSession, withApiKey } from '../../api/authorization.ts';
import { accountOf, DEFAULT_API_URL, withoutSlash } from '../../api/connection.ts';
import { createTrpcClient } from '../../api/trpc-client.ts';
import { onLocal } from '../../program/action.ts';
import { askPassword, askText, canAsk, readStdin } from '../../program/ask.ts';
import { usageError } from '../../program/cli-error.ts';
import { withExamples } from '../../program/examples.ts';
import { success, writeJson } from '../../program/output.ts';
import type { Credentials } from '../../settings/credentials.ts';

interface LoginOptions {
  apiUrl?: string;
  apiKey?: string | true;
  email?: string;
  passwordStdin?: boolean;
}

function checkedUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) throw usageError(`${text} is not an http or https address`);
  return withoutSlash(url.href);
}

async function givenKey(given: string | true): Promise<string> {
  const key = given === true ? (canAsk() ? await askPassword('API key') : await readStdin()) : given;
  if (key === '') throw usageError('No API key was given');
  return key;
}

async function givenPassword({ passwordStdin }: LoginOptions): Promise<string> {
  if (passwordStdin) return readStdin();
  if (!canAsk()) throw usageError('Nobody can be asked for the password here', 'Pipe it in with --password-stdin.');
  return askPassword('Password');
}

async function givenEmail({ email, passwordStdin }: LoginOptions): Promise<string> {
  if (email !== undefined) return email;
  if (passwordStdin || !canAsk()) throw usageError('Nobody can be asked for the e-mail address here', 'Give --email.');
  return askText('E-mail address');
}

async function checkKey(apiUrl: string, apiKey: string): Promise<Credentials> {
  const fetchWithKey = authorizedFetch(apiUrl, withApiKey(apiKey), async () => null);
  await createTrpcClient(apiUrl, fetchWithKey).tenants.me.query();
  return { kind: 'api_key', api_url: apiUrl, api_key: apiKey };
}

async function logIn(apiUrl: string, options: LoginOptions): Promise<Credentials> {
  const email = await givenEmail(options);
  const password = await givenPassword(options);
  return toSession(apiUrl, await createTrpcClient(apiUrl, fetch).auth.login.mutate({ email, password }));
}

/** `leadlock login` */
export function addLoginCommand(program: Command): void {
  const command = program
    .command('login')
    .description('log in and save the credentials in your config folder')
    .option('--api-url <url>', `the API’s address (LEADLOCK_API_URL, else ${DEFAULT_API_URL})`)
    .option('--email <address>', 'your e-mail address; asked for when left out')
    .option('--password-stdin', 'read the password from stdin instead of asking')
    .option('--api-key [key]', 'log in with an API key; without a value it is asked for, or read from stdin');
  onLocal<[], LoginOptions>(command, async (options) => {
    const { environment, store, profile } = accountOf(options);
    const saved = await store.read(profile);
    const apiUrl = checkedUrl(options.apiUrl ?? environment.LEADLOCK_API_URL ?? saved?.api_url ?? DEFAULT_API_URL);
    const credentials =
      options.apiKey === undefined
        ? await logIn(apiUrl, options)
        : await checkKey(apiUrl, await givenKey(options.apiKey));
    await store.update(profile, async () => credentials);
    const who = credentials.kind === 'session' ? credentials.email : 'an API key';
    if (options.json) await writeJson({ profile, api_url: apiUrl, kind: credentials.kind });
    else success(`Logged in at ${apiUrl} as ${who}${profile === 'default' ? '' : ` (profile ${profile})`}`);
  });
  withExamples(command, [
    ['leadlock login', 'asks for e-mail address and password'],
    ['leadlock login --api-url https://api.example.com --profile work', 'another installation, beside the first one'],
    ['pass show leadlock | leadlock login --email me@example.com --password-stdin', 'from a script'],
    ['leadlock login --api-key', 'asks for an API key'],
  ]);
}
