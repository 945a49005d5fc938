import type { Inputs } from '#/api/trpc.ts';
import type { DateRange } from '../../components/ui/date-range.ts';
import { offset, oneOf, optionalDay, optionalOneOf, optionalText, text } from '../../search/search-params.ts';
import { searchSchema, type SearchOf } from '../../search/search-schema.ts';
import { DIRECTIONS, STATUSES } from './call-labels.ts';

/** What of a call's list an address says. */
export const CALLS_PARAMS = {
  q: text(200),
  agent: optionalText(),
  direction: optionalOneOf(DIRECTIONS),
  status: optionalOneOf(STATUSES),
  from: optionalDay(),
  to: optionalDay(),
  offset: offset(),
  limit: oneOf([25, 50, 100], 25),
};

/** What is asked for, as it stands in the address. */
export const CallsSearch = searchSchema(CALLS_PARAMS);
export type CallsSearch = SearchOf<typeof CallsSearch>;

/** Days in the account's time zone; null where the address names none, or one only. */
export const rangeOf = ({ from, to }: CallsSearch): DateRange | null =>
  from !== undefined && to !== undefined && from <= to ? { from, to } : null;

export const isFiltered = (search: CallsSearch): boolean =>
  search.q !== '' ||
  search.agent !== undefined ||
  search.direction !== undefined ||
  search.status !== undefined ||
  rangeOf(search) !== null;

/** The filters as the api understands them. */
export function toFilter(search: CallsSearch) {
  const range = rangeOf(search);
  return {
    agent_id: search.agent,
    direction: search.direction,
    status: search.status,
    search: search.q === '' ? undefined : search.q,
    date_from: range?.from,
    date_to: range?.to,
  } satisfies Inputs['calls']['search'];
}

/** Where the calls that match, on whichever page, come as a CSV file; of every direction, for exports know none. */
export function exportPath(search: CallsSearch): string {
  const query = new URLSearchParams();
  const { direction: _, ...filter } = toFilter(search);
  for (const [name, value] of Object.entries(filter)) if (value !== undefined) query.set(name, value);
  return query.size === 0 ? '/calls/export' : `/calls/export?${query}`;
}
