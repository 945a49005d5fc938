import { expect, test } from 'vitest';
import { spokenNumbers } from './spoken-numbers.ts';

test.each([
  ['no number', 'no number'],
  ['7', 'seven'],
  ['We have 42 rooms.', 'We have forty two rooms.'],
  ['1,250', 'one thousand two hundred fifty'],
  ['1500000', 'one million five hundred thousand'],
  ['$149.50', 'one hundred forty nine dollars fifty cents'],
  ['$1', 'one dollar'],
  ['$0.05', 'five cents'],
  ['£20', 'twenty pounds'],
  ['$1.5', 'one point five dollars'],
  ['9:30', 'nine thirty'],
  ['10:05 and 8:00', 'ten oh five and eight'],
  ['the 21st of May', 'the twenty first of May'],
  ['the 12th, the 30th', 'the twelfth, the thirtieth'],
  ['10%', 'ten percent'],
  ['1998, 2005, 2026, 1900', 'nineteen ninety eight, two thousand five, twenty twenty six, nineteen hundred'],
  ['1906', 'nineteen oh six'],
  ['3.5 stars', 'three point five stars'],
  ['5 5 5, 0 1 4', 'five five five, zero one four'],
  ['007', 'zero zero seven'],
  ['Suite 12B', 'Suite twelve B'],
  ['1'.repeat(14), Array(14).fill('one').join(' ')],
])('%s', (text, spoken) => {
  expect(
    spokenNumbers(text)
      .replace(/\s+/g, ' ')
      .replace(/ ([,.])/g, '$1')
      .trim(),
  ).toBe(spoken);
});

test('takes a page of digits without delay', () => {
  expect(spokenNumbers('1,'.repeat(5000)).length).toBeGreaterThan(10_000);
  expect(spokenNumbers('9'.repeat(10_000))).toMatch(/^ nine nine/);
});
