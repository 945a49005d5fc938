import type { Command } from 'commander';
import { onApi } from '../../program/action.ts';
import { withExamples } from '../../program/examples.ts';
import { localTime, yesNo } from '../../program/formats.ts';
import { printList } from '../../program/listing.ts';
import { writeJson, writeLine } from '../../program/output.ts';
import { formatFields, type Column } from '../../program/table.ts';
import { styled } from '../../program/terminal-text.ts';
import { findAgent, type Agent } from './find-agent.ts';

const COLUMNS: Column<Agent>[] = [
  { title: 'ID', value: ({ id }) => id },
  { title: 'NAME', value: ({ name }) => name, shrinks: true },
  {
    title: 'STATE',
    value: ({ is_active }) => (is_active ? 'active' : 'off'),
    paint: (text, { is_active }) => styled(is_active ? 'green' : 'dim', text),
  },
  { title: 'PROVIDER', value: ({ voice_provider }) => voice_provider },
  { title: 'MODE', value: ({ agent_mode }) => agent_mode, optional: 1 },
  { title: 'NUMBERS', value: ({ phone_count }) => phone_count, align: 'right' },
  { title: 'UPDATED', value: ({ updated_at }) => localTime(updated_at), optional: 1 },
];

const TIMES = new Set(['created_at', 'updated_at']);

function fieldText(name: string, value: unknown): string | number | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean') return yesNo(value);
  if (typeof value === 'string') return TIMES.has(name) ? localTime(value) : value;
  return typeof value === 'number' ? value : JSON.stringify(value);
}

async function printAgent({ json }: { json?: boolean }, agent: Agent): Promise<void> {
  if (json) return writeJson(agent);
  await writeLine(formatFields(Object.entries(agent).map(([name, value]) => [name, fieldText(name, value)])));
}

export function addAgentsList(agents: Command): void {
  const command = agents.command('list').description('list your agents');
  onApi(command, async ({ api, options }) => {
    const { agents } = await api.agents.list.query();
    await printList(options, agents, {
      columns: COLUMNS,
      none: 'No agents found. Create one with leadlock agents create.',
    });
  });
  withExamples(command, [
    ['leadlock agents list', 'list your agents'],
    ["leadlock agents list --json | jq -r '.[].name'", 'print agent names for a script'],
  ]);
}

export function addAgentsShow(agents: Command): void {
  const command = agents
    .command('show')
    .description('show all settings of an agent')
    .argument('<agent>', 'agent name or ID');
  onApi<[string]>(command, async ({ api, options }, named) => printAgent(options, await findAgent(api, named)));
  withExamples(command, [['leadlock agents show "Front desk"', 'show one agent']]);
}
