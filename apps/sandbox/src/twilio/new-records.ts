import { randomBytes } from 'node:crypto';
import type { CallRecord, PhoneNumber, TwilioAccount } from './model.ts';
import { newSid } from './sids.ts';

export const newAccount = (given: Partial<TwilioAccount> = {}): TwilioAccount => ({
  sid: newSid('AC'),
  authToken: randomBytes(16).toString('hex'),
  friendlyName: 'Sandbox account',
  status: 'active',
  type: 'Full',
  createdAt: new Date().toISOString(),
  ...given,
});

/** A number as Twilio sells it: it can do everything but fax, and points nowhere. */
export function newNumber(given: Partial<PhoneNumber> & Pick<PhoneNumber, 'accountSid' | 'phoneNumber'>): PhoneNumber {
  const now = new Date().toISOString();
  return {
    sid: newSid('PN'),
    friendlyName: nationalFormat(given.phoneNumber),
    capabilities: { voice: true, sms: true, mms: true, fax: false },
    voiceUrl: null,
    voiceMethod: 'POST',
    voiceFallbackUrl: null,
    voiceFallbackMethod: 'POST',
    smsUrl: null,
    smsMethod: 'POST',
    smsFallbackUrl: null,
    smsFallbackMethod: 'POST',
    statusCallback: null,
    statusCallbackMethod: 'POST',
    voiceApplicationSid: null,
    smsApplicationSid: null,
    trunkSid: null,
    createdAt: now,
    updatedAt: now,
    ...given,
  };
}

export function newCall(
  given: Pick<CallRecord, 'accountSid' | 'from' | 'to' | 'direction' | 'status'> & Partial<CallRecord>,
): CallRecord {
  const now = new Date().toISOString();
  return {
    sid: newSid('CA'),
    parentCallSid: null,
    phoneNumberSid: null,
    answeredBy: null,
    createdAt: now,
    updatedAt: now,
    startedAt: null,
    endedAt: null,
    ...given,
  };
}

/** `(415) 555-0123` for a US number, as Twilio names numbers that nobody has named. */
export function nationalFormat(phoneNumber: string): string {
  const match = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(phoneNumber);
  return match ? `(${match[1]}) ${match[2]}-${match[3]}` : phoneNumber;
}
