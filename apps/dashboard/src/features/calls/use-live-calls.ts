import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { inBackground } from '#/in-background.ts';
import { trpc, type Outputs } from '#/api/trpc.ts';
import type { Call } from './call-labels.ts';
import { followStream, type Connection } from './follow-stream.ts';
import { replaceCall, withNews } from './running-calls.ts';

/** Several calls often begin and end within a moment: the lists are asked for once. */
const GATHER_MS = 300;

export interface LiveCalls {
  /** The calls that run, newest first. */
  running: readonly Call[];
  connection: Connection;
}

/** The calls that run in the account that is acted for when it mounts, as they change; lists of calls follow in place. */
export function useLiveCalls(): LiveCalls {
  const queryClient = useQueryClient();
  const [running, setRunning] = useState<readonly Call[]>([]);
  const [connection, setConnection] = useState<Connection>('steady');
  useEffect(() => {
    const leaving = new AbortController();
    let refresh: ReturnType<typeof setTimeout> | undefined;
    const refreshLater = (): void => {
      clearTimeout(refresh);
      refresh = setTimeout(() => void refreshLists(queryClient), GATHER_MS);
    };
    let connections = 0;
    inBackground(
      followStream('/calls/events', {
        signal: leaving.signal,
        onConnection: setConnection,
        onConnect: () => {
          setRunning([]);
          // What happened while nobody listened is asked for.
          if (connections > 0) refreshLater();
          connections += 1;
        },
        onNews: (data) => {
          const call = data as Call;
          setRunning((before) => withNews(before, call));
          if (showInLists(queryClient, call)) refreshLater();
        },
      }),
    );
    return () => {
      leaving.abort();
      clearTimeout(refresh);
      setRunning([]);
    };
  }, [queryClient]);
  return { running, connection };
}

/** Puts a call's newest state where it is shown. Returns whether the server must say which lists it belongs to. */
function showInLists(queryClient: QueryClient, call: Call): boolean {
  let shown = false;
  const lists = queryClient.getQueriesData<Outputs['calls']['search']>(trpc.calls.search.pathFilter());
  for (const [key, page] of lists) {
    const next = page && replaceCall(page, call);
    if (next) queryClient.setQueryData(key, next);
    shown ||= next !== undefined;
  }
  // A call that has ended may have left the filters, and the figures count it.
  return !shown || call.ended_at !== null;
}

const refreshLists = (queryClient: QueryClient): Promise<unknown> =>
  Promise.all([
    queryClient.invalidateQueries(trpc.calls.search.pathFilter()),
    queryClient.invalidateQueries(trpc.stats.pathFilter()),
    queryClient.invalidateQueries(trpc.setup.pathFilter()),
  ]);
