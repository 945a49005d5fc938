import { expect, test } from 'vitest';
import { FairTurns } from './fair-turns.ts';

/** Takes a turn and notes in `order` when it was given. */
function queue(turns: FairTurns, order: string[], party: string): Promise<void> {
  const name = `${party}${order.length}`;
  return (turns.take(party) ?? Promise.resolve()).then(
    () => void order.push(party),
    () => void order.push(`no ${name}`),
  );
}
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('turns are given at once while there are any, up to the share of a party', async () => {
  const turns = new FairTurns({ capacity: 3, share: 2, waitMs: 60_000 });
  expect([turns.take('a'), turns.take('a')]).toEqual([null, null]);
  const order: string[] = [];
  const third = queue(turns, order, 'a');
  expect(turns.take('b')).toBeNull();
  const late = queue(turns, order, 'b');
  await settle();
  expect(order).toEqual([]);
  turns.end('a');
  await third;
  expect(order).toEqual(['a']);
  turns.end('a');
  await late;
  expect(order).toEqual(['a', 'b']);
});

test('who holds the fewest is next, and of equals who has waited longest', async () => {
  const turns = new FairTurns({ capacity: 2, share: 2, waitMs: 60_000 });
  void turns.take('a');
  void turns.take('a');
  const order: string[] = [];
  const waiting = ['a', 'a', 'b', 'c', 'b'].map((party) => queue(turns, order, party));
  turns.end('a');
  await settle();
  turns.end('a');
  await settle();
  // First a still held one, then none like c, which came later.
  expect(order).toEqual(['b', 'a']);
  for (const party of ['b', 'c', 'a']) {
    turns.end(party);
    await settle();
  }
  await Promise.all(waiting);
  expect(order).toEqual(['b', 'a', 'c', 'b', 'a']);
});

test('nobody waits longer than they may, nor behind too many of their own', async () => {
  const turns = new FairTurns({ capacity: 1, share: 1, waitMs: 20 });
  void turns.take('a');
  const waiting = Array.from({ length: 200 }, () => turns.take('a'));
  const settled = Promise.allSettled(waiting.map((turn) => turn ?? Promise.resolve()));
  await expect(turns.take('a')).rejects.toMatchObject({ reason: 'busy' });
  for (const { status } of await settled) expect(status).toBe('rejected');
  turns.end('a');
  expect(turns.take('a')).toBeNull();
});

test('who gave up is passed over', async () => {
  const turns = new FairTurns({ capacity: 1, share: 1, waitMs: 20 });
  void turns.take('a');
  await expect(turns.take('b')).rejects.toMatchObject({ reason: 'busy' });
  turns.end('a');
  expect(turns.take('c')).toBeNull();
});
