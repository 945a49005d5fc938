import { expect, test } from 'vitest';
import { addKey, pressedKeys } from './key-presses.ts';

test.each([
  ['1', 'Pressed 1'],
  ['12#', 'Pressed 1 2 #'],
  ['*0', 'Pressed * 0'],
  ['12125550123', 'Pressed 1 2 1 2 5 5 5 0 1 2 3'],
  ['4111111111111111#', 'Pressed 16 digits ending in 1111'],
])('%s reads %s', (keys, text) => {
  expect(pressedKeys(keys)).toBe(text);
});

test('somebody who leans on the keypad fills no record', () => {
  let keys = '';
  for (let count = 0; count < 1000; count++) keys = addKey(keys, '5');
  expect(keys).toHaveLength(64);
});
