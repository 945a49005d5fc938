import { createHmac } from 'node:crypto';

export type WebhookParams = Record<string, string>;

export interface WebhookAnswer {
  status: number;
  contentType: string;
  body: Buffer;
  /** Where the answer came from, after redirects. */
  url: string;
}

/** Twilio gives up on a webhook after this long. */
const TIMEOUT_MS = 15_000;

/** `X-Twilio-Signature`: HMAC-SHA1 over the address and the sorted form fields, keyed by the account's token. */
export function signature(authToken: string, url: string, params: WebhookParams = {}): string {
  const fields = Object.keys(params)
    .sort()
    .map((name) => name + params[name]);
  return createHmac('sha1', authToken)
    .update(url + fields.join(''))
    .digest('base64');
}

/** Sends a signed webhook. Errors: rejects when nothing answers in time; an HTTP error is an answer. */
export async function sendWebhook(
  authToken: string,
  target: { url: string; method?: string | null },
  params: WebhookParams,
): Promise<WebhookAnswer> {
  const byGet = target.method === 'GET';
  const url = new URL(target.url);
  if (byGet) for (const [name, value] of Object.entries(params)) url.searchParams.append(name, value);
  const response = await fetch(url, {
    method: byGet ? 'GET' : 'POST',
    headers: {
      'user-agent': 'TwilioProxy/1.1',
      accept: '*/*',
      'x-twilio-signature': byGet ? signature(authToken, url.href) : signature(authToken, target.url, params),
    },
    body: byGet ? null : new URLSearchParams(params),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  return {
    status: response.status,
    contentType: response.headers.get('content-type') ?? '',
    body: Buffer.from(await response.arrayBuffer()),
    url: response.url,
  };
}
