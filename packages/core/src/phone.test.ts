import { expect, test } from 'vitest';
import { readPhoneNumber, toE164, writeDialable } from './phone.ts';

test.each([
  ['(212) 555-2368', '+12125552368'],
  ['+44 20 7183 8750', '+442071838750'],
  ['+44 (0)20 7183 8750', '+442071838750'],
  ['0044 20 7183 8750', '+442071838750'],
  ['011 44 20 7183 8750', '+442071838750'],
  ['+39 06 1234 5678', '+390612345678'],
  ['tel:+1-212-555-0123', '+12125550123'],
  ['TEL:2125550123', '+12125550123'],
  // Arabic-Indic and fullwidth digits, non-breaking spaces and hyphens, marks that come along when text is copied.
  ['٢١٢٥٥٥٠١٢٣', '+12125550123'],
  ['＋１２１２５５５０１２３', '+12125550123'],
  ['212\u00a0555\u20110123', '+12125550123'],
  ['\u202a+12125550123\u202c', '+12125550123'],
  ['\ufeff+1 212\u200b555\u200b0123\n', '+12125550123'],
  ['212 555', null],
  ['911', null],
  ['112', null],
  ['+911', null],
  ['12345', null],
  ['not a number', null],
  ['', null],
  // What is more than a number is none: nobody knows which part was meant.
  ['call me at 212 555 0123', null],
  ['2125550123abc', null],
  ['1-800-FLOWERS', null],
  ['(212) 555-0123 / (212) 555-0124', null],
  ['+1212555\n0123', null],
  ['sip:+12125550123@example.com', null],
  ['*67 212 555 0123', null],
  [`+12125550123${' '.repeat(60)}4`, null],
  [`+1${'2'.repeat(5000)}`, null],
])('%j is %s', (typed, number) => {
  expect(toE164(typed)).toBe(number);
});

test.each([
  ['+1 212 555 0123 ext. 45', '45'],
  ['(212) 555-0123 x45', '45'],
  ['212.555.0123 #045', '045'],
  ['+12125550123,,45', '45'],
  ['+1 212 555 0123 extension 45', '45'],
  ['tel:+1-212-555-0123;ext=45', '45'],
  ['+12125550123;ext=45', '45'],
  ['+1 212 555 0123 доб. 45', '45'],
])('%j keeps its extension, and is no number where none can be kept', (typed, extension) => {
  const read = readPhoneNumber(typed);
  expect(read).toEqual({ number: '+12125550123', extension });
  expect(toE164(typed)).toBeNull();
  const written = writeDialable({ number: '+12125550123', extension });
  expect(written).toBe(`+12125550123;ext=${extension}`);
  expect(readPhoneNumber(written)).toEqual(read);
});

test('an extension longer than any that can be dialed is refused', () => {
  expect(readPhoneNumber(`+12125550123;ext=${'1'.repeat(11)}`)).toBeNull();
});
