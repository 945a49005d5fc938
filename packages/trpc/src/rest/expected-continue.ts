import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';

const waiting = new WeakSet<IncomingMessage>();

/**
 * Serves requests whose clients ask before they send their body (`Expect: 100-continue`): for a server's
 * `checkContinue`. The client is told to go on once the body is wanted; whoever is refused before that sends nothing.
 */
export const askedToContinue =
  (handle: RequestListener): RequestListener =>
  (req, res) => {
    waiting.add(req);
    handle(req, res);
  };

/** Tells a client that waits for it to send the body. */
export function letContinue(req: IncomingMessage, res: ServerResponse): void {
  if (waiting.delete(req)) res.writeContinue();
}

/** Whether the client may still be waiting with its body. */
export const awaitsContinue = (req: IncomingMessage): boolean => waiting.has(req);
