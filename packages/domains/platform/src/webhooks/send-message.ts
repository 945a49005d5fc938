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
  /** `whsec_…`. Each signs, so that a receiver may know any of them. */
  secrets: readonly [string, ...string[]];
}

export interface SendOutcome {
  succeeded: boolean;
  statusCode: number | null;
  /** Null after a success. */
  error: string | null;
  /** The beginning of what the receiver said. */
  responseExcerpt: string | null;
  durationMs: number;
}

const MAX_RESPONSE_BYTES = 64_000;
const EXCERPT_LENGTH = 500;
/** Without what Postgres cannot store. */
const excerptOf = (body: string): string => body.slice(0, EXCERPT_LENGTH).replaceAll('\0', '');

/** What stays in the log for a receiver that gave no answer that counts. */
const REASONS: Readonly<Record<string, string>> = {
  blocked_address: 'The address is not a public one',
  timeout: 'The receiver did not answer in time',
  too_large: 'The answer of the receiver is too long',
  too_many_redirects: 'The receiver answered with a redirect, which is not followed',
  unreachable: 'The receiver could not be reached',
};

/** The bytes that are sent, and signed. */
export const messageBody = ({ type, payload, occurredAt }: Pick<WebhookMessage, 'type' | 'payload' | 'occurredAt'>) =>
  JSON.stringify({ type, timestamp: occurredAt.toISOString(), data: payload });

/** Sends one attempt, signed as the Standard Webhooks specification says. A receiver's failure is an outcome, no error. */
export async function sendMessage(
  outboundHttp: OutboundHttp,
  { url, secrets }: Destination,
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
      },
      body,
      timeoutMs,
      maxRedirects: 0,
      maxResponseBytes: MAX_RESPONSE_BYTES,
    });
    const succeeded = answer.status >= 200 && answer.status < 300;
    return {
      succeeded,
      statusCode: answer.status,
      error: succeeded ? null : `The receiver answered with status ${answer.status}`,
      responseExcerpt: excerptOf(answer.body),
      durationMs: answer.durationMs,
    };
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    return {
      succeeded: false,
      statusCode: null,
      error: REASONS[error.code ?? ''] ?? error.message,
      responseExcerpt: null,
      durationMs: Math.round(performance.now() - startedAt),
    };
  }
}
