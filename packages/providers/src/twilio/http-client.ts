import twilio from 'twilio';
import { request } from 'undici';
import { ProviderError } from '../contracts/index.ts';

export interface TwilioAddresses {
  /** Base of the REST API, e.g. `https://api.twilio.com`; a path in it is kept. */
  apiUrl: string;
  messagingUrl: string;
}

type RequestOptions = Parameters<twilio.RequestClient['request']>[0];
type TwilioResponse = Awaited<ReturnType<twilio.RequestClient['request']>>;

const withoutTrailingSlash = (url: string): string => url.replace(/\/$/, '');

/** What leads out of a path, as it stands or escaped. No path of Twilio's API holds it. */
const STRAYING = /\\|%(?:2e|2f|5c)|\/\.{1,2}(?:[/?#]|$)/i;

/** The configured address of what the SDK asks Twilio's own host for. Credentials go to no other host, and no path strays. */
function targetUrl(uri: string, addresses: TwilioAddresses): URL {
  const asked = new URL(uri);
  if (STRAYING.test(uri)) throw new ProviderError('Not a Twilio API path', { provider: 'twilio', status: 404 });
  const product = asked.hostname.endsWith('.twilio.com') ? asked.hostname.split('.')[0] : null;
  const base = product === 'api' ? addresses.apiUrl : product === 'messaging' ? addresses.messagingUrl : null;
  if (base === null) {
    throw new ProviderError(`Twilio’s client requested an unknown host: ${asked.hostname}`, { provider: 'twilio' });
  }
  return new URL(withoutTrailingSlash(base) + asked.pathname + asked.search);
}

/** Form and query parameters the way Twilio reads them: a list is the same name several times. */
function toParameters(values: object | undefined): URLSearchParams {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(values ?? {})) {
    if (value === undefined || value === null) continue;
    for (const item of Array.isArray(value) ? value : [value]) parameters.append(name, String(item));
  }
  return parameters;
}

export const basicAuth = (user: string, password: string): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

/** Carries the SDK's requests to the configured addresses, with a limit on their time. */
export class TwilioHttpClient extends twilio.RequestClient {
  readonly #addresses: TwilioAddresses;
  readonly #timeoutMs: number;

  constructor(addresses: TwilioAddresses, timeoutMs: number) {
    super();
    this.#addresses = addresses;
    this.#timeoutMs = timeoutMs;
  }

  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the SDK's own signature
  override async request<TData>(options: RequestOptions): Promise<TwilioResponse & { body: TData }> {
    const url = targetUrl(options.uri, this.#addresses);
    for (const [name, value] of toParameters(options.params)) url.searchParams.append(name, value);
    const form = options.data === undefined ? undefined : toParameters(options.data ?? undefined).toString();
    const headers: Record<string, string> = { ...options.headers };
    headers.authorization = basicAuth(options.username ?? '', options.password ?? '');

    const answer = await request(url, {
      method: options.method.toUpperCase() as 'GET' | 'POST' | 'DELETE',
      headers,
      body: form,
      signal: AbortSignal.timeout(this.#timeoutMs),
    });
    const text = await answer.body.text();
    return { statusCode: answer.statusCode, body: parseBody(text) as TData, headers: answer.headers };
  }
}

/** An answer that is not JSON (a proxy's error page) stays text, which the SDK reads as an error without a code. */
function parseBody(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
