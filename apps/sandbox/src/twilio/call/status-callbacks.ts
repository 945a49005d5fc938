import type { CallRecord } from '../model.ts';
import type { TwilioService } from '../service.ts';
import { sendWebhook, type WebhookParams } from '../webhook.ts';
import { progressParams } from './webhook-params.ts';

export const CALL_EVENTS = ['initiated', 'ringing', 'answered', 'completed'] as const;
export type CallEvent = (typeof CALL_EVENTS)[number];

export interface StatusCallback {
  url: string;
  method: string;
  events: readonly CallEvent[];
}

/** Reports a call's progress, one webhook after the other so that they arrive in order. */
export function createStatusReporter(service: TwilioService, authToken: string, callback: StatusCallback | null) {
  let sequenceNumber = 0;
  let sent: Promise<void> = Promise.resolve();
  return function report(event: CallEvent, call: CallRecord, more: WebhookParams = {}): void {
    if (!callback?.events.includes(event)) return;
    const params = { ...progressParams(call, sequenceNumber++), ...more };
    if (event === 'initiated') params.CallStatus = 'initiated';
    sent = sent.then(() => deliver(service, authToken, callback, params));
    service.background(sent);
  };
}

/** Sends a webhook whose answer does not matter; that it failed shows among the alerts. */
export async function deliver(
  service: TwilioService,
  authToken: string,
  target: { url: string; method?: string | null },
  params: WebhookParams,
): Promise<void> {
  const { AccountSid = '', CallSid, MessageSid } = params;
  const fail = (reason: string): void =>
    service.store.alert(AccountSid, CallSid ?? MessageSid ?? '', 11_200, `${target.url}: ${reason}`);
  try {
    const answer = await sendWebhook(authToken, target, params);
    if (answer.status >= 400) fail(`HTTP ${answer.status}`);
  } catch (error) {
    fail(error instanceof Error ? error.message : String(error));
  }
}
