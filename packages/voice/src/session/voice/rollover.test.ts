import { describe, expect, test } from 'vitest';
import { createOpenAiProvider } from '../../realtime/openai/index.ts';
import { createXaiProvider } from '../../realtime/xai/index.ts';
import { silence, speech, tone, waitFor, type ScriptedRealtimeConnection } from '../../testing/index.ts';
import { useCalls } from '../../testing/use-calls.ts';
import { objectAt, type JsonObject } from '../../wire/json.ts';

const { dial, start } = useCalls();
const LONG_SECONDS = 3600;
/** Another session is due half a second after one was opened. */
const short = () => ({ updates: true, maxSessionSeconds: 1 });
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
    await waitFor('the time to have passed', () => performance.now() - startedAt > 1000);
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
