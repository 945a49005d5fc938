import { describe, expect, it } from 'vitest';
import { formatRelative } from './date.ts';
import { formatDuration, formatMilliseconds } from './duration.ts';
import { formatMoneyCents } from './money.ts';
import { formatBytes, formatCompact, formatNumber, formatPercent } from './number.ts';
import { formatPhone, withReadablePhones } from './phone.ts';

describe('formats for people', () => {
  it('writes nothing as a dash, and never as zero', () => {
    for (const format of [
      formatNumber,
      formatCompact,
      formatPercent,
      formatBytes,
      formatDuration,
      formatMilliseconds,
    ]) {
      expect(format(null)).toBe('—');
    }
    expect(formatMoneyCents(undefined)).toBe('—');
    expect(formatPhone('')).toBe('—');
    expect(formatMoneyCents(0)).toBe('$0.00');
  });

  it('writes money with as many digits as the cents need', () => {
    expect(formatMoneyCents(123_456)).toBe('$1,234.56');
    expect(formatMoneyCents(0.35)).toBe('$0.0035');
    expect(formatMoneyCents(-250, 'eur')).toBe('-€2.50');
  });

  it('writes durations as a clock up to an hour', () => {
    expect([0, 59.6, 83, 3599, 3600, 3720].map((seconds) => formatDuration(seconds))).toEqual([
      '0:00',
      '1:00',
      '1:23',
      '59:59',
      '1 h',
      '1 h 2 min',
    ]);
    expect([85.4, 1240].map((milliseconds) => formatMilliseconds(milliseconds))).toEqual(['85 ms', '1.24 s']);
  });

  it('writes numbers, shares and sizes', () => {
    expect(formatNumber(1234.5, 1)).toBe('1,234.5');
    expect(formatPercent(0.256)).toBe('26%');
    expect([0, 999, 1_536_000, 25e6].map((bytes) => formatBytes(bytes))).toEqual(['0 B', '999 B', '1.5 MB', '25 MB']);
  });

  it('groups phone numbers after their country code', () => {
    const numbers = ['+15551234567', '+442079460958', '+353861234567', '+33612345678', 'anonymous'];
    expect(numbers.map(formatPhone)).toEqual([
      '+1 (555) 123-4567',
      '+44 2079 460 958',
      '+353 861 234 567',
      '+33 612 345 678',
      'anonymous',
    ]);
  });

  it('makes numbers in a text readable', () => {
    expect(withReadablePhones('Call from +12125550123 to +14155550100 failed')).toBe(
      'Call from +1 (212) 555-0123 to +1 (415) 555-0100 failed',
    );
    expect(withReadablePhones('2 + 2 of +5 calls')).toBe('2 + 2 of +5 calls');
  });

  it('tells how long ago within a day, and leaves older moments to the date', () => {
    const now = new Date('2026-11-22T12:00:00Z');
    const ago = (seconds: number) => formatRelative(new Date(now.getTime() - seconds * 1000), now);
    expect(ago(5)).toBe('just now');
    expect(ago(-5)).toBe('just now');
    expect(ago(300)).toBe('5 min ago');
    expect(ago(3 * 3600)).toBe('3 hr ago');
    expect(ago(86_400)).toBeUndefined();
  });
});

it.each([
  [1_050, '1,050'],
  [9_999, '9,999'],
  [10_000, '10K'],
  [-1_050, '-1,050'],
  [0.5, '0.5'],
  [1_234_567, '1.2M'],
])('writes %d in short as %s', (value, written) => {
  expect(formatCompact(value)).toBe(written);
});
