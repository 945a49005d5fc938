import type { Principal } from '../principal.ts';
import type { RequestContext } from '../request-context.ts';
import { eventStream, type ServerSentEvent, type StreamComment } from './event-stream.ts';
import type { RestReply } from './reply.ts';

/** Answers with a stream of events that lasts until its source ends, which it has to when the signal says so. */
export function liveStream(
  ctx: RequestContext & { principal: Principal },
  source: (signal: AbortSignal) => AsyncIterable<ServerSentEvent | StreamComment>,
): RestReply {
  return eventStream(source(ctx.streams.open(ctx, ctx.principal)));
}
