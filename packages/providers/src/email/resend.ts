import { withoutTrailingSlash } from '@leadlock/core/without-trailing-slash';
import { request } from 'undici';
import { z } from 'zod';
import { ProviderError, type EmailProvider, type OutgoingEmail } from '../contracts/index.ts';
import { senderAddress } from './sender.ts';

export interface ResendOptions {
  /** Base of the API, e.g. `https://api.resend.com`; a path in it is kept. */
  apiUrl: string;
  /** Asked for with each email, so that an installation without email runs until it sends one. */
  apiKey: () => string;
  /** The sender's address, with or without a name: `Leadlock <hello@example.com>`. */
  from: () => string;
  /** Default 15 s. */
  timeoutMs?: number;
}

const DEFAULT_TIMEOUT_MS = 15_000;

const Sent = z.object({ id: z.string() });
const Refusal = z.object({ name: z.string(), message: z.string() });

/** The fields of `POST /emails`, see https://resend.com/docs/api-reference/emails/send-email. */
const toPayload = (email: OutgoingEmail, from: string): Record<string, unknown> => ({
  from: senderAddress(from, email.fromName),
  to: [email.to],
  subject: email.subject,
  html: email.html,
  text: email.text,
  ...(email.replyTo === undefined ? {} : { reply_to: email.replyTo }),
});

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

function toProviderError(status: number, body: unknown): ProviderError {
  const refusal = Refusal.safeParse(body).data;
  const code = refusal?.name;
  const message = refusal?.message ?? `Resend returned status ${status}`;
  // The first request with this key is still being worked on: it is neither sent nor refused yet.
  const isBusy = code === 'concurrent_idempotent_requests';
  return new ProviderError(message, { provider: 'resend', status: isBusy ? 429 : status, code });
}

/** Sends through Resend, whose idempotency keys hold for 24 hours. */
export function createResend({ apiUrl, apiKey, from, timeoutMs = DEFAULT_TIMEOUT_MS }: ResendOptions): EmailProvider {
  const address = `${withoutTrailingSlash(apiUrl)}/emails`;

  async function post(email: OutgoingEmail): Promise<{ status: number; body: unknown }> {
    const headers = {
      authorization: `Bearer ${apiKey()}`,
      'content-type': 'application/json',
      'idempotency-key': email.idempotencyKey,
      // Resend turns requests away that do not say who they are from.
      'user-agent': 'leadlock',
    };
    const body = JSON.stringify(toPayload(email, from()));
    try {
      const answer = await request(address, {
        method: 'POST',
        headers,
        body,
        signal: AbortSignal.timeout(timeoutMs),
      });
      return { status: answer.statusCode, body: parse(await answer.body.text()) };
    } catch (cause) {
      const isLate = cause instanceof Error && cause.name === 'TimeoutError';
      throw new ProviderError(isLate ? 'Resend timed out' : 'Couldn’t connect to Resend', {
        provider: 'resend',
        cause,
      });
    }
  }

  return {
    async send(email) {
      const { status, body } = await post(email);
      if (status >= 300) throw toProviderError(status, body);
      const sent = Sent.safeParse(body);
      if (!sent.success) {
        throw new ProviderError('Resend did not return an email ID', { provider: 'resend', cause: sent.error });
      }
      return { id: sent.data.id };
    },
  };
}
