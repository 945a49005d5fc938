import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Command } from 'commander';
import { onApi } from '../../program/action.ts';
import { CliError } from '../../program/cli-error.ts';
import { withExamples } from '../../program/examples.ts';
import { findOne } from '../../program/find-one.ts';
import { success, write, writeJson } from '../../program/output.ts';
import { reasonOf } from '../../program/reason.ts';
import { slugOf } from '../../program/slug.ts';
import { fieldsToKeep, parseAgents, toYaml, type AgentFile } from './agent-file.ts';
import type { Agent } from './find-agent.ts';
import { readSettingDefaults } from './settings-schema.ts';

const fileNameOf = (name: string): string => slugOf(name, 'any') || 'agent';

/** The YAML files that are in a folder, and what one agent each is in them. */
interface Folder {
  names: Set<string>;
  byId: Map<string, string>;
  /** Files whose agents have no id, by the agent's name. */
  byName: Map<string, string[]>;
}

/** The only agent in a file; null for another file, whatever is in it. */
async function agentIn(path: string): Promise<AgentFile | null> {
  try {
    const [agent, ...others] = parseAgents(await readFile(path, 'utf8'), path);
    return others.length === 0 ? (agent ?? null) : null;
  } catch {
    return null;
  }
}

async function lookInto(path: string): Promise<Folder> {
  const names = (await readdir(path)).filter((name) => /\.ya?ml$/i.test(name)).sort();
  const folder: Folder = { names: new Set(names), byId: new Map(), byName: new Map() };
  for (const name of names) {
    const fields = (await agentIn(join(path, name)))?.fields;
    if (typeof fields?.id === 'string') folder.byId.set(fields.id, name);
    else if (typeof fields?.name === 'string')
      folder.byName.set(fields.name, [...(folder.byName.get(fields.name) ?? []), name]);
  }
  return folder;
}

/** An agent that is exported again keeps its file's name; a new one gets one that is free. */
function chooseFile({ names, byId, byName }: Folder, { id, name }: Agent): string {
  const plain = `${fileNameOf(name)}.yaml`;
  const long = `${fileNameOf(name)}-${id.slice(-8)}.yaml`;
  const nameless = byName.get(name) ?? [];
  const kept = byId.get(id) ?? [long, plain].find((own) => nameless.includes(own)) ?? nameless[0];
  const chosen = kept ?? (names.has(plain) ? long : plain);
  byName.set(
    name,
    nameless.filter((other) => other !== chosen),
  );
  names.add(chosen);
  return chosen;
}

/** As `mkdir -p`, which Node's own repeats for ever where a file system has no folders to make, as /proc. */
async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' && !existsSync(dirname(path))) {
      await makeFolder(dirname(path));
      return makeFolder(path);
    }
    if (!(await stat(path).catch(() => null))?.isDirectory()) throw error;
  }
}

async function writeFiles(path: string, agents: readonly { agent: Agent; yaml: string }[]): Promise<string[]> {
  try {
    await makeFolder(resolve(path));
    const folder = await lookInto(path);
    const written: string[] = [];
    for (const { agent, yaml } of agents) {
      const file = join(path, chooseFile(folder, agent));
      await writeFile(file, yaml);
      written.push(file);
    }
    return written;
  } catch (error) {
    throw new CliError(`Can’t write to ${path} (${reasonOf(error)})`, { cause: error });
  }
}

/** `leadlock agents export` */
export function addAgentsExport(agents: Command): void {
  const command = agents
    .command('export')
    .description('export agents as YAML, with only non-default settings')
    .argument('[agent...]', 'agent names or IDs (default: all agents)')
    .option('--dir <folder>', 'write one file per agent into this folder instead of stdout')
    .option('--no-id', 'leave out IDs, to copy agents to another account');
  onApi<[string[]], { dir?: string; id: boolean }>(command, async (call, named) => {
    const { api, options } = call;
    const [{ agents: all }, defaults] = await Promise.all([api.agents.list.query(), readSettingDefaults(call)]);
    const chosen =
      named.length === 0 ? all : named.map((name) => findOne(all, name, { what: 'agent', names: (one) => [one.name] }));
    const ordered = chosen.toSorted((a, b) => (a.id < b.id ? -1 : 1));
    const kept = ordered.map((agent) => ({ agent, fields: fieldsToKeep(agent, defaults, options.id) }));
    const texts = kept.map(({ agent, fields }) => ({ agent, yaml: toYaml(fields) }));
    if (options.dir !== undefined) {
      const files = await writeFiles(options.dir, texts);
      if (options.json) return writeJson(files);
      return success(`Exported ${files.length === 1 ? (files[0] ?? '') : `${files.length} files to ${options.dir}`}`);
    }
    if (options.json) return writeJson(kept.map(({ fields }) => fields));
    await write(texts.map(({ yaml }) => yaml).join('---\n'));
  });
  withExamples(command, [
    ['leadlock agents export --dir agents && git add agents', 'add all agents to git'],
    ['leadlock agents export "Front desk" --no-id > front-desk.yaml', 'copy an agent to another account'],
  ]);
}
