import { describe, expect, test } from 'vitest';
import type { ProviderEnd } from '../../contracts/realtime-provider.ts';
import { createOpenAiProvider } from '../../realtime/openai/index.ts';
import { createXaiProvider } from '../../realtime/xai/index.ts';
import { silence, speech, tone, waitFor, type ScriptedRealtimeConnection } from '../../testing/index.ts';
import { useCalls } from '../../testing/use-calls.ts';
import { objectAt, type JsonObject } from '../../wire/json.ts';
import type { CallMachine } from '../call-machine.ts';
import { type CallEvent } from '../call-events.ts';
import { DEFAULT_CALL_POLICY } from '../call-policy.ts';
import { initialCallState, type CallState } from '../call-state.ts';
import { Rollover } from './rollover.ts';
import { NO_SPARE_VOICES, type SpareVoices } from './spare-voices.ts';
import type { VoiceSide } from './voice-side.ts';
import type { Voice } from './voice.ts';

const { dial, start } = useCalls();
const LONG_SECONDS = 3600;
/** Another session is due two seconds after one was opened. */
const short = () => ({ updates: true, maxSessionSeconds: 4 });
const DUE_MS = 2000;
const CANNOT_UPDATE = { updates: false, maxSessionSeconds: LONG_SECONDS };

/** What a session is told of the conversation when it is opened. */
async function toldOf(session: ScriptedRealtimeConnection, items: number): Promise<JsonObject[]> {
  await session.expect('session.update');
  await waitFor('the conversation so far', () => session.countOf('conversation.item.create') === items);
  return session.received.slice(1, 1 + items).map((message) => objectAt(message, 'item') ?? {});
}

