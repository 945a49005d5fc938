import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { onApi } from '../../program/action.ts';
import { withExamples } from '../../program/examples.ts';
import { findOne } from '../../program/find-one.ts';
import { success, write, writeJson } from '../../program/output.ts';
import { fieldsToKeep, parseAgents, toYaml } from './agent-file.ts';
import type { Agent } from './find-agent.ts';
import { readSettingDefaults } from './settings-schema.ts';

const fileNameOf = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '') || 'agent';

/** The YAML files of a folder by the id of the agent in them: an agent that is exported again keeps its file's name. */
async function filesById(folder: string): Promise<{ names: Set<string>; byId: Map<string, string> }> {
  const names = (await readdir(folder)).filter((name) => /\.ya?ml$/i.test(name)).sort();
  const byId = new Map<string, string>();
  for (const name of names) {
    const agents = parseAgents(await readFile(join(folder, name), 'utf8'), name);
    const id = agents.length === 1 ? agents[0]?.fields.id : undefined;
    if (typeof id === 'string') byId.set(id, name);
  }
  return { names: new Set(names), byId };
}

async function writeFiles(folder: string, agents: readonly { agent: Agent; yaml: string }[]): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const { names, byId } = await filesById(folder);
  const written: string[] = [];
  for (const { agent, yaml } of agents) {
    const wanted = `${fileNameOf(agent.name)}.yaml`;
    const free = names.has(wanted) ? `${fileNameOf(agent.name)}-${agent.id.slice(-8)}.yaml` : wanted;
    const name = byId.get(agent.id) ?? free;
    names.add(name);
    await writeFile(join(folder, name), yaml);
    written.push(join(folder, name));
  }
  return written;
}

/** `leadlock agents export` */
export function addAgentsExport(agents: Command): void {
  const command = agents
    .command('export')
    .description('write agents as YAML: what differs from the defaults, always the same for the same agent')
    .argument('[agent...]', 'names or ids; all agents when left out')
    .option('--dir <folder>', 'write one file an agent into this folder, instead of all to stdout')
    .option('--no-id', 'leave the ids out, for agents that go to another account');
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
      return success(`Wrote ${files.length === 1 ? (files[0] ?? '') : `${files.length} files into ${options.dir}`}`);
    }
    if (options.json) return writeJson(kept.map(({ fields }) => fields));
    await write(texts.map(({ yaml }) => yaml).join('---\n'));
  });
  withExamples(command, [
    ['leadlock agents export --dir agents && git add agents', 'put all agents into git'],
    ['leadlock agents export "Front desk" --no-id > front-desk.yaml', 'take one to another account'],
  ]);
}
