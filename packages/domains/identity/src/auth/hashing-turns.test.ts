import { AppError } from '@leadlock/core/errors';
import { expect, test } from 'vitest';
import { HashingTurns } from './hashing-turns.ts';

/** Work that ends when it is told to. */
function manual(turns: HashingTurns) {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const ask = (...names: string[]) =>
    turns.run(
      names.map((name) => async () => {
        begun.push(name);
        await new Promise<void>((resolve) => ends.set(name, resolve));
        return name;
      }),
    );
  return { begun, ask, end: (name: string) => ends.get(name)?.() };
}
const isBusy = (error: unknown): boolean =>
  error instanceof AppError && error.kind === 'unavailable' && (error.retryAfterSeconds ?? 0) > 0;

test('so many run at once, and the others in the order in which they came', async () => {
  const { begun, ask, end } = manual(new HashingTurns({ atOnce: 2, mostWaiting: 10 }));
  const asked = [ask('a', 'b', 'c'), ask('d'), ask('e')];
  expect(begun).toEqual(['a', 'b']);
  end('b');
  await expect.poll(() => begun).toEqual(['a', 'b', 'c']);
  end('a');
  await expect.poll(() => begun).toEqual(['a', 'b', 'c', 'd']);
  end('c');
  await expect.poll(() => begun).toEqual(['a', 'b', 'c', 'd', 'e']);
  end('d');
  end('e');
  expect(await Promise.all(asked)).toEqual([['a', 'b', 'c'], ['d'], ['e']]);
});

test('whoever would wait behind too many is told when to come again, and takes no turn', async () => {
  const turns = new HashingTurns({ atOnce: 1, mostWaiting: 2 });
  const { begun, ask, end } = manual(turns);
  const asked = [ask('a'), ask('b')];
  turns.requireRoom();
  await expect(ask('c', 'd')).rejects.toSatisfy(isBusy);
  asked.push(ask('e'));
  expect(() => turns.requireRoom()).toThrow(AppError);
  await expect(ask('f')).rejects.toSatisfy(isBusy);
  for (const name of ['a', 'b', 'e']) {
    await expect.poll(() => begun).toContain(name);
    end(name);
  }
  await Promise.all(asked);
  expect(begun).toEqual(['a', 'b', 'e']);
});

test('a failure gives its turn on', async () => {
  const turns = new HashingTurns({ atOnce: 1, mostWaiting: 2 });
  const failing = turns.run([() => Promise.reject(new Error('no memory'))]);
  const next = turns.run([() => Promise.resolve('done')]);
  await expect(failing).rejects.toThrow('no memory');
  expect(await next).toEqual(['done']);
});
