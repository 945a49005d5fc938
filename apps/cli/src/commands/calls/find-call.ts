import { isId } from '@leadlock/core/id';
import type { ApiClient } from '../../api/trpc-client.ts';
import { findOne } from '../../program/find-one.ts';

/** How many calls the API gives at once, the newest first: a beginning of an id is looked for among them. */
const LATEST = 100;

/** The id of a call that was named by it, or by how it begins if only one of the latest calls does. */
export async function findCallId(api: ApiClient, named: string): Promise<string> {
  if (isId(named)) return named;
  const { calls } = await api.calls.search.query({ limit: LATEST });
  return findOne(calls, named, { what: 'call', names: () => [] }).id;
}
