import { expect, test } from 'vitest';
import { argumentsFor, internationalNumber, type GatheredDetails } from './tool-arguments.ts';

const details: GatheredDetails = {
  name: 'David Lee Miller',
  phone: '5550142345',
  email: 'david@example.com',
  when: { phrase: 'tomorrow at 9', date: '2026-11-23', time: '09:00' },
  request: 'a leak',
  message: 'Hello',
  other: { rooms: 'about three rooms', pet_kind: 'A dog', urgent: 'Yes please' },
};

function filled(properties: Record<string, unknown>, required: string[] = []) {
  return argumentsFor({ name: 't', description: '', parameters: { properties, required } }, details);
}
const text = { type: 'string' };

test('fills arguments by name, type and format', () => {
  expect(
    filled({
      first_name: text,
      lastName: text,
      customer_name: text,
      phone_number: text,
      email: text,
      start_time: { type: 'string', format: 'date-time' },
      date: text,
      time: text,
      preferred_when: text,
      reason: text,
      body: text,
      rooms: { type: 'integer' },
      pet_kind: { type: 'string', enum: ['cat', 'dog'] },
      urgent: { type: 'boolean' },
      length: { type: 'integer', default: 30 },
    }),
  ).toEqual({
    arguments: {
      first_name: 'David',
      lastName: 'Lee Miller',
      customer_name: 'David Lee Miller',
      phone_number: '+15550142345',
      email: 'david@example.com',
      start_time: '2026-11-23T09:00:00',
      date: '2026-11-23',
      time: '09:00',
      preferred_when: 'tomorrow at 9',
      reason: 'a leak',
      body: 'Hello',
      rooms: 3,
      pet_kind: 'dog',
      urgent: true,
      length: 30,
    },
    missing: null,
  });
});

test('names the first required argument that nobody told, and leaves optional ones out', () => {
  const { arguments: args, missing } = filled(
    { color: text, orderNumber: text, size: { enum: ['small', 'extra_large'] } },
    ['orderNumber', 'size'],
  );
  expect(args).toEqual({});
  expect(missing).toEqual({ name: 'orderNumber', detail: 'other', question: 'What is the order number?' });
  expect(filled({ size: { enum: ['small', 'extra_large'] } }, ['size']).missing?.question).toBe(
    'Which size would you like: small or extra large?',
  );
});

test('writes US numbers with their country code', () => {
  expect(internationalNumber('5550142345')).toBe('+15550142345');
  expect(internationalNumber('15550142345')).toBe('+15550142345');
  expect(internationalNumber('+4930123456')).toBe('+4930123456');
  expect(internationalNumber('5550142')).toBe('5550142');
});
