import { isId } from '@leadlock/core/id';
import { CliError } from '../program/cli-error.ts';
import { EXIT } from '../program/exit-codes.ts';
import { configFolder } from '../settings/config-folder.ts';
import { createCredentialStore, type Credentials, type CredentialStore } from '../settings/credentials.ts';
import { readCliEnvironment, type CliEnvironment } from '../settings/environment.ts';
import { authorizedFetch, withApiKey, withSession, type Authorization } from './authorization.ts';
import { notLoggedIn } from './errors.ts';
import { fetchTyped } from './fetch-typed.ts';
import { createTrpcClient, type ApiClient } from './trpc-client.ts';

/** Options that every command takes. */
export interface GlobalOptions {
  profile?: string;
  subAccount?: string;
  json?: boolean;
}

export const DEFAULT_API_URL = 'http://localhost:8000';

/** The API as one user of it sees it. */
export interface Connection {
  readonly apiUrl: string;
  readonly api: ApiClient;
  /**
   * What a REST operation answers that the typed client does not offer. `type` is how the answer's media type begins; with
   * a `body`, which goes as JSON, it is a POST.
   * @throws CliError for an answer that is no success, that is of another type, or that does not begin in time.
   */
  rest: (path: string, type: string, body?: object) => Promise<Response>;
}

export interface Account {
  environment: CliEnvironment;
  store: CredentialStore;
  profile: string;
}

/** Whose credentials a command uses, and where they are saved. */
export function accountOf(options: GlobalOptions): Account {
  const environment = readCliEnvironment();
  return {
    environment,
    store: createCredentialStore(configFolder(environment)),
    profile: options.profile ?? environment.LEADLOCK_PROFILE ?? 'default',
  };
}

/** The credentials to use. Saved ones are only ever sent to the address they were given for. */
function authorizationFor(account: Account, saved: Credentials | null, apiUrl: string): Authorization {
  const { environment, store, profile } = account;
  if (environment.LEADLOCK_API_KEY !== undefined) return withApiKey(environment.LEADLOCK_API_KEY);
  if (saved === null) throw notLoggedIn(profile === 'default' ? undefined : `Not logged in (profile ${profile})`);
  if (saved.api_url !== apiUrl)
    throw notLoggedIn(`The profile ${profile} is logged in to ${saved.api_url}, not ${apiUrl}`);
  return saved.kind === 'api_key' ? withApiKey(saved.api_key) : withSession(store, profile, saved);
}

/** Finds the sub-account that a user named, once. */
function subAccountFinder(named: string | undefined, anyAccount: () => ApiClient): () => Promise<string | null> {
  let found: Promise<string> | null = null;
  async function find(name: string): Promise<string> {
    const { available_sub_accounts: all } = await anyAccount().auth.context.query();
    const match = all.find(({ slug }) => slug === name);
    if (match) return match.id;
    throw new CliError(`No active sub-account named ${name}`, {
      exitCode: EXIT.notFound,
      hint: 'Run leadlock sub-accounts list to see your sub-accounts.',
    });
  }
  return async () => {
    if (named === undefined) return null;
    if (isId(named)) return named;
    return (found ??= find(named));
  };
}

/** Connects with what the options, the environment and the saved credentials say. */
export async function connect(options: GlobalOptions): Promise<Connection> {
  const account = accountOf(options);
  const { LEADLOCK_API_KEY, LEADLOCK_API_URL } = account.environment;
  // Where both are given, as in a container, nothing that is saved matters, and nothing need be readable.
  const isGiven = LEADLOCK_API_KEY !== undefined && LEADLOCK_API_URL !== undefined;
  const saved = isGiven ? null : await account.store.read(account.profile);
  const apiUrl = LEADLOCK_API_URL ?? saved?.api_url ?? DEFAULT_API_URL;
  const authorization = authorizationFor(account, saved, apiUrl);
  const ownFetch = authorizedFetch(apiUrl, authorization, async () => null);
  const subAccountId = subAccountFinder(options.subAccount, () => createTrpcClient(apiUrl, ownFetch));
  const send = authorizedFetch(apiUrl, authorization, subAccountId);
  return {
    apiUrl,
    api: createTrpcClient(apiUrl, send),
    rest: (path, type, body) => fetchTyped(send, `${apiUrl}${path}`, type, { body }),
  };
}
