import { expect, test } from 'vitest';
import { addKey, pressedKeys } from './key-presses.ts';

/** Groups with pauses between them; one that begins with `>` comes after the agent has spoken. */
const groupsOf = (text: string, isLastEnded = true) =>
  text.split(' ').map((group, index, all) => ({
    keys: group.replace('>', ''),
    afterAgent: group.startsWith('>'),
    ended: isLastEnded || index < all.length - 1,
  }));

test.each([
  ['1', 'Pressed 1'],
  ['12#', 'Pressed 1 2 #'],
  ['*0', 'Pressed * 0'],
  ['12125550123', 'Pressed 1 2 1 2 5 5 5 0 1 2 3'],
  ['4111111111111111#', 'Pressed 16 digits ending in 1111'],
  ['123456789012', 'Pressed 12 digits ending in 9012'],
  ['4111111111111111#1227#123#', 'Pressed 23 digits'],
  ['4111#1111#1111#1111#', 'Pressed 16 digits'],
  ['41111111111111111111', 'Pressed 20 digits'],
])('%s reads %s', (keys, text) => {
  expect(pressedKeys(groupsOf(keys), true)).toEqual([text]);
});

test.each([
  ['4111 1111 1111 1111', ['Pressed 4 digits', 'Pressed 4 digits', 'Pressed 4 digits', 'Pressed 4 digits']],
  ['4111 >1111 >1111 >1111#', ['Pressed 4 digits', 'Pressed 4 digits', 'Pressed 4 digits', 'Pressed 4 digits']],
  ['3782 >822463 >10005', ['Pressed 4 digits', 'Pressed 6 digits', 'Pressed 5 digits']],
  ['1 >4111 >1111 >1111 >1111', ['Pressed 1', ...Array<string>(4).fill('Pressed 4 digits')]],
  ['4111111111111111 1227 123', ['Pressed 16 digits ending in 1111', 'Pressed 4 digits', 'Pressed 3 digits']],
  ['1 >2125550123', ['Pressed 1', 'Pressed 2 1 2 5 5 5 0 1 2 3']],
  ['6 >12125550123', ['Pressed 6', 'Pressed 1 2 1 2 5 5 5 0 1 2 3']],
])('%s in groups reads %j', (keys, texts) => {
  expect(pressedKeys(groupsOf(keys), true)).toEqual(texts);
});

test('while more may follow, nothing is shown that is not kept', () => {
  const number = '4111111111111111';
  for (let length = 1; length <= number.length; length++) {
    const [text] = pressedKeys(groupsOf(number.slice(0, length), false), false);
    expect(text).toMatch(new RegExp(`^Pressed ${length} (?:keys?|digits)$`));
  }
  expect(pressedKeys(groupsOf(number), false)).toEqual(['Pressed 16 digits ending in 1111']);
  expect(pressedKeys(groupsOf('4111 1111 1'), false)).toEqual(['Pressed 4 keys', 'Pressed 4 keys', 'Pressed 1 key']);
});

test('somebody who leans on the keypad fills no record', () => {
  let keys = '';
  for (let count = 0; count < 1000; count++) keys = addKey(keys, '5');
  expect(keys).toHaveLength(64);
});
