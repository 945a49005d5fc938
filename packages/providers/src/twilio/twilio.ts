import twilio from 'twilio';
import {
  ProviderError,
  type CarrierNumber,
  type TelephonyCredentials,
  type TelephonyProvider,
} from '../contracts/index.ts';
import { TwilioHttpClient, type TwilioAddresses } from './http-client.ts';
import { callTwilio } from './provider-error.ts';
import { openRecording } from './recording.ts';

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
});

/** Twilio as a phone carrier, at the given addresses. */
export function createTwilio({
  timeoutMs = DEFAULT_TIMEOUT_MS,
  onRefusedCredentials,
  ...addresses
}: TwilioOptions): TelephonyProvider {
  const httpClient = new TwilioHttpClient(addresses, timeoutMs);
  const clientFor = ({ accountSid, authToken }: TelephonyCredentials): twilio.Twilio =>
    twilio(accountSid, authToken, { httpClient });

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
      work(credentials, async () => toCarrierNumber(await clientFor(credentials).incomingPhoneNumbers(sid).fetch())),

    setNumberWebhooks: (credentials, sid, webhooks) =>
      work(credentials, async () => {
        await clientFor(credentials).incomingPhoneNumbers(sid).update({
          voiceUrl: webhooks.voiceUrl,
          voiceMethod: 'POST',
          statusCallback: webhooks.statusCallback,
          statusCallbackMethod: 'POST',
          smsUrl: webhooks.smsUrl,
          smsMethod: 'POST',
        });
      }),

    fetchCall: (credentials, callSid) =>
      work(credentials, async () => {
        const call = await clientFor(credentials).calls(callSid).fetch();
        const isRunning = RUNNING.has(call.status);
        return {
          sid: call.sid,
          status: call.status,
          durationSeconds: isRunning || !call.duration ? null : Number(call.duration),
        };
      }),

    async endCall(credentials, callSid) {
      try {
        await work(credentials, () => clientFor(credentials).calls(callSid).update({ status: 'completed' }));
      } catch (error) {
        if (!isOverAlready(error)) throw error;
      }
    },

    startRecording: (credentials, callSid, statusCallback) =>
      work(credentials, async () => {
        const { sid } = await clientFor(credentials)
          .calls(callSid)
          .recordings.create({
            recordingStatusCallback: statusCallback,
            recordingStatusCallbackMethod: 'POST',
            recordingStatusCallbackEvent: ['completed'],
          });
        return { sid };
      }),

    openRecording: (credentials, recordingUrl, range) =>
      work(credentials, () => openRecording(addresses.apiUrl, credentials, recordingUrl, range, timeoutMs)),

    sendMessage: (credentials, message) =>
      work(credentials, async () => {
        const sent = await clientFor(credentials).messages.create(message);
        return { sid: sent.sid, status: sent.status, segments: sent.numSegments ? Number(sent.numSegments) : null };
      }),

    isSigned: (authToken, signature, url, form) =>
      signature !== undefined && twilio.validateRequest(authToken, signature, url, form),
  };
}

const isOverAlready = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && CALL_IS_OVER.has(error.code);
