import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { toApiError } from '#/api/api-error.ts';
import { trpc } from '#/api/trpc.ts';
import { Badge } from '#/components/ui/badge.tsx';
import { Button } from '#/components/ui/button.tsx';
import { DataTable, type Column } from '#/components/ui/data-table.tsx';
import { EmptyState } from '#/components/ui/empty-state.tsx';
import { Page } from '#/components/ui/page.tsx';
import { Time } from '#/components/ui/time.tsx';
import { ApiKeyMenu } from './api-key-menu.tsx';
import { CreateApiKeyDialog } from './create-api-key-dialog.tsx';
import type { ApiKey } from './api-key.ts';

const isOver = ({ expires_at }: ApiKey): boolean => expires_at !== null && new Date(expires_at) < new Date();

function KeyState({ apiKey }: { apiKey: ApiKey }) {
  if (!apiKey.is_active) return <Badge>Revoked</Badge>;
  if (isOver(apiKey)) return <Badge tone="warning">Expired</Badge>;
  return (
    <Badge tone="success" dot>
      Active
    </Badge>
  );
}

const COLUMNS: Column<ApiKey>[] = [
  {
    id: 'name',
    header: 'Name',
    className: 'max-w-64 truncate @4xl:max-w-96',
    sortBy: (key) => key.name,
    cell: (key) => key.name,
  },
  { id: 'key', header: 'Key', cell: (key) => <code className="font-mono text-xs text-muted">{key.key_prefix}…</code> },
  { id: 'state', header: 'Status', cell: (key) => <KeyState apiKey={key} />, mobile: 'aside' },
  {
    id: 'used',
    header: 'Last used',
    wide: true,
    sortBy: (key) => key.last_used_at,
    cell: (key) => (key.last_used_at === null ? 'Never' : <Time value={key.last_used_at} />),
  },
  {
    id: 'expires',
    header: 'Expires',
    sortBy: (key) => key.expires_at,
    cell: (key) => (key.expires_at === null ? 'Never' : <Time value={key.expires_at} />),
  },
  { id: 'actions', header: 'Actions', kind: 'actions', cell: (key) => <ApiKeyMenu apiKey={key} /> },
];

export function ApiKeysPage() {
  const [creating, setCreating] = useState(false);
  const keys = useQuery(trpc.apiKeys.list.queryOptions());
  const create = (
    <Button variant="primary" onClick={() => setCreating(true)}>
      <Plus />
      New key
    </Button>
  );
  return (
    <Page
      title="API keys"
      description={
        <>
          Keys for programs that work for this account over the{' '}
          <a href="/docs" className="text-brand-text underline underline-offset-4">
            REST API
          </a>
          .
        </>
      }
      actions={keys.data?.keys.length !== 0 && create}
    >
      <DataTable
        label="API keys"
        columns={COLUMNS}
        rows={keys.data?.keys}
        rowId={(key) => key.id}
        error={keys.error && toApiError(keys.error).message}
        onRetry={() => void keys.refetch()}
        empty={
          <EmptyState
            picture="keys"
            title="No keys yet"
            text="Create one per program, so you can revoke one without affecting the others."
            action={create}
          />
        }
      />
      {creating && <CreateApiKeyDialog onClose={() => setCreating(false)} />}
    </Page>
  );
}
