import { Phone } from 'lucide-react';
import { useState } from 'react';
import { Badge } from '#/components/ui/badge.tsx';
import { Button } from '#/components/ui/button.tsx';
import { DataTable, type Column } from '#/components/ui/data-table.tsx';
import { DescriptionList } from '#/components/ui/description-list.tsx';
import { EmptyState } from '#/components/ui/empty-state.tsx';
import { Filters } from '#/components/ui/filters.tsx';
import { Pagination } from '#/components/ui/pagination.tsx';
import { PeekSheet } from '#/components/ui/peek-sheet.tsx';
import { SearchInput } from '#/components/ui/search-input.tsx';
import { Select } from '#/components/ui/select.tsx';
import { formatDuration } from '#/format/duration.ts';
import { Sample, type Story } from '../story.tsx';
import { LONG_NAME } from './content.ts';

interface Row {
  id: string;
  caller: string;
  agent: string;
  seconds: number;
  missed: boolean;
}

const ROWS: Row[] = Array.from({ length: 8 }, (_, index) => ({
  id: `call-${index}`,
  caller: index === 2 ? LONG_NAME : `(212) 555-01${20 + index}`,
  agent: index % 3 === 0 ? 'Ava' : 'Max',
  seconds: 30 + index * 47,
  missed: index === 4,
}));

const COLUMNS: Column<Row>[] = [
  {
    id: 'caller',
    header: 'Caller',
    sortBy: ({ caller }) => caller,
    cell: ({ caller }) => <span className="block max-w-72 truncate">{caller}</span>,
  },
  { id: 'agent', header: 'Agent', sortBy: ({ agent }) => agent, cell: ({ agent }) => agent },
  {
    id: 'status',
    header: 'Status',
    mobile: 'aside',
    cell: ({ missed }) => <Badge tone={missed ? 'danger' : 'success'}>{missed ? 'Missed' : 'Completed'}</Badge>,
  },
  {
    id: 'duration',
    header: 'Duration',
    align: 'end',
    sortBy: ({ seconds }) => seconds,
    cell: ({ seconds }) => formatDuration(seconds),
  },
];

const rowId = ({ id }: Row): string => id;

function Tables() {
  const [offset, setOffset] = useState(0);
  const [status, setStatus] = useState('any');
  const [query, setQuery] = useState('');
  return (
    <>
      <Sample title="Filters, rows, pages">
        <DataTable
          label="Calls"
          columns={COLUMNS}
          rows={ROWS}
          rowId={rowId}
          toolbar={
            <Filters
              search={<SearchInput label="Search calls" value={query} onValueChange={setQuery} className="sm:w-56" />}
              filters={[
                {
                  label: 'Status',
                  className: 'w-36',
                  control: (
                    <Select
                      aria-label="Status"
                      value={status}
                      onValueChange={setStatus}
                      options={[
                        { value: 'any', label: 'Any status' },
                        { value: 'missed', label: 'Missed' },
                      ]}
                    />
                  ),
                },
              ]}
              active={status === 'any' ? 0 : 1}
              onClear={status === 'any' ? undefined : () => setStatus('any')}
            />
          }
          footer={<Pagination offset={offset} limit={25} total={1_240} onOffsetChange={setOffset} />}
        />
      </Sample>
      <Sample title="Loading">
        <DataTable label="Calls, loading" columns={COLUMNS} rows={undefined} rowId={rowId} skeletonRows={3} />
      </Sample>
      <Sample title="Empty">
        <DataTable
          label="Calls, none"
          columns={COLUMNS}
          rows={[]}
          rowId={rowId}
          empty={
            <EmptyState
              icon={<Phone />}
              title="No calls yet"
              text="Calls appear here as your agents take them."
              action={<Button>Add a number</Button>}
            />
          }
        />
      </Sample>
      <Sample title="Error">
        <DataTable
          label="Calls, failed"
          columns={COLUMNS}
          rows={[]}
          rowId={rowId}
          error="The server did not answer."
          onRetry={() => undefined}
        />
      </Sample>
    </>
  );
}

function Peeks() {
  const [id, setId] = useState<string | null>(null);
  return (
    <Sample title="Press J or K, then space">
      <DataTable
        label="Calls"
        columns={COLUMNS}
        rows={ROWS}
        rowId={rowId}
        onRowClick={(row) => setId(row.id)}
        onPeek={setId}
      />
      <PeekSheet
        rows={ROWS}
        rowId={rowId}
        id={id}
        onIdChange={setId}
        title={({ caller }) => caller}
        onOpen={() => setId(null)}
      >
        {({ agent, seconds }) => (
          <DescriptionList
            items={[
              { label: 'Agent', value: agent },
              { label: 'Duration', value: formatDuration(seconds) },
            ]}
          />
        )}
      </PeekSheet>
    </Sample>
  );
}

function Facts() {
  const items = [
    { label: 'Number', value: '(212) 555-0120' },
    { label: 'Agent', value: 'Ava' },
    { label: 'Client', value: LONG_NAME },
    { label: 'Recording', value: null },
  ];
  return (
    <>
      <Sample title="Rows">
        <DescriptionList items={items} />
      </Sample>
      <Sample title="Columns">
        <DescriptionList items={items} layout="columns" />
      </Sample>
    </>
  );
}

export const listStories: Story[] = [
  { id: 'tables', title: 'Tables', description: 'Lists with columns; cards on phones.', Component: Tables },
  { id: 'peek', title: 'Peek', description: 'A look into one row after another.', Component: Peeks },
  { id: 'facts', title: 'Facts', description: 'Labels and values of one thing.', Component: Facts },
];
