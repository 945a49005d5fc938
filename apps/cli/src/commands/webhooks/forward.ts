import { Webhook } from 'standardwebhooks';
import { reasonOf } from '../../program/reason.ts';

/** What the local receiver answered, or why it did not. */
export type ForwardOutcome =
  | { succeeded: boolean; status: number; durationMs: number }
  | { succeeded: false; error: string };

const TIMEOUT_MS = 30_000;

/** Sends an event to a local address just as the product sends it to a webhook. */
export async function forward(
  { url, secret }: { url: string; secret: string },
  { id, body }: { id: string; body: string },
): Promise<ForwardOutcome> {
  const now = new Date();
  const startedAt = performance.now();
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Leadlock-Webhooks',
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
        'webhook-signature': new Webhook(secret).sign(id, now, body),
        'leadlock-attempt': '1',
      },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await response.body?.cancel();
    return {
      succeeded: response.ok,
      status: response.status,
      durationMs: Math.round(performance.now() - startedAt),
    };
  } catch (error) {
    return { succeeded: false, error: reasonOf(error) };
  }
}
