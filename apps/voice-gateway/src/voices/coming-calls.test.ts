import { silentLogger } from '@leadlock/observability/logger';
import type { CallSetup } from '@leadlock/telephony/calls';
import { createOpenAiProvider } from '@leadlock/voice/realtime/openai';
import { ScriptedRealtimeServer } from '@leadlock/voice/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { MemoryDesk } from '../../test/memory-desk.ts';
import { CallVoices } from './call-voices.ts';
import { Circuits } from './circuits.ts';
import { ComingCalls } from './coming-calls.ts';

const FAILED = { reason: 'closed_1006', isFinal: false };
let server: ScriptedRealtimeServer;
let circuits: Circuits;
let coming: ComingCalls;
let setup: CallSetup;
let now: number;

beforeEach(async () => {
  now = 0;
  server = await ScriptedRealtimeServer.start();
  const desk = new MemoryDesk();
  const { providerName, session } = desk.issue('t0');
  const fallbacks = [{ providerName, session, model: 'spare' }];
  setup = desk.issue('t1', { speaksFirst: true, greeting: 'Welcome.', fallbacks });
  circuits = new Circuits({ metrics: { circuit: () => undefined }, log: silentLogger, now: () => now });
  coming = new ComingCalls({ ...options(), prepare: (callId) => desk.prepare(callId), log: silentLogger });
});
afterEach(async () => {
  coming.close();
  await server.close();
});

const options = () => ({
  providerFor: ({ model }: { model: string }) => createOpenAiProvider({ url: server.url, apiKey: 'sk-test', model }),
  circuits,
  metrics: { failover: () => undefined, prewarmed: () => undefined },
});
const voicesOfCall = () => new CallVoices({ ...options(), candidates: [setup, ...setup.fallbacks], now: () => now });

test('a provider that has failed is tried by the call that comes, and not by its announcement', async () => {
  for (let count = 0; count < 3; count++) {
    circuits.failed({ provider: setup.providerName, model: setup.model }, FAILED);
  }
  now = 15_000;
  coming.announce('call-t1');
  const { request } = await server.connection();
  expect(request.url).toContain(setup.model);
  const voices = voicesOfCall();
  const own = voices.first();
  expect(own.model).toBe(setup.model);
  const voice = coming.take('call-t1');
  expect(voice?.fits(own, { speaksFirst: true, greeting: 'Welcome.' })).toBe(true);
  voice?.discard();
  // Another call does not try it meanwhile, and once it has worked it is everybody's again.
  expect(voicesOfCall().first().model).toBe('spare');
  voices.works();
  expect(voicesOfCall().first().model).toBe(setup.model);
});
