import { expect, test } from 'vitest';
import { decodeAudio, encodeAudio, writeBase64 } from './base64-audio.ts';

const bytesOf = (length: number): Uint8Array => Uint8Array.from({ length }, (_, index) => (index * 97 + length) % 256);

test.each([0, 1, 2, 3, 4, 159, 160, 161, 1000])('%i bytes go to base64 and back', (length) => {
  const bytes = bytesOf(length);
  const text = Buffer.alloc(Math.ceil(length / 3) * 4);
  expect(writeBase64(bytes, length, text)).toBe(text.length);
  expect(text).toEqual(encodeAudio(bytes));
  const back = new Uint8Array(length);
  expect(decodeAudio(text, back)).toBe(length);
  expect(back).toEqual(bytes);
});

test('what does not fit is left out', () => {
  const bytes = new Uint8Array(4);
  expect(decodeAudio(encodeAudio(bytesOf(9)), bytes)).toBe(4);
  expect(bytes).toEqual(bytesOf(9).subarray(0, 4));
});
