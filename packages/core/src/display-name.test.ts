import { expect, test } from 'vitest';
import { displayName, toVisibleName } from './display-name.ts';

const isName = (text: string): boolean => displayName(200).safeParse(text).success;

test.each([
  'Bright Smile Dental',
  'Müller & Söhne',
  'Booking.com',
  'Amazon.com Services LLC',
  'St. Mary’s Clinic',
  'J.P. Morgan',
  'Node.js Experts',
  'Meyer GmbH & Co.KG',
  'Dr.Smith Dental',
  '24/7 Plumbing',
  'A/B Testing 1.5',
  '日本語サロン',
  'سمارت كلينيك',
  'Family 👨‍👩‍👧 Care',
])('%s is a name', (text) => expect(isName(text)).toBe(true));

test.each([
  '',
  ' ',
  'Acme\r\nBcc: all@example.com',
  'Acme\nInc',
  'Acme\u0000',
  'Acme\u2028Inc',
  'Acme \u202egnp.exe',
  'Acme \u2066hidden\u2069',
  'Ac\u200bme',
  'Acme \ud83d',
  'http://evil.example',
  'HTTPS://EVIL.EXAMPLE',
  'javascript://alert',
  'Your account is locked: www.evil.example',
  'evil.com/login',
  'evil.museum/login',
  'evil.com:8080',
  'evil.com?u=1',
  'Visit evil.com now',
  'Account locked, open evil.io',
  'Pay (evil.com) today',
  'evil.com is where you pay your invoice',
  '203.0.113.7 has your invoice',
  'xn--80ak6aa92e.com/login',
])('%j is none', (text) => expect(isName(text)).toBe(false));

test('what nobody has checked becomes one visible line', () => {
  expect(toVisibleName(' Acme\r\nBcc: x\u202e \ud83d')).toBe('Acme Bcc: x \ufffd');
});

test('a name takes no more time than it is long', () => {
  for (const part of ['a.', '.', 'a ', 'www', '1.1.', '((', 'a-', '://'.slice(0, 2)]) {
    const begun = performance.now();
    displayName(200).safeParse(part.repeat(300_000));
    expect(performance.now() - begun).toBeLessThan(1000);
  }
});
