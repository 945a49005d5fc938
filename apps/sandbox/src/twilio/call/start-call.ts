import type { CallParty } from '../../caller/call-party.ts';
import type { PhoneNumber, TwilioAccount } from '../model.ts';
import { newCall } from '../new-records.ts';
import type { TwilioService } from '../service.ts';
import { runTwiml } from '../twiml/run-twiml.ts';
import type { TwimlSource } from '../twiml/verb.ts';
import { PhoneCall } from './phone-call.ts';
import { startRecording, type RecordingSettings } from './recordings.ts';
import { ringPhone } from './ring-phone.ts';
import type { StatusCallback } from './status-callbacks.ts';

/** Somebody outside calls a number of the account. Twilio asks the number's voice URL what to do. */
export function startInboundCall(
  service: TwilioService,
  call: { account: TwilioAccount; number: PhoneNumber; from: string; party: CallParty },
): PhoneCall {
  const { account, number } = call;
  const phoneCall = new PhoneCall(service, {
    account,
    party: call.party,
    record: newCall({
      accountSid: account.sid,
      phoneNumberSid: number.sid,
      from: call.from,
      to: number.phoneNumber,
      direction: 'inbound',
      status: 'ringing',
    }),
    // Of a call that comes in, Twilio reports the end only.
    statusCallback: number.statusCallback
      ? { url: number.statusCallback, method: number.statusCallbackMethod, events: ['completed'] }
      : null,
  });
  const { voiceUrl } = number;
  if (voiceUrl === null) {
    service.store.alert(account.sid, phoneCall.record.sid, 11_200, `${number.phoneNumber} has no voice URL`);
    phoneCall.end('failed');
    return phoneCall;
  }
  const fallback = number.voiceFallbackUrl
    ? { url: number.voiceFallbackUrl, method: number.voiceFallbackMethod }
    : null;
  const source = { address: { url: voiceUrl, method: number.voiceMethod, fallback } };
  phoneCall.replaceInstructions((signal) => runTwiml(service, phoneCall, source, signal));
  return phoneCall;
}

export interface OutboundCall {
  account: TwilioAccount;
  number: PhoneNumber | null;
  from: string;
  to: string;
  source: TwimlSource;
  statusCallback: StatusCallback | null;
  timeoutSeconds: number;
  timeLimitSeconds?: number;
  record: RecordingSettings | null;
}

/** The account calls somebody. The instructions are asked for when the phone was answered. */
export function startOutboundCall(service: TwilioService, call: OutboundCall): PhoneCall {
  const behaviour = service.phoneBehaviour(call.to);
  const phoneCall = new PhoneCall(service, {
    account: call.account,
    party: behaviour.createParty(),
    record: newCall({
      accountSid: call.account.sid,
      phoneNumberSid: call.number?.sid ?? null,
      from: call.from,
      to: call.to,
      direction: 'outbound-api',
      status: 'queued',
    }),
    statusCallback: call.statusCallback,
    timeLimitSeconds: call.timeLimitSeconds,
  });
  phoneCall.replaceInstructions(async (signal) => {
    // Whoever asked for the call is answered `queued` before anything else happens.
    await new Promise((resolve) => setImmediate(resolve));
    if (phoneCall.isOver) return;
    if (!(await ringPhone(phoneCall, behaviour, call.timeoutSeconds))) return;
    if (call.record) startRecording(service, phoneCall, call.record);
    await runTwiml(service, phoneCall, call.source, signal);
  });
  return phoneCall;
}
