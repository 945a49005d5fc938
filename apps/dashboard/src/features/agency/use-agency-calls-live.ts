import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { inBackground } from '#/in-background.ts';
import { trpc } from '#/api/trpc.ts';
import { followStream, type Connection } from '#/features/calls/follow-stream.ts';
import { runningAgencyCallsQuery } from './agency-calls-search.ts';

/** The calls of all accounts that run, newest first; lists of them are read again when calls begin, change or end. */
export function useAgencyCallsLive() {
  const queryClient = useQueryClient();
  const [connection, setConnection] = useState<Connection>('steady');
  useEffect(() => {
    const leaving = new AbortController();
    inBackground(
      followStream('/agency/calls/events', {
        signal: leaving.signal,
        onConnection: setConnection,
        onNews: () => inBackground(queryClient.invalidateQueries(trpc.agency.calls.list.pathFilter())),
      }),
    );
    return () => leaving.abort();
  }, [queryClient]);
  const running = useQuery(runningAgencyCallsQuery()).data?.calls ?? [];
  return { running, connection };
}
