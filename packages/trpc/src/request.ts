import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';

/** What stands before an IPv4 address that came over an IPv6 socket. */
const MAPPED_IPV4 = /^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i;
/** What a client may send as its own request id: short, printable, safe in a log line. */
const ACCEPTABLE_ID = /^[\w.:-]{8,128}$/;

/** One HTTP request as procedures and verbs see it. There is one per request, whichever door it came through. */
export class HttpRequest {
  /** Sent back as `X-Request-Id`; the client's own when it sent an acceptable one. */
  readonly id: string;
  readonly headers: IncomingHttpHeaders;
  /** The door the request came through; procedures that only make sense over REST refuse the other one. */
  door: 'rest' | 'trpc' = 'rest';
  /** The procedure's path, such as `agents.list`, once it is known. Of a tRPC batch, the first one. */
  operation: string | null = null;
  /** The body's bytes as they arrived, for signatures. Null when there was none, or it was a stream of files. */
  rawBody: Buffer | null = null;
  /** When a stream of events began to answer it, by `performance.now()`. Such an answer lasts as long as its reader stays. */
  streamingSince: number | null = null;
  readonly #req: IncomingMessage;
  readonly #res: ServerResponse;
  #aborting: AbortController | null = null;

  constructor(req: IncomingMessage, res: ServerResponse) {
    this.#req = req;
    this.#res = res;
    // A connection that breaks is no news for whoever does not read from it or write to it at the moment.
    req.on('error', () => undefined);
    res.on('error', () => undefined);
    this.headers = req.headers;
    const offered = req.headers['x-request-id'];
    this.id = typeof offered === 'string' && ACCEPTABLE_ID.test(offered) ? offered : randomUUID();
    res.setHeader('x-request-id', this.id);
  }

  get method(): string {
    return this.#req.method ?? 'GET';
  }

  /** Path and query as they were sent, also below a mounted prefix. */
  get url(): string {
    return (this.#req as IncomingMessage & { originalUrl?: string }).originalUrl ?? this.#req.url ?? '/';
  }

  /**
   * The client's address, IPv4 in its own notation also where the socket speaks IPv6. Behind proxies it follows express'
   * `trust proxy` setting.
   */
  get ip(): string {
    const address = (this.#req as IncomingMessage & { ip?: string }).ip ?? this.#req.socket.remoteAddress ?? '';
    return address.replace(MAPPED_IPV4, '');
  }

  /** A header's value by its lower-case name; of a repeated one, the first. */
  header(name: string): string | null {
    const value = this.headers[name];
    return (Array.isArray(value) ? value[0] : value) ?? null;
  }

  /** Fires when the client went away before it had the whole answer. */
  get signal(): AbortSignal {
    if (this.#aborting === null) {
      const aborting = new AbortController();
      const res = this.#res;
      if (res.destroyed) aborting.abort();
      else res.once('close', () => res.writableFinished || aborting.abort());
      this.#aborting = aborting;
    }
    return this.#aborting.signal;
  }

  /** Runs once the answer has ended, whole or cut off. */
  onClosed(callback: () => void): void {
    if (this.#res.closed) callback();
    else this.#res.once('close', callback);
  }

  /** Adds a header to the answer. It must be called before the answer starts. */
  setHeader(name: string, value: string): void {
    this.#res.setHeader(name, value);
  }
}

const requests = new WeakMap<IncomingMessage, HttpRequest>();

/** The request's one `HttpRequest`, made on first use. */
export function httpRequest(req: IncomingMessage, res: ServerResponse): HttpRequest {
  let request = requests.get(req);
  if (request === undefined) {
    request = new HttpRequest(req, res);
    requests.set(req, request);
  }
  return request;
}
