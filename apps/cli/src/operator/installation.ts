import { createSecretBox, type SecretBox } from '@leadlock/core/envelope-encryption';
import {
  inspectEnvironment,
  readEnvironment,
  type Environment,
  type EnvironmentVariable,
} from '@leadlock/core/environment';
import type { DatabaseAccess } from '@leadlock/db/login/database-access';
import { LoginNotMadeError } from '@leadlock/db/login/make-login';
import { CHANGE_BOTH, UnsafeLoginError } from '@leadlock/db/login/require-product-login';
import { CliError, usageError } from '../program/cli-error.ts';
import { EXIT } from '../program/exit-codes.ts';
import { readVariables, type Variables } from './variables.ts';

const fromOptions = 'Set the services’ environment variables, or use --variables with a file.';

/** The environment of the services. @throws CliError that names what is missing or unusable in it */
export function readInstallation(file: string | undefined): Environment & { DATABASE_URL: string } {
  const variables = readVariables(file);
  const { problems } = inspectEnvironment(variables);
  if (problems.length > 0) {
    const details = problems.map(({ variable, message }) => `${variable} ${message}`);
    throw new CliError('Invalid environment', { exitCode: EXIT.usage, details, hint: fromOptions });
  }
  return { ...readEnvironment(variables), DATABASE_URL: required(variables, 'DATABASE_URL') };
}

/** Some variables by themselves, for what needs nothing else of the environment. @throws CliError without one */
export function readOnly<Name extends EnvironmentVariable>(
  file: string | undefined,
  names: readonly Name[],
): Record<Name, string> {
  const variables = readVariables(file);
  return Object.fromEntries(names.map((name) => [name, required(variables, name)])) as Record<Name, string>;
}

/** The two addresses of the database. @throws CliError that says what to set */
export function readAccess(file: string | undefined): DatabaseAccess {
  const { DATABASE_URL: connectionString, DATABASE_OWNER_URL: ownerUrl } = readOnly(file, [
    'DATABASE_URL',
    'DATABASE_OWNER_URL',
  ]);
  return { connectionString, ownerUrl };
}

function required(variables: Variables, name: EnvironmentVariable): string {
  const value = variables[name];
  if (!value) throw usageError(`${name} is not set`, name === 'DATABASE_OWNER_URL' ? CHANGE_BOTH : fromOptions);
  return value;
}

export function openSecretBox({ ENCRYPTION_KEY }: Pick<Environment, 'ENCRYPTION_KEY'>): SecretBox {
  try {
    return createSecretBox(ENCRYPTION_KEY.split(','));
  } catch (error) {
    throw usageError(`ENCRYPTION_KEY: ${error instanceof Error ? error.message : String(error)}`);
  }
}

const AWAY = 'Can’t connect to the database';
const REFUSED = 'Invalid database user or password';

/** What is said of a failure to connect, by the code that the system or PostgreSQL gives it. */
const CONNECTION_FAILURES: Readonly<Record<string, string>> = {
  ECONNREFUSED: AWAY,
  ENOTFOUND: AWAY,
  ETIMEDOUT: AWAY,
  EHOSTUNREACH: AWAY,
  '28P01': REFUSED,
  '28000': REFUSED,
  '3D000': 'Database not found',
};

/** Runs what uses the database, and tells in one line when that cannot be reached or its accounts are not right. */
export async function reachingDatabase<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof UnsafeLoginError || error instanceof LoginNotMadeError) {
      throw new CliError(error.message, { cause: error });
    }
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const failure = CONNECTION_FAILURES[code];
    if (failure === undefined) throw error;
    const hint = 'Start PostgreSQL, or fix DATABASE_URL and DATABASE_OWNER_URL. Run `leadlock doctor` for details.';
    throw new CliError(`${failure} (${code})`, { hint, cause: error });
  }
}
