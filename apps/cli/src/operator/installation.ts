import { createSecretBox, type SecretBox } from '@leadlock/core/envelope-encryption';
import { EnvironmentError, readEnvironment, requireVariable, type Environment } from '@leadlock/core/environment';
import { CliError, usageError } from '../program/cli-error.ts';
import { readVariables } from './variables.ts';

const fromOptions = 'Give the variables that the services run with, or a file of them with --env-file.';

/** The environment of the services. @throws CliError when it is not usable */
export function readInstallation(envFile: string | undefined): Environment & { DATABASE_URL: string } {
  try {
    const environment = readEnvironment(readVariables(envFile));
    return { ...environment, DATABASE_URL: requireVariable(environment, 'DATABASE_URL') };
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    throw usageError(error.message, fromOptions);
  }
}

/** The address of the database, for what needs nothing else of the environment. @throws CliError without one */
export function readDatabaseUrl(envFile: string | undefined): string {
  const { DATABASE_URL } = readVariables(envFile);
  if (!DATABASE_URL) throw usageError('DATABASE_URL is not set', fromOptions);
  return DATABASE_URL;
}

export function openSecretBox({ ENCRYPTION_KEY }: Pick<Environment, 'ENCRYPTION_KEY'>): SecretBox {
  try {
    return createSecretBox(ENCRYPTION_KEY.split(','));
  } catch (error) {
    throw usageError(`ENCRYPTION_KEY: ${error instanceof Error ? error.message : String(error)}`);
  }
}

const CONNECTION_CODES = new Set(['ECONNREFUSED', 'ENOTFOUND', 'ETIMEDOUT', 'EHOSTUNREACH', '28P01', '28000', '3D000']);

/** Runs what uses the database, and tells in one line when that cannot be reached. */
export async function reachingDatabase<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (!CONNECTION_CODES.has(code)) throw error;
    const hint = 'Start PostgreSQL, or correct DATABASE_URL. `leadlock doctor` says more.';
    throw new CliError(`The database is not reached (${code})`, { hint, cause: error });
  }
}
