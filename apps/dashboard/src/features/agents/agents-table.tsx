import { Link } from '@tanstack/react-router';
import { AudioLines } from 'lucide-react';
import { useMemo, type ReactNode } from 'react';
import type { Outputs } from '#/api/trpc.ts';
import { Badge } from '#/components/ui/badge.tsx';
import { Button } from '#/components/ui/button.tsx';
import { DataTable, type Column, type Sorting } from '#/components/ui/data-table.tsx';
import { Time } from '#/components/ui/time.tsx';
import { formatPhone } from '#/format/phone.ts';
import { modeLabel } from './agent-labels.ts';
import { AgentName } from './agent-name.tsx';
import { AgentMenu } from './agent-menu.tsx';
import { useAgentOptions, type AgentOptions } from './agent-options.ts';
import { AgentVoice } from './agent-voice.tsx';
import { readinessOf } from './agent-readiness.ts';
import { AgentSwitch } from './agent-switch.tsx';
import { useAgentActions, type AgentActions } from './use-agent-actions.ts';

type Agent = Outputs['agents']['search']['agents'][number];

interface AgentsTableProps {
  agents: readonly Agent[] | undefined;
  error: string | null;
  onRetry: () => void;
  sorting: Sorting;
  onSortingChange: (sorting: Sorting | null) => void;
  busy: boolean;
  toolbar: ReactNode;
  footer: ReactNode;
  onFirstPage?: () => void;
  empty: ReactNode;
}

export function AgentsTable({ agents, ...props }: AgentsTableProps) {
  const actions = useAgentActions();
  const options = useAgentOptions();
  const columns = useMemo(() => columnsFor({ actions, options }), [actions, options]);
  return (
    <DataTable
      label="Agents"
      columns={columns}
      rows={agents}
      rowId={({ id }) => id}
      {...props}
      renderRowLink={({ id }, link) => <Link to="/agents/$agentId" params={{ agentId: id }} {...link} />}
    />
  );
}

interface Shown {
  actions: AgentActions;
  options: AgentOptions;
}

const columnsFor = ({ actions, options }: Shown): Column<Agent>[] => [
  {
    id: 'name',
    header: 'Name',
    className: 'max-w-56 truncate @4xl:max-w-72',
    sortable: true,
    cell: ({ name }) => <AgentName name={name} />,
  },
  {
    id: 'voice',
    header: 'Voice',
    sortable: true,
    cell: (agent) => (
      <span>
        <AgentVoice provider={agent.voice_provider} voice={agent.voice} options={options} inTable />
        {agent.is_active && readinessOf(agent, options).kind === 'cannot take calls' && (
          <Badge tone="danger" className="ml-2">
            Cannot take calls
          </Badge>
        )}
      </span>
    ),
  },
  {
    id: 'mode',
    header: 'Calls',
    sortable: true,
    wide: true,
    mobile: 'hidden',
    cell: ({ agent_mode }) => modeLabel(agent_mode),
  },
  {
    id: 'numbers',
    header: 'Numbers',
    sortable: true,
    cell: (agent) => <Numbers count={agent.phone_count} first={agent.phone_number} />,
  },
  {
    id: 'active',
    header: 'Active',
    sortable: true,
    cell: (agent) => (
      <span className="relative z-1 inline-flex align-middle">
        <AgentSwitch agent={agent} label={`${agent.name} takes calls`} />
      </span>
    ),
  },
  {
    id: 'updated',
    header: 'Updated',
    sortable: true,
    wide: true,
    mobile: 'hidden',
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

function Numbers({ count, first }: { count: number; first: string | null }) {
  if (first === null) return <span className="text-muted">None</span>;
  return (
    <span className="inline-flex items-center gap-1.5 tabular-nums">
      {formatPhone(first)}
      {count > 1 && <Badge>+{count - 1}</Badge>}
    </span>
  );
}
