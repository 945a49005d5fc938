import type { IncomingMessage, ServerResponse } from 'node:http';
import { awaitsContinue } from './expected-continue.ts';

/** How long, and how much, a client that is still sending a refused body may go on. */
const LINGER_MS = 20_000;
const LINGER_BYTES = 64_000_000;

/**
 * Answers a request whose body was not read to its end. What else comes of it is thrown away: a client that writes
 * everything before it reads would see a broken connection instead of the answer. One that sends too long is cut off.
 */
export function abandonBody(req: IncomingMessage, res: ServerResponse): void {
  if (req.complete || req.destroyed) return;
  if (awaitsContinue(req)) {
    // It may send the body or not, so that nobody can say where its next request begins.
    res.setHeader('connection', 'close');
    return;
  }
  let left = LINGER_BYTES;
  const cutOff = (): void => {
    req.destroy();
  };
  const timer = setTimeout(cutOff, LINGER_MS).unref();
  req.on('data', (chunk: Buffer) => {
    left -= chunk.length;
    if (left < 0) cutOff();
  });
  req.once('close', () => clearTimeout(timer));
  req.resume();
}
