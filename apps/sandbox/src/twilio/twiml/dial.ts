import { PhoneCall } from '../call/phone-call.ts';
import type { FinalCallStatus } from '../call/call-status.ts';
import { CALL_EVENTS } from '../call/status-callbacks.ts';
import { ringPhone } from '../call/ring-phone.ts';
import { newCall } from '../new-records.ts';
import { dtmfTones } from '../../audio/dtmf.ts';
import { conference } from './conference.ts';
import type { TwimlElement } from './parse.ts';
import { TwimlError } from './twiml-error.ts';
import { absoluteUrl, type TwimlSource, type VerbContext } from './verb.ts';

/** A number that this call, or its account, may show: as with Twilio, no other. */
function shownNumber({ callerId }: Record<string, string>, { service, call }: VerbContext): string {
  const { from, to } = call.record;
  if (callerId === undefined) return from;
  const isOurs = callerId === from || callerId === to || service.store.ownedNumber(call.account.sid, callerId);
  if (!isOurs) throw new TwimlError(13_214, `Dial: Invalid callerId value ${callerId}`);
  return callerId;
}

/**
 * Calls one number and connects the two people, after a word to the second alone where the document asks for it; or lets
 * the caller into a conference.
 */
export async function dial(element: TwimlElement, context: VerbContext): Promise<TwimlSource | void> {
  const { service, call, signal } = context;
  const room = element.children.find((child) => child.name === 'Conference');
  if (room) {
    await conference(room, context);
    const { action, method } = element.attributes;
    if (!action || signal.aborted || call.isOver) return;
    return { address: { url: absoluteUrl(action, context.baseUrl), method, params: { DialCallStatus: 'answered' } } };
  }
  const number = element.children.find((child) => child.name === 'Number');
  const phoneNumber = number?.text ?? element.text;
  if (!/^\+[1-9]\d{6,14}$/.test(phoneNumber)) throw new TwimlError(13_223, `Dial: invalid phone number ${phoneNumber}`);
  const from = shownNumber(element.attributes, context);
  const behavior = service.phoneBehavior(phoneNumber);
  const { url: whisper, method, statusCallback, statusCallbackEvent, statusCallbackMethod } = number?.attributes ?? {};
  const events = statusCallbackEvent?.split(' ') ?? ['completed'];
  const leg = new PhoneCall(service, {
    account: call.account,
    party: behavior.createParty(),
    record: newCall({
      accountSid: call.account.sid,
      parentCallSid: call.record.sid,
      from,
      to: phoneNumber,
      direction: 'outbound-dial',
      status: 'queued',
    }),
    statusCallback: statusCallback
      ? {
          url: absoluteUrl(statusCallback, context.baseUrl),
          method: statusCallbackMethod ?? 'POST',
          events: CALL_EVENTS.filter((event) => events.includes(event)),
        }
      : null,
  });
  signal.addEventListener('abort', () => leg.end('completed'), { once: true });
  const timeoutSeconds = Number(element.attributes.timeout ?? 30);
  let bridgedAt: number | null = null;
  if (await ringPhone(leg, behavior, timeoutSeconds)) {
    const { sendDigits } = number?.attributes ?? {};
    if (sendDigits) leg.playback.append(dtmfTones(sendDigits));
    if (whisper) await runWhisper(context, leg, absoluteUrl(whisper, context.baseUrl), method);
    if (!leg.isOver && !signal.aborted) {
      bridgedAt = call.elapsedMs;
      call.peer = leg;
      leg.peer = call;
    }
  }
  const status: FinalCallStatus = await leg.ended;
  call.peer = null;
  const { action } = element.attributes;
  if (!action || signal.aborted) return;
  const seconds = bridgedAt === null ? 0 : Math.round((call.elapsedMs - bridgedAt) / 1000);
  const params = { DialCallSid: leg.record.sid, DialCallStatus: status, DialCallDuration: String(seconds) };
  return {
    address: { url: absoluteUrl(action, context.baseUrl), method: element.attributes.method, params },
  };
}

/** Lets the called person hear a document of their own. Its end connects the call; its <Hangup> refuses it. */
async function runWhisper(
  context: VerbContext,
  leg: PhoneCall,
  url: string,
  method: string | undefined,
): Promise<void> {
  const over = new AbortController();
  context.signal.addEventListener('abort', () => over.abort(), { once: true });
  context.service.background(leg.ended.then(() => over.abort()));
  await context.runOn(leg, { address: { url, method } }, over.signal);
}