describe('a session that its provider will end', () => {
  test.each([
    ['OpenAI', createOpenAiProvider],
    ['xAI', createXaiProvider],
  ])('of %s hands the call over in a pause, with all that was said and done', async (_, createProvider) => {
    const capabilities = short();
    const [harness, first] = await start({ capabilities, createProvider });
    first.callerTurn('u1', 'Can you text me?');
    first.callTool('r1', { id: 'c1', name: 'send_sms', arguments: '{"message":"Hi"}' });
    await first.expect('conversation.item.create');
    await first.expect('response.create');
    first.answer({ responseId: 'r2', itemId: 'a1', text: 'It is sent.', audio: tone(700) });

    const second = await harness.server.connection(1);
    capabilities.maxSessionSeconds = LONG_SECONDS;
    expect(await toldOf(second, 4)).toEqual([
      { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'Can you text me?' }] },
      { type: 'function_call', call_id: 'c1', name: 'send_sms', arguments: '{"message":"Hi"}' },
      { type: 'function_call_output', call_id: 'c1', output: '{"ok":true}' },
      { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'It is sent.' }] },
    ]);
    expect(harness.client.heard).toEqual(tone(700));
    expect(await first.closed).toBe(1000);

    harness.client.sendAudio(speech(200));
    await waitFor('the caller', () => second.audio.length >= 1600);
    second.callerTurn('u2', 'Thanks');
    second.answer({ responseId: 'r3', itemId: 'a2', text: 'You are welcome.', audio: tone(300, 5) });
    await harness.client.heardAtLeast(1000);
    harness.client.hangUp();
    const result = await harness.result;
    expect(result).toMatchObject({ status: 'completed', endReason: 'caller_hangup' });
    expect(result.transcript.map(({ content }) => content)).toEqual([
      'Can you text me?',
      'It is sent.',
      'Thanks',
      'You are welcome.',
    ]);
    expect(harness.toolCalls).toHaveLength(1);
  });

  test('keeps the call for as long as the agent is heard', async () => {
    const [harness, first] = await start({ capabilities: short(), client: { playback: 'manual' } });
    const startedAt = performance.now();
    first.callerTurn('u1', 'Tell me more');
    first.answer({ responseId: 'r1', itemId: 'a1', text: 'A long story.', audio: tone(1000) });
    await waitFor('the time to have passed', () => performance.now() - startedAt > DUE_MS + 300);
    expect(harness.server.connections).toHaveLength(1);
    harness.client.play(1000);
    expect(await toldOf(await harness.server.connection(1), 2)).toHaveLength(2);
    expect(await first.closed).toBe(1000);
  });

  test('is kept when the one that shall take over is refused, or ready only when the caller speaks again', async () => {
    const [harness, first] = await start({ capabilities: CANNOT_UPDATE });
    const { server } = harness;
    server.refuseWith = 503;
    harness.session.update({ instructions: 'Be brief.' });
    await waitFor('the refusal', () => server.refusals === 1);
    server.refuseWith = null;
    server.mute = true;
    const late = await server.connection(1);
    first.callerStarts('u1');
    await waitFor('the caller', () => harness.session.phase === 'listening');
    first.callerStops('u1');
    first.callerSaid('u1', 'One more thing');
    await waitFor('the turn', () => harness.turns.at(-1)?.at(-1)?.content === 'One more thing');
    late.send({ type: 'session.updated' });
    expect(await late.closed).toBe(1000);
    server.mute = false;
    first.answer({ responseId: 'r1', itemId: 'a1', text: 'Yes?', audio: tone(200) });
    await harness.client.heardAtLeast(200);
    const last = await server.connection(2);
    expect(await toldOf(last, 2)).toMatchObject([{ role: 'user' }, { role: 'assistant' }]);
    expect(await first.closed).toBe(1000);
  }, 20_000);

  test('goes over to another provider, when its own refuses another session', async () => {
    const [harness, first] = await start({ capabilities: CANNOT_UPDATE, hasSpare: true });
    first.callerTurn('u1', 'Hello?');
    first.answer({ responseId: 'r1', itemId: 'a1', text: 'Hi.', audio: tone(100) });
    await harness.client.heardAtLeast(100);
    harness.server.refuseWith = 503;
    harness.session.update({ instructions: 'Be brief.' });
    const second = await harness.spare.connection();
    expect(await second.expect('session.update')).toMatchObject({ session: { instructions: 'Be brief.' } });
    expect(await first.closed).toBe(1000);
    expect(second.countOf('conversation.item.create')).toBe(2);
    expect(second.countOf('response.create')).toBe(0);
    harness.client.hangUp();
    expect((await harness.result).voices).toMatchObject([{ provider: 'openai' }, { provider: 'xai', wasReady: true }]);
  });

  test('ends in a goodbye that is heard, where no other can be had', async () => {
    const [harness, first] = await start({ capabilities: { updates: true, maxSessionSeconds: 2 } });
    harness.server.refuseWith = 503;
    await first.expect('response.create');
    expect(harness.server.refusals).toBeGreaterThan(0);
    first.answer({ responseId: 'r1', itemId: 'a1', text: 'Goodbye.', audio: tone(100) });
    expect(await harness.result).toMatchObject({ status: 'completed', endReason: 'max_duration' });
    expect(harness.client.heard).toEqual(tone(100));
  });

  test('leaves what the caller says in between to the one that takes over', async () => {
    const [harness, first] = await start({ capabilities: CANNOT_UPDATE });
    harness.server.mute = true;
    harness.session.update({ instructions: 'Be brief.' });
    const second = await harness.server.connection(1);
    harness.client.sendAudio(silence(100));
    harness.client.sendAudio(speech(300));
    await waitFor('the audio', () => first.audio.length === 3200);
    second.send({ type: 'session.updated' });
    expect(await first.closed).toBe(1000);
    harness.client.sendAudio(tone(100));
    await waitFor('all of it', () => second.audio.length === 4000);
    expect(second.audio).toEqual(Buffer.concat([silence(100), speech(300), tone(100)]));
  });
});

