import type { CallParty } from '../../caller/call-party.ts';
import { voiceAddresses } from '../addresses.ts';
import type { PhoneNumber, TwilioAccount } from '../model.ts';
import { dtmfTones } from '../../audio/dtmf.ts';
import { newCall } from '../new-records.ts';
import type { TwilioService } from '../service.ts';
import { runTwiml } from '../twiml/run-twiml.ts';
import type { TwimlSource } from '../twiml/verb.ts';
import { detectMachine, reportMachine, type MachineDetection } from './answering-machine.ts';
import { PhoneCall } from './phone-call.ts';
import { startRecording, type RecordingSettings } from './recordings.ts';
import { ringPhone } from './ring-phone.ts';
import type { StatusCallback } from './status-callbacks.ts';

/**
 * Somebody outside calls a number of the account. Twilio asks the number's application, or its own voice URL, what to do;
 * of a number in a SIP trunk it asks neither.
 */
export function startInboundCall(
  service: TwilioService,
  call: { account: TwilioAccount; number: PhoneNumber; from: string; party: CallParty },
): PhoneCall {
  const { account, number } = call;
  const addresses = voiceAddresses(service.store, number);
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
    statusCallback: addresses.status && { ...addresses.status, events: ['completed'] },
  });
  const problem =
    number.trunkSid !== null
      ? `${number.phoneNumber} is in the trunk ${number.trunkSid}, behind which there is no phone here`
      : addresses.main === null && `${number.phoneNumber} has no voice URL`;
  if (problem || addresses.main === null) {
    service.store.alert(account.sid, phoneCall.record.sid, 11_200, problem || '');
    phoneCall.end('failed');
    return phoneCall;
  }
  const source = { address: { ...addresses.main, fallback: addresses.fallback } };
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
  /** Keys that are pressed once it is answered. */
  sendDigits: string | null;
  /** Null: nobody asks who has answered. */
  machineDetection: MachineDetection | null;
}

/** The account calls somebody. The instructions are asked for when the phone was answered. */
export function startOutboundCall(service: TwilioService, call: OutboundCall): PhoneCall {
  const behavior = service.phoneBehavior(call.to);
  const phoneCall = new PhoneCall(service, {
    account: call.account,
    party: behavior.createParty(),
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
    if (!(await ringPhone(phoneCall, behavior, call.timeoutSeconds))) return;
    if (call.record) startRecording(service, phoneCall, call.record);
    const { machineDetection: detection, sendDigits } = call;
    if (sendDigits) phoneCall.playback.append(dtmfTones(sendDigits));
    let { source } = call;
    if (detection?.callback) service.background(reportMachine(service, phoneCall, detection));
    else if (detection) {
      const detected = await Promise.race([detectMachine(phoneCall, detection), phoneCall.ended]);
      if (typeof detected === 'string') return;
      phoneCall.record.answeredBy = detected.by;
      if ('address' in source) source = { address: { ...source.address, params: { AnsweredBy: detected.by } } };
    }
    await runTwiml(service, phoneCall, source, signal);
  });
  return phoneCall;
}
