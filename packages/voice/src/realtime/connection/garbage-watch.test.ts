import { expect, test } from 'vitest';
import type { ProviderEnd } from '../../contracts/realtime-provider.ts';
import { GarbageWatch } from './garbage-watch.ts';

function watch() {
  const ends: ProviderEnd[] = [];
  const garbage = new GarbageWatch({ onWarning: () => undefined }, (end) => ends.push(end));
  return { garbage, ends };
}
const END = { failed: true, reason: 'too_many_messages', retryable: true };

test('a provider that sends megabytes which are no audio is given up, and one that sends some is not', () => {
  const { garbage, ends } = watch();
  for (let count = 0; count < 30; count++) garbage.readableMessage(1024 * 1024);
  expect(ends).toEqual([]);
  for (let count = 0; count < 10; count++) garbage.readableMessage(1024 * 1024);
  expect(ends[0]).toEqual(END);
});

test('so is one that sends short messages as fast as it can', () => {
  const { garbage, ends } = watch();
  for (let count = 0; count < 60_000; count++) garbage.readableMessage(20);
  expect(ends).toEqual([]);
  for (let count = 0; count < 40_000 && ends.length === 0; count++) garbage.readableMessage(20);
  expect(ends).toEqual([END]);
});
