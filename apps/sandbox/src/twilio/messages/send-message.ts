import { toE164 } from '@leadlock/core/phone';
import { deliver } from '../call/status-callbacks.ts';
import type { MessageRecord, TwilioAccount } from '../model.ts';
import type { TwilioService } from '../service.ts';
import { newSid } from '../sids.ts';
import { TwilioError } from '../twilio-error.ts';
import { segmentCount } from './segments.ts';

export interface OutgoingMessage {
  to: string | undefined;
  from: string | undefined;
  body: string | undefined;
  mediaUrls: string[];
  statusCallback: string | null;
  direction: 'outbound-api' | 'outbound-reply';
}

const MAX_BODY = 1600;

/** Accepts a message and sends it on its way. Errors: TwilioError, as Twilio words them. */
export function sendMessage(service: TwilioService, account: TwilioAccount, asked: OutgoingMessage): MessageRecord {
  const { from, to, body } = check(service, account, asked);
  const now = new Date().toISOString();
  const message: MessageRecord = {
    sid: newSid(asked.mediaUrls.length > 0 ? 'MM' : 'SM'),
    accountSid: account.sid,
    from,
    to,
    body,
    mediaUrls: asked.mediaUrls,
    direction: asked.direction,
    status: 'queued',
    errorCode: null,
    segments: segmentCount(body),
    createdAt: now,
    updatedAt: now,
    sentAt: null,
  };
  service.store.messages.set(message.sid, message);
  service.background(deliverMessage(service, account, message, asked.statusCallback));
  return message;
}

function check(
  service: TwilioService,
  account: TwilioAccount,
  asked: OutgoingMessage,
): { from: string; to: string; body: string } {
  const { from, body = '' } = asked;
  if (!asked.to) throw new TwilioError(400, 21_604, "A 'To' phone number is required.");
  if (!from) throw new TwilioError(400, 21_603, "A 'From' phone number is required.");
  if (body === '' && asked.mediaUrls.length === 0) throw new TwilioError(400, 21_602, 'Message body is required.');
  if (body.length > MAX_BODY) {
    throw new TwilioError(400, 21_617, 'The concatenated message body exceeds the 1600 character limit');
  }
  const to = toE164(asked.to);
  if (!to) throw new TwilioError(400, 21_211, `Invalid 'To' Phone Number: ${asked.to}`);
  if (!service.store.ownedNumber(account.sid, from)?.capabilities.sms) {
    throw new TwilioError(
      400,
      21_606,
      `The 'From' phone number provided (${from}) is not a valid message-capable Twilio phone number for this destination/account`,
    );
  }
  if (to === from) throw new TwilioError(400, 21_266, "'To' and 'From' number cannot be the same");
  if (service.store.hasOptedOut(from, to)) {
    throw new TwilioError(400, 21_610, 'Attempt to send to unsubscribed recipient');
  }
  return { from, to, body };
}

/** The carrier takes it and hands it over; each step is reported. */
async function deliverMessage(
  service: TwilioService,
  account: TwilioAccount,
  message: MessageRecord,
  statusCallback: string | null,
): Promise<void> {
  for (const status of ['sent', 'delivered'] as const) {
    // The answer to the request goes out first.
    await new Promise((resolve) => setTimeout(resolve, 20));
    message.status = status;
    message.updatedAt = new Date().toISOString();
    message.sentAt ??= message.updatedAt;
    if (statusCallback === null) continue;
    await deliver(service, account.authToken, { url: statusCallback }, messageParams(message));
  }
}

const messageParams = (message: MessageRecord): Record<string, string> => ({
  ApiVersion: '2010-04-01',
  AccountSid: message.accountSid,
  MessageSid: message.sid,
  SmsSid: message.sid,
  MessageStatus: message.status,
  SmsStatus: message.status,
  From: message.from,
  To: message.to,
});
