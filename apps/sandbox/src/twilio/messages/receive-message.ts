import { smsAddresses } from '../addresses.ts';
import type { MessageRecord, PhoneNumber, TwilioAccount } from '../model.ts';
import type { TwilioService } from '../service.ts';
import { newSid } from '../sids.ts';
import { parseTwiml } from '../twiml/parse.ts';
import { TwimlError } from '../twiml/twiml-error.ts';
import { TwilioError } from '../twilio-error.ts';
import { sendWebhook, type WebhookParams } from '../webhook.ts';
import { segmentCount } from './segments.ts';
import { sendMessage } from './send-message.ts';

const STOP_WORDS = new Set(['STOP', 'UNSUBSCRIBE', 'END', 'QUIT', 'STOPALL', 'REVOKE', 'OPTOUT', 'CANCEL']);
const START_WORDS = new Set(['START', 'YES', 'UNSTOP']);
const HELP_WORDS = new Set(['HELP', 'INFO']);
const STOPPED =
  'You have successfully been unsubscribed. You will not receive any more messages from this number. Reply START to resubscribe.';
const STARTED =
  'You have successfully been re-subscribed to messages from this number. Reply HELP for help. Reply STOP to unsubscribe.';
const HELP = 'Reply STOP to unsubscribe. Msg&Data Rates May Apply.';

/** Somebody texts a number of the account: opt-out words take effect, and the number's SMS webhook is told. */
export function receiveMessage(
  service: TwilioService,
  incoming: { account: TwilioAccount; number: PhoneNumber; from: string; body: string; mediaUrls?: string[] },
): MessageRecord {
  const { account, number, from, body } = incoming;
  const message = record(service, account, { from, to: number.phoneNumber, body, direction: 'inbound' });
  // Only a message that is nothing but the word counts.
  const word = body.trim().toUpperCase();
  if (STOP_WORDS.has(word)) {
    service.store.optOut(number.phoneNumber, from);
    record(service, account, { from: number.phoneNumber, to: from, body: STOPPED, direction: 'outbound-reply' });
  } else if (START_WORDS.has(word)) {
    service.store.optIn(number.phoneNumber, from);
    record(service, account, { from: number.phoneNumber, to: from, body: STARTED, direction: 'outbound-reply' });
  } else if (HELP_WORDS.has(word)) {
    record(service, account, { from: number.phoneNumber, to: from, body: HELP, direction: 'outbound-reply' });
  }
  service.background(notify(service, account, number, message));
  return message;
}

/** Tells the tenant and sends what it answers. */
async function notify(
  service: TwilioService,
  account: TwilioAccount,
  number: PhoneNumber,
  message: MessageRecord,
): Promise<void> {
  const alert = (code: number, text: string): void => service.store.alert(account.sid, message.sid, code, text);
  try {
    const answer = await ask(service, account, number, message, alert);
    if (answer === null || answer.length === 0) return;
    for (const reply of parseTwiml(answer.toString()).children) {
      if (reply.name !== 'Message') continue;
      const body = reply.children.find((child) => child.name === 'Body')?.text ?? reply.text;
      const { from, to } = { from: number.phoneNumber, to: message.from };
      sendMessage(service, account, {
        from,
        to,
        body,
        mediaUrls: [],
        statusCallback: null,
        direction: 'outbound-reply',
      });
    }
  } catch (error) {
    if (!(error instanceof TwimlError || error instanceof TwilioError)) throw error;
    alert(error.code, error.message);
  }
}

/** What the number's address answers, or its fallback; null when neither does. */
async function ask(
  service: TwilioService,
  account: TwilioAccount,
  number: PhoneNumber,
  message: MessageRecord,
  alert: (code: number, text: string) => void,
): Promise<Buffer | null> {
  const { main, fallback } = smsAddresses(service.store, number);
  for (const target of [main, fallback]) {
    if (target === null) continue;
    try {
      const answer = await sendWebhook(account.authToken, target, incomingParams(message));
      if (answer.status < 400) return answer.body;
      alert(11_200, `${target.url}: HTTP ${answer.status}`);
    } catch (error) {
      alert(11_200, `${target.url}: ${String(error)}`);
    }
  }
  return null;
}

function record(
  service: TwilioService,
  account: TwilioAccount,
  given: Pick<MessageRecord, 'from' | 'to' | 'body' | 'direction'>,
): MessageRecord {
  const now = new Date().toISOString();
  const message: MessageRecord = {
    sid: newSid('SM'),
    accountSid: account.sid,
    mediaUrls: [],
    status: given.direction === 'inbound' ? 'received' : 'delivered',
    errorCode: null,
    segments: segmentCount(given.body),
    createdAt: now,
    updatedAt: now,
    sentAt: now,
    ...given,
  };
  service.store.messages.set(message.sid, message);
  return message;
}

const incomingParams = (message: MessageRecord): WebhookParams => ({
  ApiVersion: '2010-04-01',
  AccountSid: message.accountSid,
  MessageSid: message.sid,
  SmsSid: message.sid,
  SmsMessageSid: message.sid,
  SmsStatus: 'received',
  From: message.from,
  FromCity: '',
  FromState: '',
  FromZip: '',
  FromCountry: 'US',
  To: message.to,
  ToCity: '',
  ToState: '',
  ToZip: '',
  ToCountry: 'US',
  Body: message.body,
  NumMedia: '0',
  NumSegments: String(message.segments),
});
