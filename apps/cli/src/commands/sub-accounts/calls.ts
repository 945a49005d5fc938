import type { Command } from 'commander';
import type { Outputs } from '../../api/trpc-client.ts';
import { onApi } from '../../program/action.ts';
import { withExamples } from '../../program/examples.ts';
import { printList } from '../../program/listing.ts';
import { note } from '../../program/output.ts';
import { positiveInteger } from '../../program/pages.ts';
import type { Column } from '../../program/table.ts';
import { styledNote } from '../../program/terminal-text.ts';
import { CALL_COLUMNS } from '../calls/calls.ts';
import { withFilters, withKind, type CallFilters, type CallKind } from '../calls/list.ts';
import { findSubAccount } from './columns.ts';

type AgencyCall = Outputs['agency']['calls']['list']['calls'][number];

const [STARTED, ...OTHERS] = CALL_COLUMNS;
const COLUMNS: Column<AgencyCall>[] = [
  ...(STARTED ? [STARTED] : []),
  { title: 'ACCOUNT', value: ({ account_name }) => account_name, shrinks: true },
  ...OTHERS,
];

const DEFAULT_LIMIT = 50;
/** The most that the API gives at once. */
const PAGE_SIZE = 100;
/** The API pages through so many. */
const MOST = 1_000;

/** `leadlock sub-accounts calls` */
export function addCalls(subAccounts: Command): void {
  const command = withKind(
    withFilters(
      subAccounts
        .command('calls')
        .description('list the calls of all sub-accounts, or of one, newest first')
        .argument('[sub-account]', 'sub-account slug or ID'),
    ),
  ).option('--limit <count>', `maximum number of results, up to ${MOST}`, positiveInteger, DEFAULT_LIMIT);
  type Options = Omit<CallFilters, 'agent'> & CallKind & { limit: number };
  onApi<[string | undefined], Options>(command, async ({ api, options }, named) => {
    const { limit, status, from, to, search, direction, live } = options;
    const account = named === undefined ? undefined : await findSubAccount(api, named);
    const wanted = Math.min(limit, MOST);
    const calls: AgencyCall[] = [];
    let isLast = false;
    while (!isLast && calls.length < wanted) {
      const page = await api.agency.calls.list.query({
        sub_account_id: account?.id,
        status,
        direction,
        live,
        search,
        date_from: from,
        date_to: to,
        limit: Math.min(PAGE_SIZE, wanted - calls.length),
        offset: calls.length,
      });
      calls.push(...page.calls);
      isLast = page.calls.length === 0 || (page.total !== null && calls.length >= page.total);
    }
    await printList(options, calls, { columns: COLUMNS, none: 'No calls found.' });
    if (!isLast)
      note(styledNote('dim', wanted < MOST ? 'Use --limit to see more.' : 'Use --from and --to to see older calls.'));
  });
  withExamples(command, [
    ['leadlock sub-accounts calls --live', 'list live calls of all sub-accounts'],
    ['leadlock sub-accounts calls harbor-plumbing --status failed', 'list failed calls of one'],
    ['leadlock sub-accounts calls --search "reschedule" --json', 'find what was said, for a script'],
  ]);
}
