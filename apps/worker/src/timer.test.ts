import { createLogger, silentLogger } from '@leadlock/observability/logger';
import { expect, test, vi } from 'vitest';
import { startTimer } from './timer.ts';

test('runs again and again, also after a failure, which is logged', async () => {
  const lines: string[] = [];
  const log = createLogger({ service: 'worker', level: 'error', destination: { write: (line) => lines.push(line) } });
  let runs = 0;
  const timer = startTimer({
    name: 'sweep',
    intervalMs: 1,
    log,
    run: async () => {
      runs += 1;
      if (runs === 1) throw new Error('no database');
    },
  });
  await vi.waitFor(() => expect(runs).toBeGreaterThan(2), { timeout: 10_000 });
  await timer.stop();
  expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([{ msg: 'timer failed', timer: 'sweep' }]);
});

test('runs never overlap, and stopping waits for the one that runs', async () => {
  const began = Promise.withResolvers<void>();
  const finish = Promise.withResolvers<void>();
  let running = 0;
  let most = 0;
  const timer = startTimer({
    name: 'slow',
    intervalMs: 1,
    log: silentLogger,
    run: async () => {
      running += 1;
      most = Math.max(most, running);
      began.resolve();
      await finish.promise;
      running -= 1;
    },
  });
  await began.promise;
  const stopped = timer.stop();
  finish.resolve();
  await stopped;
  expect([running, most]).toEqual([0, 1]);
});
