import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { AudioLines } from 'lucide-react';
import { useMemo, type ReactNode } from 'react';
import { trpc, type Outputs } from '#/api/trpc.ts';
import { Badge } from '#/components/ui/badge.tsx';
import { Button } from '#/components/ui/button.tsx';
import { DataTable, type Column } from '#/components/ui/data-table.tsx';
import { Time } from '#/components/ui/time.tsx';
import { formatPhone } from '#/format/phone.ts';
import { modeLabel, voiceLabels } from './agent-labels.ts';
import { AgentName } from './agent-name.tsx';
import { AgentMenu } from './agent-menu.tsx';
import { useAgentOptions, type AgentOptions } from './agent-options.ts';
import { readinessOf } from './agent-readiness.ts';
import { AgentSwitch } from './agent-switch.tsx';
import { numbersOf, type PhoneNumber } from './agents-queries.ts';
import { useAgentActions, type AgentActions } from './use-agent-actions.ts';

type Agent = Outputs['agents']['list']['agents'][number];

interface AgentsTableProps {
  agents: readonly Agent[] | undefined;
  error: string | null;
  onRetry: () => void;
  toolbar: ReactNode;
  empty: ReactNode;
}

export function AgentsTable(props: AgentsTableProps) {
  const actions = useAgentActions();
  const options = useAgentOptions();
  const numbers = useQuery(trpc.phoneNumbers.list.queryOptions({})).data?.phone_numbers;
  const columns = useMemo(() => columnsFor({ actions, options, numbers }), [actions, options, numbers]);
  return (
    <DataTable
      label="Agents"
      columns={columns}
      rows={props.agents}
      rowId={({ id }) => id}
      error={props.error}
      onRetry={props.onRetry}
      toolbar={props.toolbar}
      empty={props.empty}
      renderRowLink={({ id }, link) => <Link to="/agents/$agentId" params={{ agentId: id }} {...link} />}
    />
  );
}

interface Shown {
  actions: AgentActions;
  options: AgentOptions;
  numbers: readonly PhoneNumber[] | undefined;
}

const columnsFor = ({ actions, options, numbers }: Shown): Column<Agent>[] => [
  {
    id: 'name',
    header: 'Name',
    className: 'max-w-72 truncate',
    sortBy: ({ name }) => name,
    cell: ({ name }) => <AgentName name={name} />,
  },
  {
    id: 'voice',
    header: 'Voice',
    sortBy: (agent) => voiceLabels(agent, options).provider,
    cell: (agent) => {
      const { provider, voice } = voiceLabels(agent, options);
      return (
        <span>
          {voice} <span className="text-muted">{provider}</span>
          {agent.is_active && readinessOf(agent, options).kind === 'cannot take calls' && (
            <Badge tone="danger" className="ml-2">
              Cannot take calls
            </Badge>
          )}
        </span>
      );
    },
  },
  {
    id: 'mode',
    header: 'Calls',
    sortBy: ({ agent_mode }) => agent_mode,
    cell: ({ agent_mode }) => modeLabel(agent_mode),
  },
  {
    id: 'numbers',
    header: 'Numbers',
    sortBy: ({ phone_count }) => phone_count,
    cell: (agent) => <Numbers count={agent.phone_count} numbers={numbersOf(agent.id, numbers)} />,
  },
  {
    id: 'active',
    header: 'Active',
    sortBy: ({ is_active }) => is_active,
    cell: (agent) => (
      <span className="relative z-1 inline-flex align-middle">
        <AgentSwitch agent={agent} label={`${agent.name} takes calls`} />
      </span>
    ),
  },
  {
    id: 'updated',
    header: 'Updated',
    sortBy: ({ updated_at }) => updated_at,
    cell: ({ updated_at }) => <Time value={updated_at} className="text-muted" />,
  },
  {
    id: 'actions',
    header: 'Actions',
    kind: 'actions',
    cell: (agent) => (
      <>
        <Button asChild size="sm" variant="ghost" className="max-sm:hidden">
          <Link to="/agents/$agentId/talk" params={{ agentId: agent.id }} aria-label={`Talk to ${agent.name}`}>
            <AudioLines />
            Talk
          </Link>
        </Button>
        <AgentMenu
          name={agent.name}
          onDuplicate={() => actions.duplicate(agent)}
          onDelete={() => void actions.remove(agent)}
        />
      </>
    ),
  },
];

function Numbers({ count, numbers }: { count: number; numbers: readonly PhoneNumber[] }) {
  const [first] = numbers;
  if (first === undefined) return count === 0 ? <span className="text-muted">None</span> : count;
  return (
    <span className="inline-flex items-center gap-1.5 tabular-nums">
      {formatPhone(first.phone_number)}
      {numbers.length > 1 && <Badge>+{numbers.length - 1}</Badge>}
    </span>
  );
}
