import { isDeepStrictEqual } from 'node:util';
import type { Command } from 'commander';
import type { ApiClient } from '../../api/trpc-client.ts';
import { tellableError } from '../../api/errors.ts';
import { onApi } from '../../program/action.ts';
import { confirmOrThrow } from '../../program/ask.ts';
import { CliError, usageError } from '../../program/cli-error.ts';
import { withExamples } from '../../program/examples.ts';
import { EXIT } from '../../program/exit-codes.ts';
import { countOf } from '../../program/formats.ts';
import { note, success, warning, writeJson, writeLine } from '../../program/output.ts';
import { failureOf, partlyDone } from '../../program/partly-done.ts';
import { styled, styledNote } from '../../program/terminal-text.ts';
import { readAgentFiles, refuseUnusableFields, type AgentFile } from './agent-file.ts';
import { createFrom, updateFrom } from './change.ts';
import { checkFiles } from './check-files.ts';
import type { Agent } from './find-agent.ts';
import { coloredPatch, planChanges, type PlannedChange } from './plan.ts';
import { readSettingDefaults } from './settings-schema.ts';

interface ApplyOptions {
  yes?: boolean;
  dryRun?: boolean;
}

/** Fields that the API writes in another way than the file, such as a number without its country. */
function respelled({ file }: PlannedChange, agent: Agent): string[] {
  const { id: _, ...settings } = file.fields;
  const kept: Record<string, unknown> = agent;
  return Object.keys(settings).filter((name) => !isDeepStrictEqual(kept[name], settings[name]));
}

function requireNameAndPrompt(files: readonly AgentFile[]): void {
  for (const { fields, source } of files)
    for (const name of ['name', 'system_prompt'])
      if (typeof fields[name] !== 'string') throw usageError(`${source} has no ${name}`);
}

const summary = (plans: readonly PlannedChange[]): string => {
  const count = (action: PlannedChange['action']) => plans.filter((plan) => plan.action === action).length;
  return `${count('create')} to create, ${count('update')} to update, ${count('unchanged')} unchanged`;
};

async function applyOne(api: ApiClient, plan: PlannedChange): Promise<Agent> {
  try {
    return plan.agent === null
      ? await createFrom(api, plan.file, plan.file.wanted)
      : await updateFrom(api, plan.agent.id, plan.changes);
  } catch (error) {
    const told = tellableError(error);
    if (told === null) throw error;
    // Names the file: with many of them the API's words alone would not say which.
    throw new CliError(`${plan.file.source}: ${told.message}`, {
      exitCode: told.exitCode,
      details: told.details,
      ...told.answered,
      cause: error,
    });
  }
}

/** What has become of one file: `done`, `failed` (with the reason) or `not tried`, which comes after one that failed. */
interface Outcome {
  result: 'done' | 'failed' | 'not tried';
  id?: string;
  error?: string;
}

/** What `--json` says of one file; `id` is null for an agent that is not there yet. */
const reportOf = ({ action, agent, file, changes }: PlannedChange, outcome?: Outcome) => ({
  file: file.source,
  name: file.wanted.name,
  action,
  id: agent?.id ?? null,
  fields: agent === null ? Object.keys(file.fields) : Object.keys(changes),
  ...outcome,
});

/** Shows what is to change: on stdout, or beside the document of `--json` on stderr. */
async function showPlan(plans: readonly PlannedChange[], json: boolean): Promise<void> {
  for (const { action, patch } of plans) {
    if (action === 'unchanged') continue;
    if (json) note(`${coloredPatch(patch, styledNote)}\n`);
    else await writeLine(`${coloredPatch(patch, styled)}\n`);
  }
  note(summary(plans));
}

function noteDifferences(plan: PlannedChange, agent: Agent): void {
  const { source, fields } = plan.file;
  const respellings = respelled(plan, agent);
  if (respellings.length > 0)
    warning(`${source}: the API formats ${respellings.join(', ')} differently; run agents export to see how`);
  if (fields.id !== undefined && fields.id !== agent.id)
    warning(`${source} has a different ID than the agent, ${agent.id}; run agents export to update it`);
}

