import type { Command } from 'commander';
import { tellableError } from '../../api/errors.ts';
import type { ApiClient, Inputs } from '../../api/trpc-client.ts';
import { onApi } from '../../program/action.ts';
import { confirmOrThrow, UNASKED } from '../../program/ask.ts';
import { CliError, usageError } from '../../program/cli-error.ts';
import { withExamples } from '../../program/examples.ts';
import { countOf } from '../../program/formats.ts';
import { success, writeJson } from '../../program/output.ts';
import { readAgentFile, refuseUnusableFields, settingsOf, type AgentFile } from './agent-file.ts';
import { findAgent, type Agent } from './find-agent.ts';
import { readSettingDefaults } from './settings-schema.ts';

/** Makes the agent that a file describes. What the file holds is the API's to check. */
export async function createFrom(
  api: ApiClient,
  { fields: { is_active } }: AgentFile,
  settings: Record<string, unknown>,
): Promise<Agent> {
  const created = await api.agents.create.mutate(settings as Inputs['agents']['create']);
  if (is_active !== false) return created;
  return updateFrom(api, created.id, { is_active }).catch((error: unknown) => {
    const told = tellableError(error);
    if (told === null) throw error;
    throw new CliError(`Created ${created.name}, but couldn’t deactivate it: ${told.message}`, { cause: error });
  });
}

export const updateFrom = (api: ApiClient, agent_id: string, changes: Record<string, unknown>): Promise<Agent> =>
  api.agents.update.mutate({ ...(changes as Omit<Inputs['agents']['update'], 'agent_id'>), agent_id });

export function addAgentsCreate(agents: Command): void {
  const command = agents
    .command('create')
    .description('create an agent from a YAML or JSON file; omitted settings get defaults')
    .requiredOption('-f, --file <path>', 'path to the file, or - for stdin');
  onApi<[], { file: string }>(command, async (call) => {
    const { api, options } = call;
    const file = await readAgentFile(options.file);
    const defaults = await readSettingDefaults(call);
    refuseUnusableFields(file, defaults);
    const agent = await createFrom(api, file, settingsOf(file, defaults));
    if (options.json) await writeJson(agent);
    else success(`Created ${agent.name} (${agent.id})`);
  });
  withExamples(command, [
    ['leadlock agents create --file front-desk.yaml', 'create an agent'],
    [
      "printf 'name: Front desk\\nsystem_prompt: You answer.\\n' | leadlock agents create --file -",
      'create an agent from stdin',
    ],
  ]);
}

export function addAgentsUpdate(agents: Command): void {
  const command = agents
    .command('update')
    .description('update only the settings in a YAML or JSON file')
    .argument('<agent>', 'agent name or ID')
    .requiredOption('-f, --file <path>', 'path to the file, or - for stdin');
  onApi<[string], { file: string }>(command, async (call, named) => {
    const { api, options } = call;
    const file = await readAgentFile(options.file);
    refuseUnusableFields(file, await readSettingDefaults(call));
    const { id: fileId, ...changes } = file.fields;
    const { id } = await findAgent(api, named);
    if (fileId !== undefined && fileId !== id) throw usageError(`${file.source} belongs to another agent`);
    const agent = await updateFrom(api, id, changes);
    if (options.json) await writeJson(agent);
    else success(`Updated ${agent.name}`);
  });
  withExamples(command, [
    ['leadlock agents update "Front desk" --file changes.yaml', 'update settings from a file'],
    ['echo \'greeting: Good morning!\' | leadlock agents update "Front desk" --file -', 'update one setting'],
  ]);
}

export function addAgentsDelete(agents: Command): void {
  const command = agents
    .command('delete')
    .description('delete an agent; keeps its phone numbers and calls')
    .argument('<agent>', 'agent name or ID')
    .option(...UNASKED);
  onApi<[string], { yes?: boolean }>(command, async ({ api, options }, named) => {
    const agent = await findAgent(api, named, { isExact: options.yes });
    const numbers = agent.phone_count === 0 ? '' : ` It answers ${countOf(agent.phone_count, 'number')}.`;
    await confirmOrThrow(`Delete the agent ${agent.name}?${numbers}`, options.yes);
    await api.agents.delete.mutate({ agent_id: agent.id });
    if (options.json) await writeJson({ id: agent.id, deleted: true });
    else success(`Deleted ${agent.name}`);
  });
  withExamples(command, [['leadlock agents delete "Front desk"', 'delete an agent']]);
}
