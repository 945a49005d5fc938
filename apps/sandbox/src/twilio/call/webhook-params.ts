import type { CallRecord } from '../model.ts';
import { callSeconds } from '../rest/representations.ts';
import type { WebhookParams } from '../webhook.ts';

/** What every webhook about a call carries. */
export function callParams(call: CallRecord): WebhookParams {
  return {
    CallSid: call.sid,
    AccountSid: call.accountSid,
    ...(call.parentCallSid && { ParentCallSid: call.parentCallSid }),
    From: call.from,
    Caller: call.from,
    FromCity: '',
    FromState: '',
    FromZip: '',
    FromCountry: 'US',
    To: call.to,
    Called: call.to,
    ToCity: '',
    ToState: '',
    ToZip: '',
    ToCountry: 'US',
    CalledCountry: 'US',
    CallerCountry: 'US',
    CallStatus: call.status,
    Direction: call.direction,
    ApiVersion: '2010-04-01',
  };
}

/** What a progress report carries besides: the n-th of its call, and the length once there is one. */
export function progressParams(call: CallRecord, sequenceNumber: number): WebhookParams {
  const seconds = callSeconds(call);
  return {
    ...callParams(call),
    Timestamp: new Date().toUTCString().replace('GMT', '+0000'),
    CallbackSource: 'call-progress-events',
    SequenceNumber: String(sequenceNumber),
    ...(seconds !== null && {
      CallDuration: String(seconds),
      // The legacy field counts started minutes.
      Duration: String(Math.ceil(seconds / 60)),
      SipResponseCode: sipResponse(call),
    }),
  };
}

function sipResponse(call: CallRecord): string {
  switch (call.status) {
    case 'busy':
      return '486';
    case 'no-answer':
      return '480';
    case 'failed':
      return '404';
    case 'canceled':
      return '487';
    default:
      return '200';
  }
}
