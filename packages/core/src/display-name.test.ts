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
  '🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f} Pub',
  '❤\ufe0f\u200d🔥 Grill',
  'نامه\u200cها',
  'क्\u200dष Foods',
  '辻\u{e0100}商店',
  'Dr. Smith & Sons',
  'A.J.’s Roofing',
  'Nr. 1 Https Labs',
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
  'Call us at evil．com now',
  'evil。com is where you pay',
  'evil｡com is where you pay',
  'evil․com is where you pay',
  'ⓔⓥⓘⓛ.ⓒⓞⓜ is where you pay',
  'Ｗｗｗ．evil．museum',
  'Pay at evil[.]com today',
  'hxxp://evil',
  'hxxps:evil.com',
  'http:evil.com',
  'http:\\\\evil.com',
  '//evil.com',
  'javascript:alert(1)',
  'evil.рф is where you pay',
  'evil.xn--p1ai is where you pay',
  'evil\u00ad.com is where you pay',
  'evil.\u200ccom is where you pay',
  'ac\u200dme',
  'Acme\u200d',
  'Acme\u180e',
  '\u3164',
  'a\u115fb',
  '\u2800',
  'Acme\u{e0041}',
  ' \ufe0f',
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
