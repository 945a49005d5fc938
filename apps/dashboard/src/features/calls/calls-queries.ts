import { trpc } from '#/api/trpc.ts';
import { toFilter, type CallsSearch } from './calls-search.ts';

export const callsQuery = (search: CallsSearch) =>
  trpc.calls.search.queryOptions({ ...toFilter(search), limit: search.limit, offset: search.offset });

export const callQuery = (callId: string) => trpc.calls.get.queryOptions({ call_id: callId });
