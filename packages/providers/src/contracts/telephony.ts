import type { Readable } from 'node:stream';

/** The key to one tenant's account at the carrier. */
export interface TelephonyCredentials {
  accountSid: string;
  authToken: string;
}

export interface TelephonyAccount {
  accountSid: string;
  friendlyName: string;
  status: 'active' | 'suspended' | 'closed';
  type: string;
}

export interface CarrierNumber {
  sid: string;
  phoneNumber: string;
  friendlyName: string;
  capabilities: { voice: boolean; sms: boolean; mms: boolean };
  voiceUrl: string | null;
  statusCallback: string | null;
  /** An application's addresses for calls come before the number's own. */
  voiceApplicationSid: string | null;
  /** A SIP trunk takes all calls to the number, whatever its addresses are. */
  trunkSid: string | null;
}

/** What is asked about the calls of a number. Where its texts go is left as it is: nothing here takes any. */
export interface NumberWebhooks {
  voiceUrl: string;
  statusCallback: string;
}

export interface CarrierCall {
  sid: string;
  status: 'queued' | 'ringing' | 'in-progress' | 'completed' | 'busy' | 'failed' | 'no-answer' | 'canceled';
  /** Seconds; null while the call runs. */
  durationSeconds: number | null;
}

export interface CarrierRecording {
  sid: string;
  status: 'in-progress' | 'paused' | 'stopped' | 'processing' | 'completed' | 'absent' | 'failed' | 'deleted';
  /** Seconds; null while it is not known. */
  durationSeconds: number | null;
  /** Where `openRecording` finds it. */
  url: string;
}

/** A call that we place. Until it is answered nobody is asked what to do with it. */
export interface PlacedCall {
  from: string;
  to: string;
  /** Keys that are pressed once it is answered; `w` waits for half a second. */
  sendDigits?: string;
  /** Asked for instructions when it was answered. */
  url: string;
  /** Told when it rings, was answered and is over. */
  statusCallback: string;
  /** Told whether a person or a machine has answered, while the instructions are followed already. */
  machineCallback: string;
  timeoutSeconds: number;
}

export interface SentMessage {
  sid: string;
  status: string;
  segments: number | null;
}

export interface RecordingStream {
  status: 200 | 206;
  /** Headers worth passing on: content-type, content-length, content-range, accept-ranges. */
  headers: Record<string, string>;
  body: Readable;
}

/** A phone carrier. Every method throws ProviderError; credentials are the tenant's own. */
export interface TelephonyProvider {
  fetchAccount(credentials: TelephonyCredentials): Promise<TelephonyAccount>;
  listNumbers(credentials: TelephonyCredentials): Promise<CarrierNumber[]>;
  fetchNumber(credentials: TelephonyCredentials, sid: string): Promise<CarrierNumber>;
  /** Points a number at these addresses, and takes off it what would come before them, but for a SIP trunk. */
  setNumberWebhooks(credentials: TelephonyCredentials, sid: string, webhooks: NumberWebhooks): Promise<void>;
  fetchCall(credentials: TelephonyCredentials, callSid: string): Promise<CarrierCall>;
  endCall(credentials: TelephonyCredentials, callSid: string): Promise<void>;
  placeCall(credentials: TelephonyCredentials, call: PlacedCall): Promise<{ sid: string }>;
  /** Gives a running call other instructions, in TwiML; its media stream ends. False: the call is over. */
  redirectCall(credentials: TelephonyCredentials, callSid: string, twiml: string): Promise<boolean>;
  /** Starts recording a live call; the recording's webhook reports when it is ready. */
  startRecording(credentials: TelephonyCredentials, callSid: string, statusCallback: string): Promise<{ sid: string }>;
  /** Stops what records a live call; does nothing where nothing does. @param recordingSid null: whatever does */
  stopRecording(credentials: TelephonyCredentials, callSid: string, recordingSid: string | null): Promise<void>;
  /** The recordings of a call, the newest first. */
  listRecordings(credentials: TelephonyCredentials, callSid: string): Promise<CarrierRecording[]>;
  /** @param range the `Range` header of whoever listens, passed on as it is. */
  openRecording(credentials: TelephonyCredentials, recordingUrl: string, range?: string): Promise<RecordingStream>;
  sendMessage(
    credentials: TelephonyCredentials,
    message: { from: string; to: string; body: string },
  ): Promise<SentMessage>;
  /** Whether the carrier signed this webhook. `url` is the public one, exactly as the carrier requested it. */
  isSigned(
    authToken: string,
    signature: string | undefined,
    url: string,
    form: Record<string, string | string[]>,
  ): boolean;
}
