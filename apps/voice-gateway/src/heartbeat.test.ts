import { silentLogger } from '@leadlock/observability/logger';
import { waitFor } from '@leadlock/voice/testing';
import { expect, onTestFinished, test } from 'vitest';
import { MemoryDesk } from '../test/memory-desk.ts';
import type { HeldCall } from './call-desk.ts';
import { startHeartbeat } from './heartbeat.ts';
import type { RunningCall } from './run-call.ts';
import { NO_JOURNAL } from './unsaved-calls/call-journal.ts';
import type { KeptCall } from './unsaved-calls/kept-call.ts';
import { UnsavedCalls } from './unsaved-calls/unsaved-calls.ts';

const progress = { durationMs: 61_000, transcript: [] };
const session = { phase: 'talking', durationMs: 61_000, progress: () => progress };
const reference = { callId: 'a', tenantId: 't', model: 'm', recordingSid: null };
const calls = new Map([['a', { session, reference } as unknown as RunningCall]]);

function start(desk: MemoryDesk, journal: Partial<typeof NO_JOURNAL> = {}) {
  const unsaved = new UnsavedCalls({ desk, journal: { ...NO_JOURNAL, ...journal }, log: silentLogger });
  const options = { desk, calls, unsaved, endCall: () => false, log: silentLogger };
  const heartbeat = startHeartbeat({ ...options, intervalMs: 20, patienceMs: 100 });
  onTestFinished(() => heartbeat.stop());
}

test('a heartbeat that is never answered is followed by others, and what calls have come to is kept', async () => {
  const kept: KeptCall[] = [];
  class SilentOnce extends MemoryDesk {
    asked = 0;
    override heartbeat(held: HeldCall[]) {
      return this.asked++ === 0 ? new Promise<never>(() => undefined) : super.heartbeat(held);
    }
  }
  const desk = new SilentOnce();
  start(desk, {
    keep: async (call) => {
      kept.push(call);
    },
  });
  await waitFor('the next heartbeat', () => desk.beats.length > 0);
  expect(kept).toMatchObject([{ callId: 'a', ending: null, progress: { durationMs: 61_000 } }]);
});

test('kept calls that take long to be written hold up no heartbeat', async () => {
  const desk = new MemoryDesk();
  const reading = Promise.withResolvers<null>();
  let reads = 0;
  start(desk, {
    list: async () => ['b'],
    read: () => {
      reads++;
      return reading.promise;
    },
  });
  await waitFor('more heartbeats', () => desk.beats.length >= 3);
  expect(reads).toBe(1);
  // The heartbeat waits for it when it stops.
  reading.resolve(null);
});
