import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Download, Phone } from 'lucide-react';
import { useMemo, useState } from 'react';
import { toApiError } from '#/api/api-error.ts';
import { trpc } from '#/api/trpc.ts';
import { Badge } from '#/components/ui/badge.tsx';
import { Button } from '#/components/ui/button.tsx';
import { DataTable, type Column } from '#/components/ui/data-table.tsx';
import { EmptyState } from '#/components/ui/empty-state.tsx';
import { Page } from '#/components/ui/page.tsx';
import { formatPhone } from '#/format/phone.ts';
import { useAccount } from '#/session/account.ts';
import { givenName } from './given-name.ts';
import { ImportNumbersDialog } from './import-numbers-dialog.tsx';
import { PhoneNumberMenu } from './phone-number-menu.tsx';
import { useNumberImport } from './use-number-import.ts';
import { useNumberProblems } from './use-number-problems.ts';
import type { PhoneNumber } from './phone-number.ts';

type Problems = ReturnType<typeof useNumberProblems>;

const numberColumn = (problems: Problems): Column<PhoneNumber> => ({
  id: 'number',
  header: 'Number',
  sortBy: (number) => number.phone_number,
  cell: (number) => (
    <span className="min-w-0">
      <span className="block font-medium tabular-nums">{formatPhone(number.phone_number)}</span>
      {givenName(number) && <span className="block truncate text-xs text-muted">{givenName(number)}</span>}
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
  sortBy: (number) => number.sub_account_name,
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

const agentColumn = (names: ReadonlyMap<string, string>): Column<PhoneNumber> => ({
  id: 'agent',
  header: 'Answered by',
  sortBy: ({ agent_id }) => names.get(agent_id ?? ''),
  cell: ({ agent_id }) =>
    agent_id ? (
      <Link
        to="/agents/$agentId"
        params={{ agentId: agent_id }}
        className="rounded-sm underline-offset-4 hover:underline"
      >
        {names.get(agent_id) ?? 'Agent'}
      </Link>
    ) : (
      <Badge tone="warning" dot>
        No agent
      </Badge>
    ),
});

export function PhoneNumbersPage() {
  const { isAgency, isAdmin } = useAccount();
  const mayImport = useNumberImport();
  const [importing, setImporting] = useState(false);
  const numbers = useQuery(trpc.phoneNumbers.list.queryOptions({}));
  const agents = useQuery({ ...trpc.agents.names.queryOptions(), enabled: !isAgency });

  const problems = useNumberProblems(mayImport === true && (numbers.data?.phone_numbers.length ?? 0) > 0);

  const columns = useMemo(() => {
    const names = new Map(agents.data?.agents.map(({ id, name }) => [id, name]));
    const columnsForAll = [numberColumn(problems), isAgency ? SUB_ACCOUNT : agentColumn(names), TAKES];
    return isAdmin ? [...columnsForAll, actionsColumn(problems)] : columnsForAll;
  }, [agents.data, isAgency, isAdmin, problems]);

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
        empty={
          <EmptyState
            icon={<Phone />}
            title="No numbers yet"
            text={
              mayImport === false && isAdmin
                ? 'Your agency assigns your phone numbers. Ask for one, then choose the agent that answers it.'
                : 'Import numbers from your Twilio account so agents can answer them.'
            }
            action={importButton}
          />
        }
      />
      {importing && <ImportNumbersDialog onClose={() => setImporting(false)} />}
    </Page>
  );
}
