import type { IncomingMessage } from 'node:http';
import { AppError } from '@leadlock/core/errors';

export const tooLarge = (what: string, bytes: number): AppError =>
  new AppError('payload_too_large', `${what} is larger than ${bytes} bytes`);

const wentAway = (): AppError => new AppError('bad_request', 'The request body ended early');

/** Reads a body of at most `limit` bytes. What comes after them is left for whoever answers. */
export function readBytes(req: IncomingMessage, limit: number): Promise<Buffer> {
  if (Number(req.headers['content-length'] ?? 0) > limit) return Promise.reject(tooLarge('The request body', limit));
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const settle = (end: () => void): void => {
      req.off('data', onData).off('end', onEnd).off('error', onError).off('close', onClose);
      end();
    };
    const onData = (chunk: Buffer): void => {
      size += chunk.length;
      if (size > limit) settle(() => reject(tooLarge('The request body', limit)));
      else chunks.push(chunk);
    };
    const onEnd = (): void =>
      settle(() => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, size)));
    const onError = (error: Error): void => settle(() => reject(error));
    const onClose = (): void => settle(() => reject(wentAway()));
    req.on('data', onData).on('end', onEnd).on('error', onError).on('close', onClose);
  });
}
