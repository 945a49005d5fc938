import { expect, it } from 'vitest';
import { firstIdAt, isId, newId } from './ids.ts';

it('orders ids by the time they were made at', () => {
  const before = firstIdAt(new Date());
  const id = newId();
  expect(isId(before)).toBe(true);
  expect(id > before).toBe(true);
  expect(firstIdAt(new Date(Date.now() + 1_000)) > id).toBe(true);
});
