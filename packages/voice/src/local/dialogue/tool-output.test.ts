import { expect, test } from 'vitest';
import { readToolOutput } from './tool-output.ts';

test.each([
  ['{"success":true}', true, null],
  ['{"success":true,"message":"Booked."}', true, 'Booked.'],
  ['{"success":false,"error":"slot_taken"}', false, null],
  ['{"error":"timeout"}', false, null],
  ['{"status":"shipped","order_id":"7","carrier":"UPS"}', true, 'status: shipped, carrier: UPS.'],
  ['Your order left today.', true, 'Your order left today.'],
  ['Error: timeout', false, null],
  ['"Fine"', true, 'Fine'],
  ['null', false, null],
  ['', true, null],
])('%s', (output, ok, text) => {
  expect(readToolOutput(output)).toEqual({ ok, text });
});
