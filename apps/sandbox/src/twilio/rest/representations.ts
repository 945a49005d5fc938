import type {
  CallRecord,
  MessageRecord,
  PhoneNumber,
  RecordingRecord,
  TwilioAccount,
  TwimlApplication,
} from '../model.ts';
import { nationalFormat } from '../new-records.ts';

const API_VERSION = '2010-04-01';
const accountPath = (sid: string): string => `/${API_VERSION}/Accounts/${sid}`;

/** `Thu, 30 Jul 2015 20:12:31 +0000` */
export const rfc2822 = (iso: string | null): string | null =>
  iso === null ? null : new Date(iso).toUTCString().replace('GMT', '+0000');

/** Whole seconds between answer and end; null before the end. */
export function callSeconds(call: CallRecord): number | null {
  if (call.endedAt === null) return null;
  return call.startedAt === null ? 0 : Math.round((Date.parse(call.endedAt) - Date.parse(call.startedAt)) / 1000);
}

export function accountBody(account: TwilioAccount): object {
  const uri = accountPath(account.sid);
  return {
    sid: account.sid,
    auth_token: account.authToken,
    friendly_name: account.friendlyName,
    owner_account_sid: account.sid,
    status: account.status,
    type: account.type,
    date_created: rfc2822(account.createdAt),
    date_updated: rfc2822(account.createdAt),
    uri: `${uri}.json`,
    subresource_uris: {
      calls: `${uri}/Calls.json`,
      incoming_phone_numbers: `${uri}/IncomingPhoneNumbers.json`,
      messages: `${uri}/Messages.json`,
      recordings: `${uri}/Recordings.json`,
    },
  };
}

export function numberBody(number: PhoneNumber): object {
  return {
    sid: number.sid,
    account_sid: number.accountSid,
    phone_number: number.phoneNumber,
    friendly_name: number.friendlyName,
    capabilities: number.capabilities,
    voice_url: number.voiceUrl ?? '',
    voice_method: number.voiceMethod,
    voice_fallback_url: number.voiceFallbackUrl ?? '',
    voice_fallback_method: number.voiceFallbackMethod,
    voice_application_sid: number.voiceApplicationSid ?? '',
    voice_caller_id_lookup: false,
    voice_receive_mode: 'voice',
    sms_url: number.smsUrl ?? '',
    sms_method: number.smsMethod,
    sms_fallback_url: number.smsFallbackUrl ?? '',
    sms_fallback_method: number.smsFallbackMethod,
    sms_application_sid: number.smsApplicationSid ?? '',
    status_callback: number.statusCallback ?? '',
    status_callback_method: number.statusCallbackMethod,
    trunk_sid: number.trunkSid,
    address_sid: null,
    address_requirements: 'none',
    bundle_sid: null,
    identity_sid: null,
    emergency_status: 'Active',
    emergency_address_sid: null,
    emergency_address_status: 'unregistered',
    beta: false,
    origin: 'twilio',
    status: 'in-use',
    type: 'local',
    api_version: API_VERSION,
    date_created: rfc2822(number.createdAt),
    date_updated: rfc2822(number.updatedAt),
    uri: `${accountPath(number.accountSid)}/IncomingPhoneNumbers/${number.sid}.json`,
  };
}

export function applicationBody(application: TwimlApplication): object {
  return {
    sid: application.sid,
    account_sid: application.accountSid,
    friendly_name: application.friendlyName,
    voice_url: application.voiceUrl,
    voice_method: application.voiceMethod,
    voice_fallback_url: application.voiceFallbackUrl,
    voice_fallback_method: application.voiceFallbackMethod,
    voice_caller_id_lookup: false,
    status_callback: application.statusCallback,
    status_callback_method: application.statusCallbackMethod,
    sms_url: application.smsUrl,
    sms_method: application.smsMethod,
    sms_fallback_url: application.smsFallbackUrl,
    sms_fallback_method: application.smsFallbackMethod,
    sms_status_callback: null,
    message_status_callback: null,
    public_application_connect_enabled: false,
    api_version: API_VERSION,
    date_created: rfc2822(application.createdAt),
    date_updated: rfc2822(application.updatedAt),
    uri: `${accountPath(application.accountSid)}/Applications/${application.sid}.json`,
  };
}

export function callBody(call: CallRecord): object {
  const uri = `${accountPath(call.accountSid)}/Calls/${call.sid}`;
  const seconds = callSeconds(call);
  return {
    sid: call.sid,
    parent_call_sid: call.parentCallSid,
    account_sid: call.accountSid,
    phone_number_sid: call.phoneNumberSid ?? '',
    to: call.to,
    to_formatted: nationalFormat(call.to),
    from: call.from,
    from_formatted: nationalFormat(call.from),
    status: call.status,
    start_time: rfc2822(call.startedAt),
    end_time: rfc2822(call.endedAt),
    duration: seconds === null ? null : String(seconds),
    price: null,
    price_unit: 'USD',
    direction: call.direction,
    answered_by: call.answeredBy,
    api_version: API_VERSION,
    forwarded_from: null,
    group_sid: null,
    caller_name: null,
    queue_time: '0',
    trunk_sid: '',
    annotation: null,
    date_created: rfc2822(call.createdAt),
    date_updated: rfc2822(call.updatedAt),
    uri: `${uri}.json`,
    subresource_uris: { recordings: `${uri}/Recordings.json`, notifications: `${uri}/Notifications.json` },
  };
}

export function recordingBody(recording: RecordingRecord, baseUrl: string): object {
  const uri = `${accountPath(recording.accountSid)}/Recordings/${recording.sid}`;
  return {
    sid: recording.sid,
    account_sid: recording.accountSid,
    call_sid: recording.callSid,
    conference_sid: null,
    status: recording.status,
    channels: recording.channels === 'dual' ? 2 : 1,
    source: recording.source,
    track: recording.track,
    duration: recording.durationSeconds === null ? null : String(recording.durationSeconds),
    price: null,
    price_unit: 'USD',
    error_code: null,
    encryption_details: null,
    api_version: API_VERSION,
    start_time: rfc2822(recording.createdAt),
    date_created: rfc2822(recording.createdAt),
    date_updated: rfc2822(recording.updatedAt),
    media_url: `${baseUrl}${uri}`,
    uri: `${uri}.json`,
    subresource_uris: {},
  };
}

export function messageBody(message: MessageRecord): object {
  return {
    sid: message.sid,
    account_sid: message.accountSid,
    messaging_service_sid: null,
    from: message.from,
    to: message.to,
    body: message.body,
    status: message.status,
    direction: message.direction,
    num_segments: String(message.segments),
    num_media: String(message.mediaUrls.length),
    error_code: message.errorCode,
    error_message: null,
    price: null,
    price_unit: 'USD',
    api_version: API_VERSION,
    date_created: rfc2822(message.createdAt),
    date_updated: rfc2822(message.updatedAt),
    date_sent: rfc2822(message.sentAt),
    uri: `${accountPath(message.accountSid)}/Messages/${message.sid}.json`,
    subresource_uris: { media: `${accountPath(message.accountSid)}/Messages/${message.sid}/Media.json` },
  };
}
