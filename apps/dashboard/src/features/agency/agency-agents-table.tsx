import { useQuery } from '@tanstack/react-query';
import { useMemo, type ReactNode } from 'react';
import { AgentName } from '#/features/agents/agent-name.tsx';
import { Badge } from '#/components/ui/badge.tsx';
import { DataTable, type Column, type Sorting } from '#/components/ui/data-table.tsx';
import { Time } from '#/components/ui/time.tsx';
import { agentOptionsQuery, type AgentOptions } from '#/features/agents/agent-options.ts';
import { AgentVoice } from '#/features/agents/agent-voice.tsx';
import { formatNumber } from '#/format/number.ts';
import { AgencyAgentMenu } from './agency-agent-menu.tsx';
import type { AgencyAgent } from './agency-agents-search.ts';
import { useOpenAgent } from './use-open-agent.ts';

const columnsFor = (options: AgentOptions): Column<AgencyAgent>[] => [
  { id: 'name', header: 'Name', sortable: true, className: 'max-w-72', cell: ({ name }) => <AgentName name={name} /> },
  {
    id: 'account',
    header: 'Client',
    sortable: true,
    className: 'max-w-36 truncate @4xl:max-w-72',
    cell: (agent) => agent.sub_account_name,
  },
  {
    id: 'voice',
    header: 'Voice',
    sortable: true,
    cell: ({ voice_provider, voice }) => (
      <AgentVoice provider={voice_provider} voice={voice} options={options} inTable />
    ),
  },
  {
    id: 'numbers',
    header: 'Numbers',
    mobile: 'hidden',
    align: 'end',
    sortable: true,
    cell: ({ phone_count }) => formatNumber(phone_count),
  },
  {
    id: 'active',
    header: 'Status',
    mobile: 'aside',
    sortable: true,
    cell: ({ is_active }) => (
      <Badge tone={is_active ? 'success' : 'neutral'} dot>
        {is_active ? 'Active' : 'Inactive'}
      </Badge>
    ),
  },
  {
    id: 'created',
    header: 'Created',
    sortable: true,
    wide: true,
    mobile: 'hidden',
    cell: ({ created_at }) => <Time value={created_at} format="day" className="text-muted" />,
  },
  { id: 'actions', header: 'Actions', kind: 'actions', cell: (agent) => <AgencyAgentMenu agent={agent} /> },
];

/** Before they are there, voices are shown as the api names them. */
const NONE: AgentOptions = { voice_providers: [], tools: [] };

interface AgencyAgentsTableProps {
  rows: readonly AgencyAgent[] | undefined;
  busy: boolean;
  sorting: Sorting;
  onSortingChange: (sorting: Sorting | null) => void;
  error: string | null;
  onRetry: () => void;
  toolbar: ReactNode;
  footer: ReactNode;
  onFirstPage?: () => void;
  empty: ReactNode;
}

export function AgencyAgentsTable(props: AgencyAgentsTableProps) {
  const openAgent = useOpenAgent();
  const options = useQuery(agentOptionsQuery()).data ?? NONE;
  const columns = useMemo(() => columnsFor(options), [options]);
  return (
    <DataTable
      label="Agents"
      columns={columns}
      rowId={({ id }) => id}
      onRowClick={(agent) => void openAgent(agent)}
      {...props}
    />
  );
}
