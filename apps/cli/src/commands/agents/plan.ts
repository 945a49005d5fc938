import { isDeepStrictEqual } from 'node:util';
import { createTwoFilesPatch } from 'diff';
import { CliError, usageError } from '../../program/cli-error.ts';
import { EXIT } from '../../program/exit-codes.ts';
import { printable, type styled } from '../../program/terminal-text.ts';
import { fieldsToKeep, toYaml } from './agent-file.ts';
import type { CheckedFile } from './check-files.ts';
import type { Agent } from './find-agent.ts';
import type { SettingDefaults } from './settings-schema.ts';

/** What applying one file does. */
export interface PlannedChange {
  action: 'create' | 'update' | 'unchanged';
  file: CheckedFile;
  /** The agent that it is about, when there is one. */
  agent: Agent | null;
  /** Settings to send to an agent that exists. */
  changes: Record<string, unknown>;
  /** Old and new as YAML, a line each. */
  patch: string;
}

/** The agent that a file is about: that with its id, else the one with its name. */
function matching({ fields, source, wanted: { name } }: CheckedFile, agents: readonly Agent[]): Agent | null {
  const byId = agents.find(({ id }) => id === fields.id);
  if (byId) return byId;
  const [match, ...others] = agents.filter((agent) => agent.name === name);
  if (match && others.length > 0)
    throw new CliError(`${source}: several agents are named ${name}`, {
      exitCode: EXIT.usage,
      details: [match, ...others].map(({ id }) => id),
      hint: 'Add one agent’s ID to the file.',
    });
  return match ?? null;
}

function planOne(file: CheckedFile, agents: readonly Agent[], defaults: SettingDefaults): PlannedChange {
  const agent = matching(file, agents);
  const target: Record<string, unknown> = { ...file.wanted, is_active: file.fields.is_active ?? true };
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
  files: readonly CheckedFile[],
  agents: readonly Agent[],
  defaults: SettingDefaults,
): PlannedChange[] {
  const claimed = new Map<string, string>();
  return files.map((file) => {
    const plan = planOne(file, agents, defaults);
    const key = plan.agent?.id ?? `new ${file.wanted.name}`;
    const rival = claimed.get(key);
    if (rival !== undefined) throw usageError(`${rival} and ${file.source} define the same agent, ${file.wanted.name}`);
    claimed.set(key, file.source);
    return plan;
  });
}

/** A patch for people: what goes is red, what comes is green. `style` is that of the stream it goes to. */
export function coloredPatch(patch: string, style: typeof styled): string {
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