describe('another session', () => {
  const listening = (): CallState => ({ ...initialCallState(DEFAULT_CALL_POLICY, 0), phase: 'listening' });

  const voiceOf = (name: string) => ({ provider: { name } }) as Voice;
  const [OWN, OTHER] = [voiceOf('xai'), voiceOf('openai')];

  /** Sessions of an hour, whose first one was opened at 0. */
  function rollover({ hidesKeys = false, spares = {} }: { hidesKeys?: boolean; spares?: Partial<SpareVoices> } = {}) {
    const tries: { at: number; voice: Voice; refuse: (end: ProviderEnd) => void }[] = [];
    let now = 0;
    const state = listening();
    const keys = { hidden: hidesKeys };
    const voice = {
      lifetime: { openedAt: 0, endsAt: 3_600_000 },
      hasNext: false,
      isOutdated: false,
      voice: OWN,
      prepareNext: (asked: Voice, _mayTakeOver: () => boolean, onRefused: (end: ProviderEnd) => void) => {
        voice.hasNext = true;
        const refuse = (end: ProviderEnd): void => {
          voice.hasNext = false;
          onRefused(end);
        };
        tries.push({ at: now, voice: asked, refuse });
      },
      dropNext: () => undefined,
    };
    const events: CallEvent[] = [];
    const machine = { state, dispatch: (event: CallEvent) => events.push(event) };
    const subject = new Rollover({
      machine: machine as unknown as CallMachine,
      voice: voice as unknown as VoiceSide,
      hidesKeys: () => keys.hidden,
      spares: { ...NO_SPARE_VOICES, ...spares },
      countTurns: () => 0,
    });
    const until = (end: number): void => {
      for (; now < end; now += 1000) subject.tick(now);
    };
    return { tries, keys, until, events };
  }
  const refused = (end: Partial<ProviderEnd>): ProviderEnd => ({
    failed: true,
    reason: 'refused_http_503',
    retryable: true,
    ...end,
  });

  test('is not asked for while keys are hidden that it could not be told', () => {
    const { tries, keys, until } = rollover({ hidesKeys: true });
    until(3_400_000);
    expect(tries).toEqual([]);
    keys.hidden = false;
    until(3_402_000);
    expect(tries).toHaveLength(1);
  });

  test('that is refused is asked for again after longer and longer pauses, or those that the provider asks for', () => {
    const { tries, until } = rollover();
    const refuse = (end: Partial<ProviderEnd> = {}) => tries.at(-1)?.refuse(refused(end));
    until(3_301_000);
    refuse();
    until(3_310_000);
    refuse();
    until(3_330_000);
    refuse({ retryAfterMs: 60_000 });
    until(3_400_000);
    expect(tries.map(({ at }) => at - 3_300_000)).toEqual([0, 4_000, 16_000, 90_000]);
  });

  test('that is refused is asked of another provider at once, and of the first one where that refuses it too', () => {
    const left = [OTHER];
    const refusals: string[] = [];
    const { tries, until } = rollover({
      spares: {
        instead: ({ voice, reason }) => {
          refusals.push(`${voice.provider.name}: ${reason}`);
          return left.pop() ?? null;
        },
      },
    });
    until(3_301_000);
    tries[0]?.refuse(refused({ reason: 'refused_http_401', retryable: false }));
    until(3_302_000);
    tries[1]?.refuse(refused({}));
    until(3_310_000);
    expect(tries.map(({ voice }) => voice.provider.name)).toEqual(['xai', 'openai', 'xai']);
    expect(refusals).toEqual(['xai: refused_http_401', 'openai: refused_http_503']);
  });

  const endOfSession = (hasSpare: boolean): CallEvent[] => {
    const { until, events } = rollover({ hidesKeys: true, spares: { hasNext: hasSpare } });
    until(3_581_000);
    return events;
  };

  test('that comes too late is not needed where another voice goes on', () => {
    expect(endOfSession(true)).toEqual([{ type: 'provider_closed', reason: 'session_limit', retryable: true }]);
  });

  test('that cannot be had takes the call with it, where no other voice is there', () => {
    expect(endOfSession(false)).toEqual([{ type: 'time_is_up' }]);
  });

  test('is not asked for again where it never will be given', () => {
    const { tries, until } = rollover();
    until(3_301_000);
    tries[0]?.refuse(refused({ reason: 'refused_http_401', retryable: false }));
    until(3_579_000);
    expect(tries).toHaveLength(1);
  });
});

describe('new instructions and tools', () => {
  const changes = { instructions: 'You book tables.', tools: [] };

  test('are told to the session, where its provider takes them', async () => {
    const [harness, provider] = await start();
    harness.session.update(changes);
    const { session } = await provider.expect('session.update');
    expect(session).toEqual({ type: 'realtime', ...changes });
    expect(harness.server.connections).toHaveLength(1);
  });

  test('that come before it is ready are told to it then', async () => {
    const harness = await dial({ prepare: (server) => (server.mute = true) });
    const provider = await harness.server.connection();
    await provider.expect('session.update');
    harness.session.update(changes);
    provider.send({ type: 'session.updated' });
    expect(await provider.expect('session.update')).toMatchObject({ session: changes });
  });

  test('else take a session of their own, which knows the conversation', async () => {
    const [harness, first] = await start({ capabilities: CANNOT_UPDATE });
    first.callerTurn('u1', 'Hello?');
    first.answer({ responseId: 'r1', itemId: 'a1', text: 'Hi.', audio: tone(100) });
    await harness.client.heardAtLeast(100);
    harness.session.update(changes);
    const second = await harness.server.connection(1);
    const { session } = await second.expect('session.update');
    expect(session).toMatchObject(changes);
    expect(await first.closed).toBe(1000);
    expect(second.countOf('conversation.item.create')).toBe(2);
    expect(first.countOf('session.update')).toBe(1);
  });
});
