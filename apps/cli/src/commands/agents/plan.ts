import { isDeepStrictEqual } from 'node:util';
import { createTwoFilesPatch } from 'diff';
import { usageError } from '../../program/cli-error.ts';
import { printable, type styled } from '../../program/terminal-text.ts';
import { fieldsToKeep, toYaml, type AgentFile } from './agent-file.ts';
import type { Agent } from './find-agent.ts';
import type { SettingDefaults } from './settings-schema.ts';

/** What applying one file does. */
export interface PlannedChange {
  action: 'create' | 'update' | 'unchanged';
  file: AgentFile;
  /** The agent that it is about, when there is one. */
  agent: Agent | null;
  /** Settings to send to an agent that exists. */
  changes: Record<string, unknown>;
  /** Old and new as YAML, a line each. */
  patch: string;
}

/** The agent that a file is about: that with its id, else the one with its name. */
function matching({ fields, source }: AgentFile, agents: readonly Agent[]): Agent | null {
  const byId = agents.find(({ id }) => id === fields.id);
  if (byId) return byId;
  const [match, ...others] = agents.filter(({ name }) => name === fields.name);
  if (others.length > 0)
    throw usageError(`${source}: several agents have the name ${String(fields.name)}`, 'Give the file an id.');
  return match ?? null;
}

/** Every setting as the file wants it: a setting that it leaves out has its default. */
function wanted({ fields }: AgentFile, defaults: SettingDefaults): Record<string, unknown> {
  const settings = [...defaults].map(([name, byDefault]) => [name, name in fields ? fields[name] : byDefault]);
  return { ...Object.fromEntries(settings), is_active: fields.is_active ?? true };
}

function planOne(file: AgentFile, agents: readonly Agent[], defaults: SettingDefaults): PlannedChange {
  for (const name of ['name', 'system_prompt'])
    if (typeof file.fields[name] !== 'string') throw usageError(`${file.source} has no ${name}`);
  const agent = matching(file, agents);
  const target = wanted(file, defaults);
  const current: Record<string, unknown> = agent ?? {};
  const changes = Object.fromEntries(
    Object.entries(target).filter(([name, value]) => !isDeepStrictEqual(current[name], value)),
  );
  const before = agent === null ? '' : toYaml(fieldsToKeep(agent, defaults, false));
  const after = toYaml(fieldsToKeep({ ...agent, ...target } as Agent, defaults, false));
  return {
    action: agent === null ? 'create' : Object.keys(changes).length > 0 ? 'update' : 'unchanged',
    file,
    agent,
    changes,
    patch: createTwoFilesPatch(agent?.name ?? '(new)', file.source, before, after, undefined, undefined, {
      context: 2,
    }),
  };
}

/** What to do about each file, in their order. @throws CliError when two are about the same agent. */
export function planChanges(
  files: readonly AgentFile[],
  agents: readonly Agent[],
  defaults: SettingDefaults,
): PlannedChange[] {
  const claimed = new Map<string, string>();
  return files.map((file) => {
    const plan = planOne(file, agents, defaults);
    const key = plan.agent?.id ?? `new ${String(file.fields.name)}`;
    const rival = claimed.get(key);
    if (rival !== undefined)
      throw usageError(`${rival} and ${file.source} are about the same agent, ${String(file.fields.name)}`);
    claimed.set(key, file.source);
    return plan;
  });
}

/** A patch for people: what goes is red, what comes is green. `style` is that of the stream it goes to. */
export function colouredPatch(patch: string, style: typeof styled): string {
  const lines = patch.split('\n').filter((line) => !line.startsWith('===') && !line.startsWith('\\ No newline'));
  return lines
    .map((line) => {
      const text = printable(line);
      if (line.startsWith('---') || line.startsWith('+++')) return style('bold', text);
      if (line.startsWith('@@')) return style('cyan', text);
      if (line.startsWith('-')) return style('red', text);
      return line.startsWith('+') ? style('green', text) : text;
    })
    .join('\n')
    .trimEnd();
}
