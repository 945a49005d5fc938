import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { inBackground } from '#/in-background.ts';
import { toApiError } from '#/api/api-error.ts';
import { Button } from '#/components/ui/button.tsx';
import { EmptyState } from '#/components/ui/empty-state.tsx';
import { LimitMeter } from '#/components/ui/limit-meter.tsx';
import { Page } from '#/components/ui/page.tsx';
import { Pagination } from '#/components/ui/pagination.tsx';
import { NO_LIMIT } from '#/format/limit.ts';
import { useAccount } from '#/session/account.ts';
import { SUB_ACCOUNTS_PER_PAGE, subAccountsQuery, type SubAccountsSearch } from './sub-accounts-search.ts';
import { SubAccountsTable } from './sub-accounts-table.tsx';
import { SubAccountsToolbar } from './sub-accounts-toolbar.tsx';

// Forms bring their checks along: they come when one is opened.
const CreateSubAccountDialog = lazy(() => import('./create-sub-account-dialog.tsx'));

const route = getRouteApi('/_app/clients/');

export function SubAccountsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { isAdmin, tenant } = useAccount();
  const list = useQuery({ ...subAccountsQuery(search), placeholderData: keepPreviousData });
  const { offset } = search;
  const change = (next: Partial<SubAccountsSearch>): void =>
    inBackground(navigate({ search: (old) => ({ ...old, offset: 0, ...next }), replace: true }));

  const active = list.data?.active ?? 0;
  const limit = tenant.sub_account_limit === NO_LIMIT ? null : tenant.sub_account_limit;
  const full = limit !== null && active >= limit;
  const hasNone = list.data?.active === 0 && list.data.deleted === 0;
  const create = isAdmin && (
    <Button variant="primary" disabled={full} onClick={() => change({ create: true })}>
      <Plus />
      New client
    </Button>
  );
  return (
    <Page title="Clients" description="Your clients’ accounts, under your brand." actions={!hasNone && create}>
      {limit !== null && list.data && (
        <LimitMeter
          label="Clients in your plan"
          used={active}
          limit={limit}
          hint={full ? 'Delete a client or upgrade your plan to add another.' : undefined}
          className="sm:max-w-xs"
        />
      )}
      <SubAccountsTable
        rows={list.data?.sub_accounts}
        busy={list.isPlaceholderData}
        sorting={{ id: search.sort, desc: search.desc }}
        onSortingChange={(next) =>
          change(
            next ? { sort: next.id as SubAccountsSearch['sort'], desc: next.desc } : { sort: 'created', desc: true },
          )
        }
        error={list.error && toApiError(list.error).message}
        onRetry={() => void list.refetch()}
        toolbar={hasNone ? undefined : <SubAccountsToolbar text={search.q} status={search.status} onChange={change} />}
        onFirstPage={offset > 0 ? () => change({ offset: 0 }) : undefined}
        empty={
          hasNone ? (
            <EmptyState
              picture="clients"
              title="No clients yet"
              text="Add one per client. Set their price per minute and invite the person who runs it."
              action={create}
            />
          ) : (
            <EmptyState
              picture="search"
              title={search.q ? `No clients match “${search.q}”` : 'No clients with this status'}
              action={<Button onClick={() => change({ q: '', status: 'current' })}>Show all</Button>}
            />
          )
        }
        footer={
          list.data && (
            <Pagination
              offset={offset}
              limit={SUB_ACCOUNTS_PER_PAGE}
              total={list.data.total}
              onOffsetChange={(next) => change({ offset: next })}
            />
          )
        }
      />
      {isAdmin && search.create && (
        <Suspense>
          <CreateSubAccountDialog onClose={() => change({ create: undefined })} />
        </Suspense>
      )}
    </Page>
  );
}
