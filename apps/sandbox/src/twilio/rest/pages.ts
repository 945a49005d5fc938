import { TwilioError } from '../twilio-error.ts';
import type { RestAnswer, RestRequest } from './handler.ts';

const DEFAULT_PAGE_SIZE = 50;
const MAX_PAGE_SIZE = 1000;

/** One page of a list in Twilio's envelope, with the addresses of its neighbors. */
export function page(request: RestRequest, name: string, rows: object[]): RestAnswer {
  const size = pageNumber(request.query, 'PageSize', DEFAULT_PAGE_SIZE, 1);
  const index = pageNumber(request.query, 'Page', 0, 0);
  const pageSize = Math.min(size, MAX_PAGE_SIZE);
  const start = index * pageSize;
  const uriOf = (other: number): string => {
    const query = new URLSearchParams(request.query);
    query.set('PageSize', String(pageSize));
    query.set('Page', String(other));
    return `${request.path}?${query.toString()}`;
  };
  return {
    status: 200,
    body: {
      [name]: rows.slice(start, start + pageSize),
      start,
      end: Math.max(start, Math.min(start + pageSize, rows.length) - 1),
      page: index,
      page_size: pageSize,
      uri: uriOf(index),
      first_page_uri: uriOf(0),
      next_page_uri: start + pageSize < rows.length ? uriOf(index + 1) : null,
      previous_page_uri: index > 0 ? uriOf(index - 1) : null,
    },
  };
}

function pageNumber(query: URLSearchParams, name: string, otherwise: number, min: number): number {
  const given = query.get(name);
  if (given === null) return otherwise;
  const value = Number(given);
  if (!Number.isInteger(value) || value < min)
    throw new TwilioError(400, 20006, `${name} must be a number from ${min}`);
  return value;
}
