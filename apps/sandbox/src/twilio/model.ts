import type { CarrierCallStatus } from './call/call-status.ts';

export interface TwilioAccount {
  sid: string;
  authToken: string;
  friendlyName: string;
  status: 'active' | 'suspended' | 'closed';
  type: 'Full' | 'Trial';
  createdAt: string;
}

export interface PhoneNumber {
  sid: string;
  accountSid: string;
  phoneNumber: string;
  friendlyName: string;
  capabilities: { voice: boolean; sms: boolean; mms: boolean; fax: boolean };
  voiceUrl: string | null;
  voiceMethod: string;
  voiceFallbackUrl: string | null;
  voiceFallbackMethod: string;
  smsUrl: string | null;
  smsMethod: string;
  smsFallbackUrl: string | null;
  smsFallbackMethod: string;
  statusCallback: string | null;
  statusCallbackMethod: string;
  voiceApplicationSid: string | null;
  smsApplicationSid: string | null;
  trunkSid: string | null;
  createdAt: string;
  updatedAt: string;
}

/** Addresses under a name, for several numbers: they come before a number's own. */
export interface TwimlApplication {
  sid: string;
  accountSid: string;
  friendlyName: string;
  voiceUrl: string | null;
  voiceMethod: string;
  voiceFallbackUrl: string | null;
  voiceFallbackMethod: string;
  statusCallback: string | null;
  statusCallbackMethod: string;
  smsUrl: string | null;
  smsMethod: string;
  smsFallbackUrl: string | null;
  smsFallbackMethod: string;
  createdAt: string;
  updatedAt: string;
}

export interface CallRecord {
  sid: string;
  parentCallSid: string | null;
  accountSid: string;
  phoneNumberSid: string | null;
  from: string;
  to: string;
  direction: 'inbound' | 'outbound-api' | 'outbound-dial';
  status: CarrierCallStatus;
  /** Who has answered, where it was asked for. */
  answeredBy: string | null;
  createdAt: string;
  updatedAt: string;
  /** When it was answered. */
  startedAt: string | null;
  endedAt: string | null;
}

export interface RecordingRecord {
  sid: string;
  accountSid: string;
  callSid: string;
  status: 'in-progress' | 'paused' | 'stopped' | 'processing' | 'completed' | 'absent';
  channels: 'mono' | 'dual';
  track: 'inbound' | 'outbound' | 'both';
  source: 'StartCallRecordingAPI' | 'OutboundAPI' | 'DialVerb';
  durationSeconds: number | null;
  statusCallback: string | null;
  statusCallbackMethod: string;
  statusCallbackEvents: string[];
  createdAt: string;
  updatedAt: string;
}

export interface MessageRecord {
  sid: string;
  accountSid: string;
  from: string;
  to: string;
  body: string;
  mediaUrls: string[];
  direction: 'inbound' | 'outbound-api' | 'outbound-reply';
  status: 'accepted' | 'queued' | 'sent' | 'delivered' | 'undelivered' | 'failed' | 'received';
  errorCode: number | null;
  segments: number;
  createdAt: string;
  updatedAt: string;
  sentAt: string | null;
}

/** What Twilio would show in its debugger: something went wrong that no API answer could tell. */
export interface Alert {
  at: string;
  accountSid: string;
  /** A call's or a message's sid. */
  resourceSid: string;
  code: number;
  message: string;
}
