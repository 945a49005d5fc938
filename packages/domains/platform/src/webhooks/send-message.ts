import { ProviderError, type OutboundHttp } from '@leadlock/providers/contracts';
import { Webhook } from 'standardwebhooks';

/** An event on its way to a receiver. */
export interface WebhookMessage {
  /** The same in every attempt, so that a receiver knows what it has had. */
  id: string;
  type: string;
  payload: unknown;
  occurredAt: Date;
  /** 1 for the first one. */
  attempt: number;
}

export interface Destination {
  url: string;
  /** `user:password` for HTTP Basic authentication, or null without any. */
  credentials: string | null;
  /** `whsec_…`. Each signs, so that a receiver may know any of them. */
  secrets: readonly [string, ...string[]];
}

export interface SendOutcome {
  succeeded: boolean;
  /** Whether anything came back, whatever it said. */
  hasAnswered: boolean;
  statusCode: number | null;
  /** Null after a success. */
  error: string | null;
  /** The beginning of what the receiver said. */
  responseExcerpt: string | null;
  durationMs: number;
}

const EXCERPT_LENGTH = 500;
/** As many bytes as a text of that length can have. */
const EXCERPT_BYTES = EXCERPT_LENGTH * 4;
const SHORTEST_SECRET = 4;
const basicAuthentication = (credentials: string): string => Buffer.from(credentials).toString('base64');

/** The two together, and the password, or what stands in its place; a few characters would be found in any text. */
function secretsIn(credentials: string): string[] {
  const at = credentials.indexOf(':');
  const last = credentials.slice(at + 1) || credentials.slice(0, at);
  return [basicAuthentication(credentials), credentials, last].filter((secret) => secret.length >= SHORTEST_SECRET);
}

/**
 * Without what Postgres cannot store, and without the credentials that were sent: some receivers answer with the request
 * as they got it, and more people read the log than know the password.
 */
function excerptOf(body: string, credentials: string | null): string {
  const text = body.replaceAll('\0', '');
  const secrets = credentials === null ? [] : secretsIn(credentials);
  return secrets.reduce((shown, secret) => shown.replaceAll(secret, '********'), text).slice(0, EXCERPT_LENGTH);
}

/** What stays in the log for a receiver that gave no answer that counts. */
const REASONS: Readonly<Record<string, string>> = {
  blocked_address: 'The URL doesn’t resolve to a public address',
  timeout: 'The endpoint didn’t respond in time',
  unreachable: 'Couldn’t connect to the endpoint',
};

/**
 * They go along when a receiver redirects to another host, which could not tell that the event is ours without them. They
 * are no credentials: they hold for this one event, which is sent along as well, and its receiver has chosen the host.
 */
const SIGNATURE_HEADERS = ['webhook-id', 'webhook-timestamp', 'webhook-signature', 'leadlock-attempt'];

function reasonOf({ code, status, message }: ProviderError): string {
  const reason = REASONS[code ?? ''] ?? message;
  return status === undefined ? reason : `${reason}, after a redirect with status ${status}`;
}

/** The bytes that are sent, and signed. */
export const messageBody = ({ type, payload, occurredAt }: Pick<WebhookMessage, 'type' | 'payload' | 'occurredAt'>) =>
  JSON.stringify({ type, timestamp: occurredAt.toISOString(), data: payload });

/** Sends one attempt, signed as the Standard Webhooks specification says. A receiver's failure is an outcome, no error. */
export async function sendMessage(
  outboundHttp: OutboundHttp,
  { url, credentials, secrets }: Destination,
  message: WebhookMessage,
  { now, timeoutMs }: { now: Date; timeoutMs: number },
): Promise<SendOutcome> {
  const { id, attempt } = message;
  const body = messageBody(message);
  const startedAt = performance.now();
  try {
    const answer = await outboundHttp.request({
      url,
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Leadlock-Webhooks',
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
        'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, now, body)).join(' '),
        'leadlock-attempt': String(attempt),
        ...(credentials === null ? {} : { authorization: `Basic ${basicAuthentication(credentials)}` }),
      },
      body,
      timeoutMs,
      redirects: 'same_request',
      redirectedHeaders: SIGNATURE_HEADERS,
      maxResponseBytes: EXCERPT_BYTES,
      cutResponse: true,
    });
    const succeeded = answer.status >= 200 && answer.status < 300;
    return {
      succeeded,
      hasAnswered: true,
      statusCode: answer.status,
      error: succeeded ? null : `The endpoint returned status ${answer.status}`,
      responseExcerpt: excerptOf(answer.body, credentials),
      durationMs: answer.durationMs,
    };
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    return {
      succeeded: false,
      hasAnswered: false,
      statusCode: error.status ?? null,
      error: reasonOf(error),
      responseExcerpt: null,
      durationMs: Math.round(performance.now() - startedAt),
    };
  }
}
