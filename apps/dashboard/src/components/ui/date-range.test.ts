import { describe, expect, it } from 'vitest';
import { presetRange, rangeLabel } from './date-range.ts';

const now = new Date(2026, 2, 1, 23, 30);

describe('date ranges', () => {
  it('counts today as a whole day of every preset, across months', () => {
    expect(presetRange('today', now)).toEqual({ from: '2026-03-01', to: '2026-03-01' });
    expect(presetRange('7-days', now)).toEqual({ from: '2026-02-23', to: '2026-03-01' });
    expect(presetRange('month', now)).toEqual({ from: '2026-03-01', to: '2026-03-01' });
  });

  it('is named by its preset or its days', () => {
    expect(rangeLabel(null, now)).toBe('Any time');
    expect(rangeLabel(presetRange('30-days', now), now)).toBe('Last 30 days');
    expect(rangeLabel({ from: '2026-01-05', to: '2026-01-05' }, now)).toBe('Jan 5, 2026');
    expect(rangeLabel({ from: '2026-01-05', to: '2026-01-09' }, now)).toMatch(/^Jan 5\s–\s9$/u);
  });
});
