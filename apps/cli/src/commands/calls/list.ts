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
    throw new InvalidArgumentError('Must be a date (2026-11-01) or a time (2026-11-01T15:00).');
  return hours === '' ? day : moment.toISOString();
}

/** The filters of every list of calls. */
export const withFilters = (command: Command): Command =>
  command
    .addOption(new Option('--status <status>', 'filter by status').choices(STATUSES))
    .option(
      '--from <date or time>',
      'calls that started at this time or later: 2026-11-01 (account’s time zone) or 2026-11-01T15:00 (local time)',
      dayOrTime,
    )
    .option('--to <date or time>', 'calls that started before this time, or on this date or earlier', dayOrTime)
    .option('--search <text>', 'search by phone number, caller name or email, agent name, or words that were said');

/** The filters of an account's calls. */
export const withCallFilters = (command: Command): Command =>
  withFilters(command.option('--agent <agent>', 'filter by agent name or ID'));

export type CallKind = Pick<SearchInput, 'direction' | 'live'>;

/** What lists can be narrowed to besides. */
export const withKind = (command: Command): Command =>
  command
    .addOption(new Option('--direction <direction>', 'filter by direction').choices(CallDirection.options))
    .option('--live', 'only live calls');

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
  const command = withPages(withKind(withCallFilters(calls.command('list').description('list calls, newest first'))));
  type Options = CallFilters & PageOptions & CallKind;
  onApi<[], Options>(command, async ({ api, options }) => {
    const filters = await toFilterInput(api, options);
    const found = await readPages(options, async (page) => {
      const { direction, live } = options;
      const { calls, total } = await api.calls.search.query({ ...filters, direction, live, ...page });
      return { items: calls, total };
    });
    await printList(options, found.items, { columns: CALL_COLUMNS, none: 'No calls found.' });
    noteLeftOut(found);
  });
  withExamples(command, [
    ['leadlock calls list', 'list recent calls'],
    ['leadlock calls list --live', 'list live calls'],
    ['leadlock calls list --agent "Front desk" --from 2026-11-01 --all --json', 'export an agent’s calls for a script'],
  ]);
}
