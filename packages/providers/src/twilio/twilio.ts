import { isTwilioSid, type TwilioSidKind } from '@leadlock/core/twilio-sid';
import twilio from 'twilio';
import {
  ProviderError,
  type CarrierNumber,
  type TelephonyCredentials,
  type TelephonyProvider,
} from '../contracts/index.ts';
import { TwilioHttpClient, type TwilioAddresses } from './http-client.ts';
import { callTwilio } from './provider-error.ts';
import { openRecording, recordingUrl } from './recording.ts';

export interface TwilioOptions extends TwilioAddresses {
  /** Milliseconds that one request may take. */
  timeoutMs?: number;
  /**
   * Told when Twilio refuses credentials at work. Asking about the account itself, which is how credentials are tried
   * out, is no work.
   */
  onRefusedCredentials?: (accountSid: string) => void;
}

const DEFAULT_TIMEOUT_MS = 10_000;
const UNAUTHORIZED = 401;
/** Twilio's codes for a call that is over: no such call any more, or not in progress. */
const CALL_IS_OVER = new Set(['20404', '21220']);
/** What Twilio calls the recording that is being made, whatever its SID. */
const CURRENT_RECORDING = 'Twilio.CURRENT';
const NOT_FOUND = 404;
const RUNNING: ReadonlySet<string> = new Set(['queued', 'ringing', 'in-progress']);

type IncomingNumber = Awaited<ReturnType<ReturnType<twilio.Twilio['incomingPhoneNumbers']>['fetch']>>;

const toCarrierNumber = (number: IncomingNumber): CarrierNumber => ({
  sid: number.sid,
  phoneNumber: number.phoneNumber,
  friendlyName: number.friendlyName,
  capabilities: {
    voice: number.capabilities.voice,
    sms: number.capabilities.sms,
    mms: number.capabilities.mms,
  },
  voiceUrl: number.voiceUrl || null,
  statusCallback: number.statusCallback || null,
  voiceApplicationSid: number.voiceApplicationSid || null,
  trunkSid: number.trunkSid || null,
});

/** Ids become parts of paths: what is none would lead elsewhere in the account, and there is nothing at it. */
function checkedSid(kind: TwilioSidKind, sid: string): string {
  if (isTwilioSid(kind, sid)) return sid;
  throw new ProviderError(`Not a Twilio SID starting with ${kind}`, { provider: 'twilio', status: 404 });
}

