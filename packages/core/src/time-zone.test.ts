import { expect, it } from 'vitest';
import { isTimeZone } from './time-zone.ts';

it.each(['America/New_York', 'US/Eastern', 'Asia/Kolkata', 'Europe/Kyiv', 'Etc/UTC', 'UTC', 'GMT'])(
  'takes %s for a time zone',
  (name) => {
    expect(isTimeZone(name)).toBe(true);
  },
);

it.each([
  'US/Pacific-New',
  'Canada/East-Saskatchewan',
  'AET',
  'VST',
  'CTT',
  'IST',
  'EST',
  'CET',
  '+02:00',
  'Mars/Olympus',
  'New York',
  '',
])('does not take %s for one', (name) => {
  expect(isTimeZone(name)).toBe(false);
});
