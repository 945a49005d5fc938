import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { usageError } from '../program/cli-error.ts';
import { reasonOf } from '../program/reason.ts';

export type Variables = Record<string, string | undefined>;

export const VARIABLES_OPTION = [
  '--variables <file>',
  'read the services’ variables from a file; the environment takes precedence',
] as const;

/** The variables that the services run with: the environment's, and those of a file for what it leaves out. */
export function readVariables(file: string | undefined, environment: Variables = process.env): Variables {
  if (file === undefined) return environment;
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw usageError(`Can’t read ${file} (${reasonOf(error)})`);
  }
  const given = Object.entries(environment).filter(([, value]) => value !== undefined && value !== '');
  return { ...parseEnv(text), ...Object.fromEntries(given) };
}
