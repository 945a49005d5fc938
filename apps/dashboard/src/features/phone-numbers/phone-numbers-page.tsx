import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Download } from 'lucide-react';
import { useMemo, useState } from 'react';
import { inBackground } from '#/in-background.ts';
import { toApiError } from '#/api/api-error.ts';
import { Badge } from '#/components/ui/badge.tsx';
import { Button } from '#/components/ui/button.tsx';
import { DataTable, type Column } from '#/components/ui/data-table.tsx';
import { EmptyState } from '#/components/ui/empty-state.tsx';
import { Page } from '#/components/ui/page.tsx';
import { Pagination } from '#/components/ui/pagination.tsx';
import { SearchInput } from '#/components/ui/search-input.tsx';
import { formatPhone } from '#/format/phone.ts';
import { useAccount } from '#/session/account.ts';
import { givenName } from './given-name.ts';
import { ImportNumbersDialog } from './import-numbers-dialog.tsx';
import { NEWEST_FIRST, NUMBERS_PER_PAGE, numbersQuery, type NumbersSearch } from './numbers-search.ts';
import { PhoneNumberMenu } from './phone-number-menu.tsx';
import { useNumberImport } from './use-number-import.ts';
import { useNumberProblems } from './use-number-problems.ts';
import type { PhoneNumber } from './phone-number.ts';

type Problems = ReturnType<typeof useNumberProblems>;

const numberColumn = (problems: Problems): Column<PhoneNumber> => ({
  id: 'number',
  header: 'Number',
  sortable: true,
  cell: (number) => (
    <span className="block min-w-0">
      <span className="flex flex-wrap items-baseline gap-x-2">
        <span className="font-medium tabular-nums">{formatPhone(number.phone_number)}</span>
        {givenName(number) && (
          <span className="max-w-60 truncate text-xs font-normal text-muted">{givenName(number)}</span>
        )}
      </span>
      {problems.get(number.id)?.map((problem) => (
        <span key={problem} className="block text-xs text-pretty text-warning">
          {problem}
        </span>
      ))}
    </span>
  ),
});
const TAKES: Column<PhoneNumber> = {
  id: 'takes',
  header: 'Capabilities',
  mobile: 'hidden',
  cell: (number) => (
    <span className="flex gap-1">
      {number.voice_capable && <Badge>Calls</Badge>}
      {number.sms_capable && <Badge>Texts</Badge>}
    </span>
  ),
};
const SUB_ACCOUNT: Column<PhoneNumber> = {
  id: 'client',
  header: 'Used by',
  sortable: true,
  cell: (number) =>
    number.sub_account_id ? (
      <Link
        to="/clients/$subAccountId"
        params={{ subAccountId: number.sub_account_id }}
        className="rounded-sm underline-offset-4 hover:underline"
      >
        {number.sub_account_name}
      </Link>
    ) : (
      <span className="text-muted">Unassigned</span>
    ),
};
const actionsColumn = (problems: Problems): Column<PhoneNumber> => ({
  id: 'actions',
  header: 'Actions',
  kind: 'actions',
  cell: (number) => <PhoneNumberMenu number={number} hasProblems={problems.has(number.id)} />,
});

const AGENT: Column<PhoneNumber> = {
  id: 'agent',
  header: 'Answered by',
  sortable: true,
  cell: ({ agent_id, agent_name }) =>
    agent_id ? (
      <Link
        to="/agents/$agentId"
        params={{ agentId: agent_id }}
        className="rounded-sm underline-offset-4 hover:underline"
      >
        {agent_name ?? 'Agent'}
      </Link>
    ) : (
      <Badge tone="warning" dot>
        No agent
      </Badge>
    ),
};

const route = getRouteApi('/_app/phone-numbers/');

export function PhoneNumbersPage() {
  const { isAgency, isAdmin } = useAccount();
  const mayImport = useNumberImport();
  const [importing, setImporting] = useState(false);
  const search = route.useSearch();
  const { q, sort, desc, offset } = search;
  const navigate = route.useNavigate();
  const numbers = useQuery({ ...numbersQuery(search), placeholderData: keepPreviousData });
  const change = (next: Partial<NumbersSearch>): void =>
    inBackground(navigate({ search: (old) => ({ ...old, offset: 0, ...next }), replace: 'q' in next }));
  const hasNone = numbers.data?.total === 0 && q === '' && offset === 0 && !numbers.isPlaceholderData;

  const problems = useNumberProblems(mayImport === true && (numbers.data?.total ?? 0) > 0);

  const columns = useMemo(() => {
    const columnsForAll = [numberColumn(problems), isAgency ? SUB_ACCOUNT : AGENT, TAKES];
    return isAdmin ? [...columnsForAll, actionsColumn(problems)] : columnsForAll;
  }, [isAgency, isAdmin, problems]);

  const importButton = mayImport && (
    <Button variant="primary" onClick={() => setImporting(true)}>
      <Download />
      Import numbers
    </Button>
  );
  return (
    <Page
      title="Phone numbers"
      description={
        isAgency
          ? 'Numbers in your Twilio account and the clients that use them.'
          : `The numbers people call and the agents that answer them.${isAdmin && mayImport === false ? ' Your agency assigns them.' : ''}`
      }
      actions={importButton}
    >
      <DataTable
        label="Phone numbers"
        columns={columns}
        rows={numbers.data?.phone_numbers}
        rowId={(number) => number.id}
        error={numbers.error && toApiError(numbers.error).message}
        onRetry={() => void numbers.refetch()}
        busy={numbers.isPlaceholderData}
        sorting={{ id: sort, desc }}
        onSortingChange={(next) =>
          change(next ? { sort: next.id as NumbersSearch['sort'], desc: next.desc } : NEWEST_FIRST)
        }
        toolbar={
          hasNone ? undefined : (
            <SearchInput label="Search phone numbers" value={q} onValueChange={(text) => change({ q: text })} />
          )
        }
        onFirstPage={offset > 0 ? () => change({ offset: 0 }) : undefined}
        footer={
          numbers.data &&
          numbers.data.total > NUMBERS_PER_PAGE && (
            <Pagination
              offset={offset}
              limit={NUMBERS_PER_PAGE}
              total={numbers.data.total}
              onOffsetChange={(next) => change({ offset: next })}
            />
          )
        }
        empty={
          hasNone ? (
            <EmptyState
              picture="numbers"
              title="No numbers yet"
              text={
                mayImport === false && isAdmin
                  ? 'Your agency assigns your phone numbers. Ask for one, then choose the agent that answers it.'
                  : 'Import numbers from your Twilio account so agents can answer them.'
              }
              action={importButton}
            />
          ) : (
            <EmptyState
              picture="search"
              title={`No numbers match “${q}”`}
              action={<Button onClick={() => change({ q: '' })}>Show all numbers</Button>}
            />
          )
        }
      />
      {importing && <ImportNumbersDialog onClose={() => setImporting(false)} />}
    </Page>
  );
}
