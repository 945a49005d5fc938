import { Agent, request, type Dispatcher } from 'undici';
import { ProviderError, type OutboundHttp, type OutboundRequest, type OutboundResponse } from '../contracts/index.ts';
import { parseAllowedHosts } from './address-policy.ts';
import { guardedConnector } from './guarded-connector.ts';
import { BlockedAddressError } from './public-lookup.ts';

export interface OutboundHttpOptions {
  /** The text of `OUTBOUND_ALLOW_HOSTS`. */
  allowHosts: string;
  /** Name servers to ask, `address` or `address:port`; absent: those of this machine. */
  dnsServers?: readonly string[];
}

const CONNECT_TIMEOUT_MS = 10_000;
const DEFAULT_MAX_REDIRECTS = 3;
const DEFAULT_MAX_RESPONSE_BYTES = 10_000_000;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** Headers that belong to the connection or to the first host, and are never a user's to set. */
const CONNECTION_HEADERS = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);
/** What may be told to another origin than the one the user named; the rest could be credentials. */
const SAFE_HEADERS = new Set(['accept', 'accept-encoding', 'accept-language', 'content-type', 'user-agent']);

type FailureCode = 'blocked_address' | 'timeout' | 'too_large' | 'too_many_redirects' | 'unreachable';

class Failure extends Error {
  readonly code: FailureCode;

  constructor(code: FailureCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}
const failure = (code: FailureCode, message: string, cause?: unknown): Failure => new Failure(code, message, cause);

/** Of the connection, and of name servers. */
const TIMEOUTS: ReadonlySet<unknown> = new Set(['UND_ERR_CONNECT_TIMEOUT', 'ETIMEOUT']);

/** What is known of a chain of redirects, however it ends. */
interface Path {
  signal: AbortSignal;
  /** Of the last redirect. */
  redirectStatus: number | undefined;
}

/** One request of a chain of redirects. */
interface Hop {
  url: URL;
  method: OutboundRequest['method'];
  headers: Record<string, string>;
  body: string | undefined;
}

function parseTarget(url: string, base?: URL): URL {
  const target = URL.canParse(url, base?.href) ? new URL(url, base) : null;
  if (target === null) throw failure('unreachable', 'Invalid URL');
  if (target.protocol !== 'http:' && target.protocol !== 'https:') {
    throw failure('blocked_address', 'Only http and https URLs are allowed');
  }
  return target;
}

/** Percent-encoding that is no such thing stands for itself, as in browsers. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function firstHop({ url, method, headers, body }: OutboundRequest): Hop {
  const target = parseTarget(url);
  const own = Object.entries(headers ?? {})
    .map(([name, value]): [string, string] => [name.toLowerCase(), value])
    .filter(([name]) => !CONNECTION_HEADERS.has(name));
  const hop: Hop = {
    url: target,
    method,
    // Sizes are limited as they arrive, so nothing may be packed smaller than it is.
    headers: { 'user-agent': 'Leadlock', ...Object.fromEntries(own), 'accept-encoding': 'identity' },
    body,
  };
  if (target.username !== '' || target.password !== '') {
    const credentials = `${decoded(target.username)}:${decoded(target.password)}`;
    hop.headers.authorization ??= `Basic ${Buffer.from(credentials).toString('base64')}`;
  }
  return hop;
}

/** The request that a redirect asks for, by the rules browsers follow. */
function nextHop(hop: Hop, status: number, location: string, kept: readonly string[]): Hop {
  const url = parseTarget(location, hop.url);
  const becomesGet = status === 303 || (status < 303 && hop.method === 'POST');
  const headers = Object.entries(hop.headers).filter(
    ([name]) =>
      (url.origin === hop.url.origin || SAFE_HEADERS.has(name) || kept.includes(name)) &&
      !(becomesGet && name.startsWith('content-')),
  );
  return {
    url,
    method: becomesGet ? 'GET' : hop.method,
    headers: Object.fromEntries(headers),
    body: becomesGet ? undefined : hop.body,
  };
}

/** Whether a redirect asks for the same request somewhere else, and as safely. */
function keepsRequest(hop: Hop, status: number, location: string): boolean {
  if (status !== 307 && status !== 308) return false;
  return hop.url.protocol !== 'https:' || parseTarget(location, hop.url).protocol === 'https:';
}

/** The beginning of what an answer says; less where it breaks off. */
async function readBeginning(body: Dispatcher.ResponseData['body'], maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of body) {
      const bytes = chunk as Buffer;
      size += bytes.length;
      chunks.push(bytes);
      if (size >= maxBytes) break;
    }
  } catch {
    // The status has been told, and is what counts.
  }
  return Buffer.concat(chunks).subarray(0, maxBytes).toString('utf8');
}

