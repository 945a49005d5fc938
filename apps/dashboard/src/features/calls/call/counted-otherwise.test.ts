import { expect, it } from 'vitest';
import { readMetadata } from '../call-metadata.ts';
import { countedOtherwise } from './counted-otherwise.ts';

it('says what the carrier counts and what was billed', () => {
  expect(countedOtherwise({ billed_seconds: 77, carrier_seconds: 0 })).toBe('0:00 (billed: 1:17)');
  const { billing_difference, carrier_reports } = readMetadata({ end_reason: 'caller_hangup' });
  expect([billing_difference, carrier_reports]).toEqual([null, []]);
});