/** Twilio as a phone carrier, at the given addresses. */
export function createTwilio({
  timeoutMs = DEFAULT_TIMEOUT_MS,
  onRefusedCredentials,
  ...addresses
}: TwilioOptions): TelephonyProvider {
  const httpClient = new TwilioHttpClient(addresses, timeoutMs);
  const clientFor = ({ accountSid, authToken }: TelephonyCredentials): twilio.Twilio =>
    twilio(checkedSid('AC', accountSid), authToken, { httpClient });
  const numberAt = (credentials: TelephonyCredentials, sid: string) =>
    clientFor(credentials).incomingPhoneNumbers(checkedSid('PN', sid));
  const callAt = (credentials: TelephonyCredentials, sid: string) =>
    clientFor(credentials).calls(checkedSid('CA', sid));

  async function work<Result>(credentials: TelephonyCredentials, request: () => Promise<Result>): Promise<Result> {
    try {
      return await callTwilio(request);
    } catch (error) {
      if (error instanceof ProviderError && error.status === UNAUTHORIZED)
        onRefusedCredentials?.(credentials.accountSid);
      throw error;
    }
  }

  return {
    fetchAccount: (credentials) =>
      callTwilio(async () => {
        const account = await clientFor(credentials).api.v2010.accounts(credentials.accountSid).fetch();
        return {
          accountSid: account.sid,
          friendlyName: account.friendlyName,
          status: account.status,
          type: account.type,
        };
      }),

    listNumbers: (credentials) =>
      work(credentials, async () => {
        const numbers = await clientFor(credentials).incomingPhoneNumbers.list({ pageSize: 1000 });
        return numbers.map(toCarrierNumber);
      }),

    fetchNumber: (credentials, sid) =>
      work(credentials, async () => toCarrierNumber(await numberAt(credentials, sid).fetch())),

    setNumberWebhooks: (credentials, sid, webhooks) =>
      work(credentials, async () => {
        await numberAt(credentials, sid).update({
          voiceUrl: webhooks.voiceUrl,
          voiceMethod: 'POST',
          voiceReceiveMode: 'voice',
          statusCallback: webhooks.statusCallback,
          statusCallbackMethod: 'POST',
          // An application comes before the addresses, and a fallback would take over calls that we failed to answer.
          voiceApplicationSid: '',
          voiceFallbackUrl: '',
        });
      }),

    fetchCall: (credentials, callSid) =>
      work(credentials, async () => {
        const call = await callAt(credentials, callSid).fetch();
        const isRunning = RUNNING.has(call.status);
        return {
          sid: call.sid,
          status: call.status,
          durationSeconds: isRunning || !call.duration ? null : Number(call.duration),
        };
      }),

    async endCall(credentials, callSid) {
      try {
        await work(credentials, () => callAt(credentials, callSid).update({ status: 'completed' }));
      } catch (error) {
        if (!isOverAlready(error)) throw error;
      }
    },

    placeCall: (credentials, call) =>
      work(credentials, async () => {
        const { sid } = await clientFor(credentials).calls.create({
          from: call.from,
          to: call.to,
          ...(call.sendDigits !== undefined && { sendDigits: call.sendDigits }),
          url: call.url,
          method: 'POST',
          statusCallback: call.statusCallback,
          statusCallbackMethod: 'POST',
          statusCallbackEvent: ['ringing', 'answered', 'completed'],
          machineDetection: 'Enable',
          asyncAmd: 'true',
          asyncAmdStatusCallback: call.machineCallback,
          asyncAmdStatusCallbackMethod: 'POST',
          timeout: call.timeoutSeconds,
        });
        return { sid };
      }),

    async redirectCall(credentials, callSid, twiml) {
      try {
        await work(credentials, () => callAt(credentials, callSid).update({ twiml }));
        return true;
      } catch (error) {
        if (!isOverAlready(error)) throw error;
        return false;
      }
    },

    async stopRecording(credentials, callSid, recordingSid) {
      const sid = recordingSid === null ? CURRENT_RECORDING : checkedSid('RE', recordingSid);
      try {
        await work(credentials, () => callAt(credentials, callSid).recordings(sid).update({ status: 'stopped' }));
      } catch (error) {
        const isNone = error instanceof ProviderError && error.status === NOT_FOUND;
        if (!isNone && !isOverAlready(error)) throw error;
      }
    },

    startRecording: (credentials, callSid, statusCallback) =>
      work(credentials, async () => {
        const { sid } = await callAt(credentials, callSid).recordings.create({
          recordingStatusCallback: statusCallback,
          recordingStatusCallbackMethod: 'POST',
          recordingStatusCallbackEvent: ['completed', 'absent'],
        });
        return { sid };
      }),

    listRecordings: (credentials, callSid) =>
      work(credentials, async () => {
        const recordings = await callAt(credentials, callSid).recordings.list({ pageSize: 100 });
        return recordings.map((recording) => ({
          sid: recording.sid,
          status: recording.status,
          durationSeconds: secondsOf(recording.duration),
          url: recordingUrl(addresses.apiUrl, credentials.accountSid, checkedSid('RE', recording.sid)),
        }));
      }),

    openRecording: (credentials, url, range) =>
      work(credentials, () => openRecording(addresses.apiUrl, credentials, url, range, timeoutMs)),

    sendMessage: (credentials, message) =>
      work(credentials, async () => {
        const sent = await clientFor(credentials).messages.create(message);
        return { sid: sent.sid, status: sent.status, segments: sent.numSegments ? Number(sent.numSegments) : null };
      }),

    isSigned: (authToken, signature, url, form) =>
      signature !== undefined && twilio.validateRequest(authToken, signature, url, form),
  };
}

/** Twilio has no length of a recording that goes on: nothing, or -1. */
function secondsOf(text: string | null | undefined): number | null {
  const seconds = Number(text ?? '');
  return text && Number.isInteger(seconds) && seconds >= 0 ? seconds : null;
}

const isOverAlready = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && CALL_IS_OVER.has(error.code);
