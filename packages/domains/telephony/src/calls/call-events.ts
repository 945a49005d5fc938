import type { ServerSentEvent, StreamComment } from '@leadlock/trpc/rest/event-stream';
import type { CallLogResponse, CallSummary } from './schemas.ts';

/** Each state of a call as an event. */
export async function* eventsOfCall(states: AsyncIterable<CallLogResponse>): AsyncGenerator<ServerSentEvent> {
  for await (const call of states) yield { event: 'call', data: call };
}

/** Calls as events; a comment says from where on they are news. */
export async function* eventsOfCalls(
  news: AsyncIterable<CallSummary[]>,
): AsyncGenerator<ServerSentEvent | StreamComment> {
  let isListening = false;
  for await (const calls of news) {
    for (const call of calls) yield { event: 'call', data: call };
    if (!isListening) yield { comment: 'listening' };
    isListening = true;
  }
}
