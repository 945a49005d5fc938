import { createHash } from 'node:crypto';
import type { ServerSentEvent, StreamComment } from '@leadlock/trpc/rest/event-stream';
import type { CallLogResponse } from './schemas.ts';
import type { CallNews } from './watch-calls.ts';

/** Names a state of a call, so that a reader who connects again can say that they have it. */
export const stateId = (call: CallLogResponse): string =>
  createHash('sha256').update(JSON.stringify(call)).digest('base64url').slice(0, 22);

/** Each state of a call as an event; the first one is left out where the reader has it already. */
export async function* eventsOfCall(
  states: AsyncIterable<CallLogResponse>,
  lastId: string | null,
): AsyncGenerator<ServerSentEvent> {
  let had = lastId;
  for await (const call of states) {
    const id = stateId(call);
    if (id !== had) yield { event: 'call', data: call, id };
    had = null;
  }
}

/** Calls as events; a comment says from where on they are news. */
export async function* eventsOfCalls(news: AsyncIterable<CallNews>): AsyncGenerator<ServerSentEvent | StreamComment> {
  let isListening = false;
  for await (const { calls, readAt } of news) {
    // Only with the last of them does the reader have them all.
    const id = readAt.toISOString();
    for (const [index, call] of calls.entries()) {
      yield { event: 'call', data: call, ...(index === calls.length - 1 ? { id } : {}) };
    }
    if (!isListening) yield { comment: 'listening', id };
    isListening = true;
  }
}
