import type { PhoneNumber, TwimlApplication } from '../model.ts';
import { methodField, urlField, type Form } from './form.ts';

const URL_FIELDS = {
  VoiceUrl: 'voiceUrl',
  VoiceFallbackUrl: 'voiceFallbackUrl',
  SmsUrl: 'smsUrl',
  SmsFallbackUrl: 'smsFallbackUrl',
  StatusCallback: 'statusCallback',
} as const;
const METHOD_FIELDS = {
  VoiceMethod: 'voiceMethod',
  VoiceFallbackMethod: 'voiceFallbackMethod',
  SmsMethod: 'smsMethod',
  SmsFallbackMethod: 'smsFallbackMethod',
  StatusCallbackMethod: 'statusCallbackMethod',
} as const;

type AddressSettings = Partial<
  Pick<
    PhoneNumber & TwimlApplication,
    (typeof URL_FIELDS)[keyof typeof URL_FIELDS] | (typeof METHOD_FIELDS)[keyof typeof METHOD_FIELDS]
  >
>;

/** The addresses that a number or an application is given; those that are left out stay. */
export function addressSettings(form: Form): AddressSettings {
  const settings: AddressSettings = {};
  for (const [name, key] of Object.entries(URL_FIELDS)) {
    const url = urlField(form, name);
    if (url !== undefined) settings[key] = url;
  }
  for (const [name, key] of Object.entries(METHOD_FIELDS)) {
    const method = methodField(form, name);
    if (method !== undefined) settings[key] = method;
  }
  return settings;
}
