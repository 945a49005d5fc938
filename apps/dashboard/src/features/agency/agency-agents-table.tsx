import type { ReactNode } from 'react';
import { Badge } from '#/components/ui/badge.tsx';
import { DataTable, type Column, type Sorting } from '#/components/ui/data-table.tsx';
import { Time } from '#/components/ui/time.tsx';
import { formatNumber } from '#/format/number.ts';
import { AgencyAgentMenu } from './agency-agent-menu.tsx';
import type { AgencyAgent } from './find-agency-agents.ts';
import { useOpenAgent } from './use-open-agent.ts';

const COLUMNS: Column<AgencyAgent>[] = [
  { id: 'name', header: 'Name', sortable: true, className: 'max-w-72 truncate', cell: ({ name }) => name },
  {
    id: 'account',
    header: 'Sub-account',
    sortable: true,
    className: 'max-w-72 truncate',
    cell: (agent) => agent.sub_account_name,
  },
  {
    id: 'voice',
    header: 'Voice',
    sortable: true,
    cell: ({ voice, voice_provider }) => (
      <span>
        {voice ?? '—'} <span className="text-muted">{voice_provider}</span>
      </span>
    ),
  },
  {
    id: 'numbers',
    header: 'Numbers',
    align: 'end',
    sortable: true,
    cell: ({ phone_count }) => formatNumber(phone_count),
  },
  {
    id: 'active',
    header: 'Status',
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
    mobile: 'hidden',
    cell: ({ created_at }) => <Time value={created_at} format="day" className="text-muted" />,
  },
  { id: 'actions', header: 'Actions', kind: 'actions', cell: (agent) => <AgencyAgentMenu agent={agent} /> },
];

interface AgencyAgentsTableProps {
  rows: readonly AgencyAgent[] | undefined;
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
  return (
    <DataTable
      label="Agents"
      columns={COLUMNS}
      rowId={({ id }) => id}
      onRowClick={(agent) => void openAgent(agent)}
      {...props}
    />
  );
}
