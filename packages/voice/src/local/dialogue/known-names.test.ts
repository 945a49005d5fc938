import { expect, test } from 'vitest';
import { knownNames } from './known-names.ts';

const PROMPT = `# Opening Hours And Rules
You are Ava, the receptionist of Bright Smile Dental. Our dentist is Dr. Kovalenko, and Zoë Nguyen does the cleaning.
Please ask for the name. We are open on Monday, and closed at Christmas.
- We work with Delta Dental and MetLife.
You reach us at Elm Street; Maria's number is known.`;

test('finds business, agent, people and what has a capital within a sentence', () => {
  const tools = [
    {
      name: 'transfer_call',
      description: '',
      parameters: { type: 'object', properties: { target: { enum: ['Priya Raman', 'front desk', 7] }, reason: {} } },
    },
    { name: 'odd', description: '', parameters: { properties: null } },
  ];
  const names = knownNames(PROMPT, tools);
  expect(names.slice(0, 3)).toEqual(['Bright Smile Dental', 'Ava', 'Priya Raman']);
  for (const name of ['Zoë Nguyen', 'Delta Dental', 'MetLife', 'Elm Street']) expect(names).toContain(name);
  for (const name of ['Please', 'Monday', 'Christmas', 'front desk', 'Our', 'Opening Hours']) {
    expect(names).not.toContain(name);
  }
});

test('is bounded, and takes any text in a moment', () => {
  const many = Array.from({ length: 500 }, (_, i) => `ask Xa${String.fromCharCode(97 + (i % 26), 97 + i / 26)}o`);
  expect(knownNames(many.join(' '), []).length).toBeLessThanOrEqual(60);
  expect(knownNames('A'.repeat(100_000), [])).toEqual([]);
  expect(knownNames('A a '.repeat(50_000), [])).toEqual([]);
  expect(knownNames('', [])).toEqual([]);
});
