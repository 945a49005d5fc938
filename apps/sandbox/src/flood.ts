import { once } from 'node:events';
import type { Response } from 'express';

const FLOOD = 'x'.repeat(64 * 1024);

/** A moment for what was written to leave. */
export const moment = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Answers without an end, until the client has had enough. */
export async function flood(response: Response, contentType: string): Promise<void> {
  response.writeHead(200, { 'content-type': contentType });
  const left = new AbortController();
  response.once('close', () => left.abort());
  while (!response.destroyed) {
    if (response.write(FLOOD)) await moment();
    else await once(response, 'drain', { signal: left.signal }).catch(() => undefined);
  }
}
