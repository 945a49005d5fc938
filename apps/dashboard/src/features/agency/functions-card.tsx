import { useQuery } from '@tanstack/react-query';
import { toApiError } from '#/api/api-error.ts';
import { trpc, type Outputs } from '#/api/trpc.ts';
import { Card, CardHeader } from '#/components/ui/card.tsx';
import { DataTable, type Column } from '#/components/ui/data-table.tsx';

type CustomFunction = Outputs['agency']['functions']['list']['functions'][number];

const COLUMNS: Column<CustomFunction>[] = [
  {
    id: 'name',
    header: 'Function',
    sortBy: ({ name }) => name,
    cell: ({ name, description }) => (
      <span className="block">
        <code className="block font-mono text-xs">{name}</code>
        <span className="block text-xs text-pretty text-muted">{description}</span>
      </span>
    ),
  },
  { id: 'account', header: 'Client', sortBy: (one) => one.sub_account_name, cell: (one) => one.sub_account_name },
  {
    id: 'address',
    header: 'URL',
    mobile: 'hidden',
    cell: ({ webhook_method, webhook_url }) => (
      <code className="line-clamp-1 max-w-96 font-mono text-xs break-all text-muted">
        {webhook_method} {webhook_url}
      </code>
    ),
  },
];

/** What agents can do besides talking, where sub-accounts have made such functions. */
export function FunctionsCard() {
  const { data, error, refetch } = useQuery(trpc.agency.functions.list.queryOptions());
  if (!error && !data?.functions.length) return null;
  return (
    <Card>
      <CardHeader title="Custom functions" description="External systems your clients’ agents can call." />
      <DataTable
        bare
        label="Custom functions"
        columns={COLUMNS}
        rows={data?.functions}
        rowId={({ id }) => id}
        error={error && toApiError(error).message}
        onRetry={() => void refetch()}
      />
    </Card>
  );
}
