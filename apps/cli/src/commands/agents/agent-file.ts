import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { parseAllDocuments, stringify } from 'yaml';
import { z } from 'zod';
import { readStdin } from '../../program/ask.ts';
import { usageError, type CliError } from '../../program/cli-error.ts';
import type { Agent } from './find-agent.ts';
import type { SettingDefaults } from './settings-schema.ts';

/** An agent as a file has it: `id` and `is_active` where they are given, and settings. */
export interface AgentFile {
  /** The file it was read from. */
  source: string;
  fields: Readonly<Record<string, unknown>>;
}

const Fields = z.record(z.string(), z.unknown());
const EXTENSION = /\.(ya?ml|json)$/i;

/**
 * What is to be written of an agent: its name and prompt, whatever differs from the defaults, and `is_active` only when
 * it is off. The order is the API's, so the same agent always gives the same text.
 */
export function fieldsToKeep(agent: Agent, defaults: SettingDefaults, withId: boolean): Record<string, unknown> {
  const all: Record<string, unknown> = agent;
  const settings = [...defaults].filter(
    ([name, byDefault]) => byDefault === undefined || !isDeepStrictEqual(all[name], byDefault),
  );
  return {
    ...(withId ? { id: agent.id } : {}),
    ...Object.fromEntries(settings.map(([name]) => [name, all[name]])),
    ...(agent.is_active ? {} : { is_active: false }),
  };
}

/**
 * YAML that reads back to the same values, in older YAML too (where `yes` is no text), and does not depend on a width:
 * long lines stay whole, prompts are blocks.
 */
export const toYaml = (fields: Readonly<Record<string, unknown>>): string =>
  stringify(fields, { lineWidth: 0, blockQuote: 'literal', aliasDuplicateObjects: false, compat: 'yaml-1.1' });

const unreadable = (source: string, error: unknown): CliError =>
  usageError(`${source} cannot be read: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : ''}`);

/** The agents in a YAML or JSON text. @throws CliError that names the file and the line. */
export function parseAgents(text: string, source: string): AgentFile[] {
  const documents = parseAllDocuments(text, { prettyErrors: true });
  if (!Array.isArray(documents)) return [];
  return documents.flatMap((document) => {
    const [error] = document.errors;
    if (error) throw unreadable(source, error);
    let content: unknown;
    try {
      content = document.toJS();
    } catch (aliasError) {
      // An alias of nothing, or so many that they are an attack.
      throw unreadable(source, aliasError);
    }
    // A --- with nothing behind it, as programs put it at the end of each agent.
    if (content === null && documents.length > 1) return [];
    return (Array.isArray(content) ? content : [content]).map((one) => {
      const fields = Fields.safeParse(one);
      if (fields.success) return { source, fields: fields.data };
      throw usageError(`${source} does not hold the fields of an agent`);
    });
  });
}

/** How a file is called in what is said about it. */
const nameOf = (path: string): string => (path === '-' ? 'stdin' : path);

async function readText(path: string): Promise<string> {
  if (path === '-') return readStdin();
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw usageError(`Cannot read ${path}: ${(error as NodeJS.ErrnoException).code ?? ''}`);
  }
}

/** Reads files, all YAML and JSON files of folders (in the order of their names), and `-` for stdin. */
export async function readAgentFiles(paths: readonly string[]): Promise<AgentFile[]> {
  const agents: AgentFile[] = [];
  for (const path of paths) {
    const isFolder = path !== '-' && (await stat(path).catch(() => null))?.isDirectory() === true;
    const files = isFolder
      ? (await readdir(path))
          .filter((name) => EXTENSION.test(name))
          .sort()
          .map((name) => join(path, name))
      : [path];
    for (const file of files) agents.push(...parseAgents(await readText(file), nameOf(file)));
  }
  if (agents.length === 0) throw usageError(`There are no agents in ${paths.map(nameOf).join(', ')}`);
  return agents;
}

/** The one agent in a file. */
export async function readAgentFile(path: string): Promise<AgentFile> {
  const [agent, ...others] = await readAgentFiles([path]);
  if (agent === undefined || others.length > 0)
    throw usageError(`${nameOf(path)} has several agents`, 'leadlock agents apply takes as many as you like.');
  return agent;
}

/** @throws CliError for fields that the API would leave out without a word, and for a switch that is neither on nor off. */
export function refuseUnusableFields({ fields, source }: AgentFile, defaults: SettingDefaults): void {
  if ('is_active' in fields && typeof fields.is_active !== 'boolean')
    throw usageError(`${source}: is_active must be true or false`);
  const unknown = Object.keys(fields).filter((name) => !defaults.has(name) && !['id', 'is_active'].includes(name));
  if (unknown.length === 0) return;
  throw usageError(
    `${source} has ${unknown.length === 1 ? 'a field' : 'fields'} that agents do not have: ${unknown.join(', ')}`,
    'leadlock agents show lists the fields.',
  );
}
