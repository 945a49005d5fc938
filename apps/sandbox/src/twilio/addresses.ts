import type { PhoneNumber } from './model.ts';
import type { TwilioStore } from './store.ts';

export interface Address {
  url: string;
  method: string;
}

/** Who is asked about a number's calls or texts: first the one, and when it fails the other. */
export interface Addresses {
  main: Address | null;
  fallback: Address | null;
}

const address = (url: string | null, method: string): Address | null => (url === null ? null : { url, method });

/** Where calls to a number are asked about and reported: at its application if it has one, else at the number's own addresses. */
export function voiceAddresses(store: TwilioStore, number: PhoneNumber): Addresses & { status: Address | null } {
  const source = store.applications.get(number.voiceApplicationSid ?? '') ?? number;
  return {
    main: address(source.voiceUrl, source.voiceMethod),
    fallback: address(source.voiceFallbackUrl, source.voiceFallbackMethod),
    status: address(source.statusCallback, source.statusCallbackMethod),
  };
}

/** Where texts to a number are asked about. */
export function smsAddresses(store: TwilioStore, number: PhoneNumber): Addresses {
  const source = store.applications.get(number.smsApplicationSid ?? '') ?? number;
  return {
    main: address(source.smsUrl, source.smsMethod),
    fallback: address(source.smsFallbackUrl, source.smsFallbackMethod),
  };
}
