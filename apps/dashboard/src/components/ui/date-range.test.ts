import { describe, expect, it } from 'vitest';
import { presetRange, rangeLabel } from './date-range.ts';

const today = '2026-03-01';

describe('date ranges', () => {
  it('counts today as a whole day of every preset, across months', () => {
    expect(presetRange('today', today)).toEqual({ from: '2026-03-01', to: '2026-03-01' });
    expect(presetRange('yesterday', today)).toEqual({ from: '2026-02-28', to: '2026-02-28' });
    expect(presetRange('7-days', today)).toEqual({ from: '2026-02-23', to: '2026-03-01' });
    expect(presetRange('month', today)).toEqual({ from: '2026-03-01', to: '2026-03-01' });
    expect(presetRange('last-month', today)).toEqual({ from: '2026-02-01', to: '2026-02-28' });
    expect(presetRange('last-month', '2026-01-31')).toEqual({ from: '2025-12-01', to: '2025-12-31' });
  });

  it('is named by its preset or its days', () => {
    expect(rangeLabel(null, today)).toBe('Any time');
    expect(rangeLabel(presetRange('30-days', today), today)).toBe('Last 30 days');
    expect(rangeLabel({ from: '2026-01-05', to: '2026-01-05' }, today)).toBe('Jan 5, 2026');
    expect(rangeLabel({ from: '2026-01-05', to: '2026-01-09' }, today)).toMatch(/^Jan 5\s–\s9$/u);
    expect(rangeLabel({ from: '2025-01-05', to: '2026-01-09' }, today)).toMatch(/^Jan 5, 2025\s–\sJan 9, 2026$/u);
  });
});
