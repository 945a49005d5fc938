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
const DIRECTIONS = ['inbound', 'outbound', 'test', 'demo'] as const satisfies SearchInput['direction'][];

/** The first moment of a day in the user's zone, some days later; null for a day that there is not, as 2026-02-31. */
function startOfDay(day: string, later = 0): Date | null {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  const isDay = new Date(year, month - 1, date).getDate() === date && month >= 1 && month <= 12;
  return isDay ? new Date(year, month - 1, date + later) : null;
}

/**
 * Reads a day or a time of the user's zone, as the tables print them, into a moment for the API: of a day the first one,
 * or the first of a later one.
 */
const dayOrTime =
  (daysLater: number) =>
  (text: string): string => {
    const [, day = '', hours = ''] = /^(\d{4}-\d{2}-\d{2})(T.+)?$/.exec(text) ?? [];
    const start = startOfDay(day, daysLater);
    const moment = hours === '' || start === null ? start : new Date(text);
    if (moment === null || Number.isNaN(moment.getTime()))
      throw new InvalidArgumentError('It must be a day, 2026-11-01, or a time, 2026-11-01T15:00.');
    return moment.toISOString();
  };

/** The filters of `list` and `export`. */
export const withCallFilters = (command: Command): Command =>
  command
    .option('--agent <agent>', 'only calls of this agent, by name or id')
    .addOption(new Option('--status <status>', 'only calls with this status').choices(STATUSES))
    .option(
      '--from <day or time>',
      'only calls that started then or later, in your time zone: 2026-11-01, 2026-11-01T15:00',
      dayOrTime(0),
    )
    .option(
      '--to <day or time>',
      'only calls that started until the end of that day, or before that time',
      dayOrTime(1),
    )
    .option('--search <text>', 'part of a number, of the caller’s name or e-mail, or of the agent’s name');

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
      .addOption(new Option('--direction <direction>', 'only calls of this direction').choices(DIRECTIONS))
      .option('--live', 'only calls that are not over'),
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
    ['leadlock calls list --live', 'those that run'],
    ['leadlock calls list --agent "Front desk" --from 2026-11-01 --all --json', 'all of an agent’s, for a script'],
  ]);
}
