import { CallDirection } from '@leadlock/core/call-direction';
import { InvalidArgumentError, Option, type Command } from 'commander';
import type { ApiClient, Inputs } from '../../api/trpc-client.ts';
import { onApi } from '../../program/action.ts';
import { withExamples } from '../../program/examples.ts';
import { printList } from '../../program/listing.ts';
import { noteLeftOut, readPages, withPages, type PageOptions } from '../../program/pages.ts';
import { findAgent } from '../agents/find-agent.ts';
import { CALL_COLUMNS } from './calls.ts';

type SearchInput = NonNullable<Inputs['calls']['search']>;

export interface CallFilters {
  agent?: string;
  status?: NonNullable<SearchInput['status']>;
  from?: string;
  to?: string;
  search?: string;
}

const STATUSES = [
  'queued',
  'ringing',
  'in-progress',
  'completed',
  'busy',
  'failed',
  'no-answer',
  'canceled',
  'voicemail',
] as const satisfies SearchInput['status'][];

/** Whether there is such a day, which there is not for 2026-02-31. */
function isDay(text: string): boolean {
  const start = Date.parse(text);
  return !Number.isNaN(start) && new Date(start).toISOString().startsWith(text);
}

/**
 * Reads a day, which the API counts in the account's time zone, or a time. A time without an offset is one of this
 * computer's zone, as the tables print them.
 */
function dayOrTime(text: string): string {
  const [, day = '', hours = ''] = /^(\d{4}-\d{2}-\d{2})(T.+)?$/.exec(text) ?? [];
  const moment = new Date(text);
  if (!isDay(day) || Number.isNaN(moment.getTime()))
    throw new InvalidArgumentError('It must be a day, 2026-11-01, or a time, 2026-11-01T15:00.');
  return hours === '' ? day : moment.toISOString();
}

/** The filters of `list` and `export`. */
export const withCallFilters = (command: Command): Command =>
  command
    .option('--agent <agent>', 'only calls of this agent, by name or id')
    .addOption(new Option('--status <status>', 'only calls with this status').choices(STATUSES))
    .option(
      '--from <day or time>',
      'only calls that started then or later: 2026-11-01 (account’s time zone) or 2026-11-01T15:00 (yours)',
      dayOrTime,
    )
    .option('--to <day or time>', 'only calls that started by the end of that day, or before that time', dayOrTime)
    .option('--search <text>', 'part of a number, of the caller’s name or email, or of the agent’s name');

export async function toFilterInput(api: ApiClient, { agent, status, from, to, search }: CallFilters) {
  return {
    agent_id: agent === undefined ? undefined : (await findAgent(api, agent)).id,
    status,
    date_from: from,
    date_to: to,
    search,
  };
}

/** `leadlock calls list` */
export function addCallsList(calls: Command): void {
  const command = withPages(
    withCallFilters(calls.command('list').description('list calls, newest first'))
      .addOption(new Option('--direction <direction>', 'only calls in this direction').choices(CallDirection.options))
      .option('--live', 'only calls in progress'),
  );
  type Options = CallFilters & PageOptions & Pick<SearchInput, 'direction' | 'live'>;
  onApi<[], Options>(command, async ({ api, options }) => {
    const filters = await toFilterInput(api, options);
    const found = await readPages(options, async (page) => {
      const { direction, live } = options;
      const { calls, total } = await api.calls.search.query({ ...filters, direction, live, ...page });
      return { items: calls, total };
    });
    await printList(options, found.items, { columns: CALL_COLUMNS, none: 'There are no such calls.' });
    noteLeftOut(found);
  });
  withExamples(command, [
    ['leadlock calls list', 'the latest calls'],
    ['leadlock calls list --live', 'calls in progress'],
    ['leadlock calls list --agent "Front desk" --from 2026-11-01 --all --json', 'all calls of an agent, for a script'],
  ]);
}