async function readText(body: Dispatcher.ResponseData['body'], maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    const bytes = chunk as Buffer;
    size += bytes.length;
    if (size > maxBytes) throw failure('too_large', `The response is larger than ${maxBytes} bytes`);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}

const flatten = (headers: Dispatcher.ResponseData['headers']): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
    ),
  );

const codeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;

function describe(error: unknown, signal: AbortSignal): Failure {
  if (error instanceof Failure) return error;
  if (error instanceof BlockedAddressError) return failure('blocked_address', error.message, error);
  if (signal.aborted || TIMEOUTS.has(codeOf(error))) {
    return failure('timeout', 'The URL did not respond in time', error);
  }
  return failure('unreachable', 'Couldn’t connect to the URL', error);
}

function toProviderError(error: unknown, { signal, redirectStatus }: Path): ProviderError {
  const { code, message, cause } = describe(error, signal);
  const status = redirectStatus === undefined ? {} : { status: redirectStatus };
  return new ProviderError(message, { provider: 'outbound_http', code, cause, ...status });
}

/** Rejects when the time is over. A request that has no connection yet does not hear its signal, and is not sent later. */
const whenOver = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    const giveUp = () => reject(failure('timeout', 'The URL did not respond in time'));
    if (signal.aborted) giveUp();
    else signal.addEventListener('abort', giveUp, { once: true });
  });

async function readAnswer(
  { maxResponseBytes = DEFAULT_MAX_RESPONSE_BYTES, cutResponse = false }: OutboundRequest,
  answer: Dispatcher.ResponseData,
): Promise<Omit<OutboundResponse, 'durationMs'>> {
  const read = cutResponse ? readBeginning : readText;
  const body = await read(answer.body, maxResponseBytes);
  return { status: answer.statusCode, headers: flatten(answer.headers), body };
}

/** Carries requests to addresses that users give us. One serves a whole process. */
export function createOutboundHttp({ allowHosts, dnsServers = [] }: OutboundHttpOptions): OutboundHttp {
  const dispatcher = new Agent({
    connect: guardedConnector(parseAllowedHosts(allowHosts), { timeoutMs: CONNECT_TIMEOUT_MS, dnsServers }),
    // Each request has its own limit, which covers everything.
    headersTimeout: 0,
    bodyTimeout: 0,
  });

  async function follow(asked: OutboundRequest, path: Path): Promise<Omit<OutboundResponse, 'durationMs'>> {
    const { maxRedirects = DEFAULT_MAX_REDIRECTS, redirects: which = 'all', redirectedHeaders = [] } = asked;
    let hop = firstHop(asked);
    for (let redirects = 0; ; redirects += 1) {
      const { url, method, headers, body } = hop;
      const asking = request(url, { method, headers, body, dispatcher, signal: path.signal });
      const answer = await Promise.race([asking, whenOver(path.signal)]);
      const location = answer.headers.location;
      if (!REDIRECTS.has(answer.statusCode) || typeof location !== 'string') return readAnswer(asked, answer);
      path.redirectStatus = answer.statusCode;
      const isOneTooMany = redirects >= maxRedirects;
      if (which === 'same_request' && (isOneTooMany || !keepsRequest(hop, answer.statusCode, location))) {
        return readAnswer(asked, answer);
      }
      // What a redirect says beside its address is of no use, and may be without end.
      answer.body.on('error', () => undefined).destroy();
      if (isOneTooMany) throw failure('too_many_redirects', 'Too many redirects');
      hop = nextHop(hop, answer.statusCode, location, redirectedHeaders);
    }
  }

  return {
    async request(asked) {
      const startedAt = performance.now();
      const path: Path = { signal: AbortSignal.timeout(asked.timeoutMs), redirectStatus: undefined };
      try {
        const answer = await follow(asked, path);
        return { ...answer, durationMs: Math.round(performance.now() - startedAt) };
      } catch (error) {
        throw toProviderError(error, path);
      }
    },
  };
}
