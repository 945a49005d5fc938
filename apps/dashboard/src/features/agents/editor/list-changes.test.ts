import { expect, it } from 'vitest';
import { moved, replaced, without } from './list-changes.ts';

const list = ['a', 'b', 'c'] as const;

it('moves an item up and down', () => {
  expect(moved(list, 2, 0)).toEqual(['c', 'a', 'b']);
  expect(moved(list, 0, 1)).toEqual(['b', 'a', 'c']);
});

it('replaces and takes out by place', () => {
  expect(replaced<string>(list, 1, 'x')).toEqual(['a', 'x', 'c']);
  expect(without(list, 1)).toEqual(['a', 'c']);
});

it('leaves the list it was given as it was', () => {
  const before = ['a', 'b'];
  moved(before, 0, 1);
  without(before, 0);
  expect(before).toEqual(['a', 'b']);
});
