import { expect, test } from 'vitest';
import { isTwilioSid, twilioSid, type TwilioSidKind } from './twilio-sid.ts';

const digits = '0123456789abcdef'.repeat(2);

test.each<TwilioSidKind>(['AC', 'AP', 'CA', 'MM', 'MZ', 'PN', 'RE', 'SM', 'TK'])('%s and 32 digits', (kind) => {
  expect(isTwilioSid(kind, kind + digits)).toBe(true);
  expect(twilioSid(kind).parse(kind + digits)).toBe(kind + digits);
});

test.each([
  '',
  'PN',
  `PN${digits.slice(1)}`,
  `PN${digits}0`,
  `PN${digits}\n`,
  ` PN${digits}`,
  `pn${digits}`,
  `PN${digits.toUpperCase()}`,
  `AC${digits}`,
  `..\\IncomingPhoneNumbers\\PN${digits}`,
  `../Calls/CA${digits}`,
  `%2e%2e%2fPN${digits}`,
  `PN${digits}/../../Calls`,
  `PN${digits}?PageSize=1`,
  `PN${digits.slice(1)}\u0000`,
  `PN${digits.slice(1)}٣`,
])('%j is no SID of a phone number', (value) => {
  expect(isTwilioSid('PN', value)).toBe(false);
  expect(twilioSid('PN').safeParse(value).error?.issues[0]?.message).toContain('Twilio phone number SID');
});
