import { expect, test } from 'vitest';
import { speakable } from './speakable.ts';

test.each([
  ['Hello, how are you?', 'Hello, how are you?'],
  ['Call +15550142345 now.', 'Call 5 5 5, 0 1 4, 2 3 4 5 now.'],
  ['Call (555) 014-2345.', 'Call 5 5 5, 0 1 4, 2 3 4 5.'],
  ['It is 555-0142.', 'It is 5 5 5, 0 1 4 2.'],
  ['We open 8am-6pm.', 'We open 8 am to 6 pm.'],
  ['From 9:30 a.m. to 5 PM', 'From 9:30 am to 5 Pm'],
  ['9:00 – 17:00', '9:00 to 17:00'],
  ['Prices: $80-$120', 'Prices: $80 to $120'],
  ['It costs $149.50.', 'It costs $149.50.'],
  ['Write to info@example.com.', 'Write to info at example dot com.'],
  ['See https://www.example.com/book', 'See example dot com slash book'],
  ['Bread & butter – fresh', 'Bread and butter, fresh'],
  ['It’s “fine”…', `It's "fine".`],
  ['**Zoë** 👋 says hi', 'Zoe says hi'],
  ['On 2026-11-24 at 10:00', 'On November 24 at 10:00'],
  ['2026-11-24T10:00:00Z', 'November 24 at 10:00'],
  ['e.g. this', 'e.g. this'],
  ['👋 …', ''],
  ['', ''],
])('%s', (text, spoken) => {
  expect(speakable(text)).toBe(spoken);
});
