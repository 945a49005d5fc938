import { expect, test } from 'vitest';
import { wavHeader } from './wav-header.ts';

test('the header says how long a file is, once that is known', () => {
  expect(wavHeader(1600).readUInt32LE(54)).toBe(1600);
  expect(wavHeader(1600).readUInt32LE(46)).toBe(800);
  expect(wavHeader(1600).readUInt32LE(4)).toBe(1650);
  expect(wavHeader(null).readUInt32LE(54)).toBe(0xffffffff);
});
