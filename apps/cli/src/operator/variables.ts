import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { usageError } from '../program/cli-error.ts';

export type Variables = Record<string, string | undefined>;

export const ENV_FILE_OPTION = [
  '--env-file <path>',
  "read the services' variables from this file; those of the environment win",
] as const;

/** The variables that the services run with: the environment's, and those of a file for what it leaves out. */
export function readVariables(envFile: string | undefined, environment: Variables = process.env): Variables {
  if (envFile === undefined) return environment;
  let text: string;
  try {
    text = readFileSync(envFile, 'utf8');
  } catch (error) {
    throw usageError(`${envFile} could not be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  const given = Object.entries(environment).filter(([, value]) => value !== undefined && value !== '');
  return { ...parseEnv(text), ...Object.fromEntries(given) };
}
