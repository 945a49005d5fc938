import { RestReply } from './reply.ts';

/** One server-sent event. `data` is sent as JSON unless it is a string already. */
export interface ServerSentEvent {
  data: unknown;
  event?: string;
  id?: string;
  /** Milliseconds a client waits before it connects again. */
  retry?: number;
}

/** Tells whoever looks at the stream, and no client, how far it is. */
export interface StreamComment {
  comment: string;
  /** From where a client goes on that connects again, as an event's. */
  id?: string;
}

/** Comments in quiet times keep proxies from cutting the connection. */
const HEARTBEAT_MS = 15_000;
const HEARTBEAT = ': keep-alive\n\n';

function format(item: ServerSentEvent | StreamComment): string {
  if ('comment' in item) return `${item.id === undefined ? '' : `id: ${item.id}\n`}: ${item.comment}\n\n`;
  const { data, event, id, retry } = item;
  const text = typeof data === 'string' ? data : JSON.stringify(data);
  const lines = [
    ...(event === undefined ? [] : [`event: ${event}`]),
    ...(id === undefined ? [] : [`id: ${id}`]),
    ...(retry === undefined ? [] : [`retry: ${retry}`]),
    ...text.split(/\r\n|\r|\n/).map((line) => `data: ${line}`),
  ];
  return `${lines.join('\n')}\n\n`;
}

async function* withHeartbeat(
  events: AsyncIterable<ServerSentEvent | StreamComment>,
  everyMs: number,
): AsyncGenerator<string> {
  const iterator = events[Symbol.asyncIterator]();
  let next = iterator.next();
  try {
    for (;;) {
      let timer: NodeJS.Timeout | undefined;
      const quiet = new Promise<null>((resolve) => {
        timer = setTimeout(resolve, everyMs, null);
      });
      const result = await Promise.race([next, quiet]).finally(() => clearTimeout(timer));
      if (result === null) {
        yield HEARTBEAT;
        continue;
      }
      if (result.done === true) return;
      yield format(result.value);
      next = iterator.next();
    }
  } finally {
    // Not awaited: a source that waits for its next event would hold the connection's end up.
    iterator.return?.().catch(() => undefined);
  }
}

/** Answers with a stream of events. The source is told to stop (`return`) when the client goes away. */
export function eventStream(
  events: AsyncIterable<ServerSentEvent | StreamComment>,
  heartbeatMs = HEARTBEAT_MS,
): RestReply {
  return new RestReply(withHeartbeat(events, heartbeatMs), {
    contentType: 'text/event-stream; charset=utf-8',
    headers: { 'cache-control': 'no-cache, no-transform', 'x-accel-buffering': 'no' },
  });
}
