import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { isStorableText } from '@leadlock/core/storable-text';
import { LineCounter, parseAllDocuments, stringify, visit, type Document, type Range } from 'yaml';
import { z } from 'zod';
import { readStdin } from '../../program/ask.ts';
import { CliError, usageError } from '../../program/cli-error.ts';
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
  usageError(`Can’t parse ${source}: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : ''}`);

/** Where a node stands, as editors take it: `agents/front-desk.yaml:12`. */
const placeOf = (source: string, node: { range?: Range | null }, lines: LineCounter): string =>
  `${source}:${lines.linePos(node.range?.[0] ?? 0).line}`;

/** @throws CliError for text that no database takes, and for numbers that JSON does not have. */
function refuseUnstorable(document: Document.Parsed, source: string, lines: LineCounter): void {
  visit(document, {
    Scalar(_key, node) {
      const { value } = node;
      if (typeof value === 'string' && !isStorableText(value))
        throw usageError(`${placeOf(source, node, lines)}: invalid character in text`);
      if (typeof value === 'number' && !Number.isFinite(value))
        throw usageError(`${placeOf(source, node, lines)}: must be a number`);
    },
  });
}

function readDocuments(text: string, source: string, lines: LineCounter): Document.Parsed[] {
  try {
    const documents = parseAllDocuments(text, { prettyErrors: true, lineCounter: lines });
    return Array.isArray(documents) ? documents : [];
  } catch (error) {
    // What is nested too deeply is no agent.
    throw unreadable(source, error);
  }
}

/** The agents in a YAML or JSON text. @throws CliError that names the file and the line. */
export function parseAgents(text: string, source: string): AgentFile[] {
  const lines = new LineCounter();
  const documents = readDocuments(text, source, lines);
  return documents.flatMap((document) => {
    const [error] = document.errors;
    if (error) throw unreadable(source, error);
    refuseUnstorable(document, source, lines);
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
      throw usageError(`${source} is not an agent file`);
    });
  });
}

/** How a file is called in what is said about it. */
const nameOf = (path: string): string => (path === '-' ? 'stdin' : path);

/** Far more than any agent; what is larger is another kind of file. */
const MAX_BYTES = 10 * 1024 * 1024;

/** Text as UTF-8, without the mark that some editors put in front. @throws CliError for other encodings. */
function decode(bytes: Uint8Array, source: string): string {
  if (bytes.length > MAX_BYTES) throw usageError(`${source} is larger than 10 MB`);
  const before = (end: number): number => bytes.subarray(0, end).filter((byte) => byte === 0x0a).length + 1;
  const nul = bytes.indexOf(0);
  if (nul >= 0) throw usageError(`${source}:${before(nul)}: invalid character in text`);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw usageError(`${source} is not UTF-8 text`, 'Save it as UTF-8.');
  }
}

async function readText(path: string): Promise<string> {
  if (path === '-') return decode(Buffer.from(await readStdin()), nameOf(path));
  try {
    if ((await stat(path)).size > MAX_BYTES) throw usageError(`${path} is larger than 10 MB`);
    return decode(await readFile(path), path);
  } catch (error) {
    if (error instanceof CliError) throw error;
    throw usageError(`Can’t read ${path}: ${(error as NodeJS.ErrnoException).code ?? ''}`);
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
  if (agents.length === 0) throw usageError(`No agents found in ${paths.map(nameOf).join(', ')}`);
  return agents;
}

/** The one agent in a file. */
export async function readAgentFile(path: string): Promise<AgentFile> {
  const [agent, ...others] = await readAgentFiles([path]);
  if (agent === undefined || others.length > 0)
    throw usageError(`${nameOf(path)} contains several agents`, 'Use leadlock agents apply for several agents.');
  return agent;
}

/** @throws CliError for fields that the API would leave out without a word, and for a switch that is neither on nor off. */
export function refuseUnusableFields({ fields, source }: AgentFile, defaults: SettingDefaults): void {
  if ('is_active' in fields && typeof fields.is_active !== 'boolean')
    throw usageError(`${source}: is_active must be true or false`);
  const unknown = Object.keys(fields).filter((name) => !defaults.has(name) && !['id', 'is_active'].includes(name));
  if (unknown.length === 0) return;
  throw usageError(
    `Unknown ${unknown.length === 1 ? 'field' : 'fields'} in ${source}: ${unknown.join(', ')}`,
    'Run leadlock agents show to see all fields.',
  );
}

/** The settings that a file gives. Null is no value where a setting cannot be null: such a one is left out. */
export function settingsOf({ fields }: AgentFile, { nullable }: SettingDefaults): Record<string, unknown> {
  const { id: _id, is_active: _isActive, ...settings } = fields;
  return Object.fromEntries(Object.entries(settings).filter(([name, value]) => value !== null || nullable.has(name)));
}
