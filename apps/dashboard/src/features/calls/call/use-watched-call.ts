import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { inBackground } from '#/in-background.ts';
import { trpc } from '#/api/trpc.ts';
import { isRunning, type CallDetail } from '../call-labels.ts';
import { callQuery } from '../calls-queries.ts';
import { followStream, type Connection } from '../follow-stream.ts';
import { awaitsRecording } from './no-recording.ts';

const RECORDING_POLL_MS = 2_000;

/** A call as it is at every moment: the stream tells its changes while it runs, then its recording is waited for. */
export function useWatchedCall(callId: string) {
  const queryClient = useQueryClient();
  const call = useQuery({
    ...callQuery(callId),
    refetchInterval: ({ state }) => (state.data && awaitsRecording(state.data, Date.now()) ? RECORDING_POLL_MS : false),
  });
  const running = call.data !== undefined && isRunning(call.data);
  const [connection, setConnection] = useState<Connection>('steady');
  useEffect(() => {
    if (!running) return undefined;
    const leaving = new AbortController();
    let over = false;
    inBackground(
      followStream(`/calls/${callId}/events`, {
        signal: leaving.signal,
        onConnection: setConnection,
        isOver: () => over,
        onNews: (data) => {
          const latest = data as CallDetail;
          over = !isRunning(latest);
          queryClient.setQueryData(trpc.calls.get.queryKey({ call_id: callId }), latest);
          if (!over) return;
          // What counted it as running, or did not count it at all.
          inBackground(queryClient.invalidateQueries(trpc.calls.search.pathFilter()));
          inBackground(queryClient.invalidateQueries(trpc.stats.pathFilter()));
        },
      }),
    );
    return () => leaving.abort();
  }, [running, callId, queryClient]);
  return { ...call, connection };
}