/** Applies one after the other until one fails; `outcomes` tells what became of each, then too. */
async function applyAll(
  api: ApiClient,
  pending: readonly PlannedChange[],
  outcomes: Map<PlannedChange, Outcome>,
  quiet: boolean,
): Promise<void> {
  for (const plan of pending) outcomes.set(plan, { result: 'not tried' });
  for (const [done, plan] of pending.entries()) {
    try {
      const agent = await applyOne(api, plan);
      outcomes.set(plan, { result: 'done', id: agent.id });
      if (!quiet) success(`${plan.action === 'create' ? 'Created' : 'Updated'} ${agent.name}`);
      noteDifferences(plan, agent);
    } catch (error) {
      outcomes.set(plan, { result: 'failed', ...failureOf(error) });
      throw partlyDone(error, { done, all: pending.length });
    }
  }
}

/** Applying would stop where the account may have no more agents. @throws CliError for what would not all be made. */
async function requireRoom(api: ApiClient, plans: readonly PlannedChange[], existing: number): Promise<void> {
  const wanted = plans.filter(({ action }) => action === 'create').length;
  if (wanted === 0) return;
  const { agent_limit: limit } = await api.tenants.me.query();
  if (existing + wanted <= limit) return;
  throw new CliError(
    `This account can have up to ${countOf(limit, 'agent')}. It has ${existing}, and you’re adding ${wanted}.`,
    { exitCode: EXIT.notAllowed, hint: 'Delete some agents or upgrade your plan.' },
  );
}

/** `leadlock agents apply` */
export function addAgentsApply(agents: Command): void {
  const command = agents
    .command('apply')
    .description('create or update agents from files, after a preview')
    .argument('<path...>', 'YAML or JSON files, folders, or - for stdin')
    .option('--dry-run', `only preview the changes; exit code ${EXIT.findings} if there are any`)
    .option('-y, --yes', 'skip confirmation')
    .addHelpText(
      'after',
      '\nFiles are matched to agents by ID, then by name. Files without a match create new agents. Omitted settings are reset\nto their defaults. Agents without a file stay unchanged.',
    );
  onApi<[string[]], ApplyOptions>(command, async (call, paths) => {
    const { api, options } = call;
    const files = await readAgentFiles(paths);
    const [{ agents }, defaults] = await Promise.all([api.agents.list.query(), readSettingDefaults(call)]);
    for (const file of files) refuseUnusableFields(file, defaults);
    requireNameAndPrompt(files);
    const plans = planChanges(await checkFiles(api, files, defaults), agents, defaults);
    const pending = plans.filter(({ action }) => action !== 'unchanged');
    const isAsked = pending.length > 0 && !options.yes && !options.dryRun;
    if (!options.json || isAsked) await showPlan(plans, options.json === true);
    if (options.dryRun) {
      await requireRoom(api, plans, agents.length);
      if (options.json) await writeJson(plans.map((plan) => reportOf(plan)));
      if (pending.length > 0) process.exitCode = EXIT.findings;
      return;
    }
    if (pending.length > 0) await confirmOrThrow(`Apply to ${countOf(pending.length, 'agent')}?`, options.yes);
    const outcomes = new Map<PlannedChange, Outcome>();
    try {
      await applyAll(api, pending, outcomes, options.json === true);
    } finally {
      if (options.json) await writeJson(plans.map((plan) => reportOf(plan, outcomes.get(plan))));
    }
  });
  withExamples(command, [
    ['leadlock agents apply agents/', 'preview and apply changes'],
    ['leadlock agents apply agents/ --dry-run', 'check a pull request'],
    ['leadlock agents apply agents/ --yes', 'on the main branch'],
  ]);
}
