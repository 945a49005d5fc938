import { Readable } from 'node:stream';
import { z } from 'zod';

export type ReplyBody = string | Buffer | Readable | AsyncIterable<string | Uint8Array> | null;

export interface ReplyOptions {
  /** Defaults to the operation's declared status. */
  status?: number;
  /** Defaults to the operation's `produces`. */
  contentType?: string;
  headers?: Record<string, string>;
}

/** An answer that is not JSON: text, audio, a file, a stream, a redirect. Streams are never held in memory. */
export class RestReply {
  readonly body: ReplyBody;
  readonly status: number | undefined;
  readonly contentType: string | undefined;
  readonly headers: Record<string, string>;

  constructor(body: ReplyBody, options: ReplyOptions = {}) {
    this.body = body;
    this.status = options.status;
    this.contentType = options.contentType;
    this.headers = options.headers ?? {};
    // A stream fails when it likes: before it is sent, or after its reader has left. Whoever sends it hears of it too.
    if (body instanceof Readable) body.on('error', () => undefined);
  }

  /** Lets go of a body that nobody is going to read. */
  discard(): void {
    if (this.body instanceof Readable) this.body.destroy();
    else if (this.body !== null && typeof this.body === 'object' && Symbol.asyncIterator in this.body) {
      Readable.from(this.body).destroy();
    }
  }
}

/** The output schema of an operation that answers with a `RestReply`. */
export const restReply = z.custom<RestReply>((value) => value instanceof RestReply, 'Expected a RestReply');

/** Sends the client to another address. The caller has checked that it is one we want to send people to. */
export function redirect(url: string, status: 301 | 302 | 303 | 307 | 308 = 307): RestReply {
  return new RestReply(null, { status, headers: { location: url } });
}

/** `attachment` with a file name that old and new clients read: plain ASCII, and the real one percent-encoded. */
export function attachment(filename: string): string {
  const plain = filename.replace(/[^\x20-\x7e]|["\\]/g, '_');
  const encoded = encodeURIComponent(filename).replace(
    /['()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return plain === filename
    ? `attachment; filename="${plain}"`
    : `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
