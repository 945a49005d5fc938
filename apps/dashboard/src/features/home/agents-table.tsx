import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { toApiError } from '#/api/api-error.ts';
import type { Outputs } from '#/api/trpc.ts';
import { Card, CardHeader } from '#/components/ui/card.tsx';
import { DataTable, type Column } from '#/components/ui/data-table.tsx';
import { EmptyState } from '#/components/ui/empty-state.tsx';
import { formatNumber, formatPercent } from '#/format/number.ts';
import { periodQuery } from './home-search.ts';

type AgentFigures = Outputs['stats']['analytics']['agent_breakdown'][number];

const COLUMNS: Column<AgentFigures>[] = [
  {
    id: 'agent',
    header: 'Agent',
    className: 'max-w-64 truncate',
    sortBy: ({ agent_name }) => agent_name,
    cell: ({ agent_name }) => agent_name,
  },
  {
    id: 'calls',
    header: 'Calls',
    align: 'end',
    sortBy: ({ calls }) => calls,
    cell: ({ calls }) => formatNumber(calls),
  },
  {
    id: 'minutes',
    header: 'Minutes',
    align: 'end',
    sortBy: ({ minutes }) => minutes,
    cell: ({ minutes }) => formatNumber(minutes),
  },
  {
    id: 'booked',
    header: 'Booked',
    align: 'end',
    sortBy: ({ booked }) => booked,
    cell: ({ booked }) => formatNumber(booked),
  },
  {
    id: 'conversion',
    header: 'Conversion',
    align: 'end',
    sortBy: ({ conversion_rate }) => conversion_rate,
    cell: ({ conversion_rate }) => formatPercent(conversion_rate / 100),
  },
];

/** What each agent did in the period. */
export function AgentsTable({ days }: { days: number }) {
  const { data, error, refetch, isPlaceholderData } = useQuery({
    ...periodQuery(days),
    placeholderData: keepPreviousData,
  });
  return (
    <Card>
      <CardHeader title="Agents" description={`Calls by agent, last ${days} days.`} />
      <DataTable
        bare
        label="Agents"
        columns={COLUMNS}
        rows={data?.agent_breakdown}
        rowId={({ agent_id }) => agent_id}
        busy={isPlaceholderData}
        error={error && toApiError(error).message}
        onRetry={() => void refetch()}
        skeletonRows={3}
        renderRowLink={({ agent_id }, link) => <Link to="/calls" search={{ agent: agent_id }} {...link} />}
        empty={<EmptyState title="No calls yet" text="No agent answered a call in this period." />}
      />
    </Card>
  );
}
