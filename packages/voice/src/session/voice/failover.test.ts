import { describe, expect, test } from 'vitest';
import { silence, speech, tone, waitFor, type ScriptedRealtimeConnection } from '../../testing/index.ts';
import { useCalls } from '../../testing/use-calls.ts';
import { objectAt, stringAt } from '../../wire/json.ts';

const { dial, start } = useCalls({ hasSpare: true });

type Way = (provider: ScriptedRealtimeConnection) => void;
const garbage: Way = (provider) => {
  for (let count = 0; count < 10; count++) for (const raw of ['{"type":"resp', '{"no":"type"}']) provider.sendRaw(raw);
};
const WAYS: [string, Way][] = [
  ['drops', (provider) => provider.drop()],
  ['closes', (provider) => provider.closeWith(1011, 'internal error')],
  ['says that the session is over', (provider) => provider.send({ type: 'error', error: { code: 'session_expired' } })],
  ['talks garbage', garbage],
];

/** What the other provider is told of the conversation, as `role: text`, `call`, `output` and notes. */
const toldOf = (session: ScriptedRealtimeConnection): string[] =>
  session.received
    .filter(({ type }) => type === 'conversation.item.create')
    .map((message) => {
      const item = objectAt(message, 'item');
      const [part] = (item?.['content'] ?? []) as Record<string, string>[];
      const role = stringAt(item, 'role');
      if (role === 'system') return 'note';
      return role ? `${role}: ${part?.['text']}` : `${stringAt(item, 'type')} ${stringAt(item, 'call_id')}`;
    });

describe.each(WAYS)('a provider that %s', (_, lose) => {
  test('in the middle of a sentence is followed by another one, which says the rest', async () => {
    const [harness, first] = await start();
    first.callerTurn('u1', 'When are you open?');
    const answer = { responseId: 'r1', itemId: 'a1', text: 'We are open from nine', audio: tone(300) };
    first.beginAnswer(answer);
    first.sendSpeech(answer);
    await harness.client.heardAtLeast(100);
    lose(first);
    const second = await harness.spare.connection();
    await second.expect('session.update');
    await waitFor('the request to go on', () => second.countOf('response.create') === 1);
    expect(toldOf(second)).toEqual(['user: When are you open?', 'assistant: We are open from nine', 'note']);
    second.answer({ responseId: 's1', itemId: 'b1', text: 'Sorry, from nine to five.', audio: tone(200, 5) });
    await harness.client.heardAtLeast(500);
    // What came of the first voice was heard to its end.
    expect(harness.client.heard).toEqual(Buffer.concat([tone(300), tone(200, 5)]));
    harness.client.hangUp();
    const result = await harness.result;
    expect(result).toMatchObject({ status: 'completed', endReason: 'caller_hangup' });
    expect(result.voices).toMatchObject([
      { provider: 'openai', model: 'model-1', wasReady: true, lost: expect.any(String) },
      { provider: 'xai', model: 'model-2', wasReady: true },
    ]);
  });

  test('while a tool runs hands its result to the other one, and nothing is done twice', async () => {
    const tool = Promise.withResolvers<{ output: string }>();
    const [harness, first] = await start({ runTool: () => tool.promise });
    first.callerTurn('u1', 'Text me');
    first.callTool('r1', { id: 'c1', name: 'send_sms', arguments: '{"message":"Hi","to":"me"}' });
    await waitFor('the tool', () => harness.toolCalls.length === 1);
    lose(first);
    const second = await harness.spare.connection();
    await waitFor('the note', () => toldOf(second).includes('note'));
    expect(toldOf(second)).toEqual(['user: Text me', 'function_call c1', 'note']);
    // The other model wants it done, too, and names the same things in another order.
    second.callTool('s1', { id: 'd1', name: 'send_sms', arguments: '{"to":"me","message":"Hi"}' });
    second.answer({ responseId: 's2', itemId: 'b1', text: 'Just a second.', audio: tone(100) });
    await harness.client.heardAtLeast(100);
    tool.resolve({ output: '{"sent":true}' });
    await waitFor('its result', () => toldOf(second).includes('function_call_output d1'));
    expect(toldOf(second).slice(3)).toEqual(['function_call_output c1', 'function_call_output d1']);
    await waitFor('the answer', () => second.countOf('response.create') === 1);
    expect(harness.toolCalls).toHaveLength(1);
  });
});

test('what a tool did is not done again, until the caller has said something else', async () => {
  const [harness, first] = await start();
  const call = { name: 'send_sms', arguments: '{"message":"Hi"}' };
  first.callerTurn('u1', 'Text me');
  first.callTool('r1', { id: 'c1', ...call });
  await first.expect('conversation.item.create');
  first.drop();
  const second = await harness.spare.connection();
  await waitFor('the request to answer', () => second.countOf('response.create') === 1);
  second.callTool('s1', { id: 'd1', ...call });
  await waitFor('what it did', () => toldOf(second).includes('function_call_output d1'));
  second.answer({ responseId: 's2', itemId: 'b1', text: 'It is sent.', audio: tone(100) });
  await harness.client.heardAtLeast(100);
  second.callerTurn('u2', 'Once more, please');
  second.callTool('s3', { id: 'd2', ...call });
  await waitFor('the second text', () => toldOf(second).includes('function_call_output d2'));
  expect(harness.toolCalls.map(({ id }) => id)).toEqual(['c1', 'd2']);
});

test('what the caller was saying is heard by the one that takes over', async () => {
  const [harness, first] = await start();
  harness.client.sendAudio(silence(1000));
  harness.client.sendAudio(speech(400));
  await waitFor('the caller', () => first.audio.length === 1400 * 8);
  first.callerStarts('u1');
  first.drop();
  harness.client.sendAudio(speech(200));
  const second = await harness.spare.connection();
  await waitFor('all that was said', () => second.audio.length >= 600 * 8);
  expect(second.audio.subarray(-600 * 8)).toEqual(speech(600));
  second.callerTurn('v1', 'I need a plumber');
  second.answer({ responseId: 's1', itemId: 'b1', text: 'Sorry. Of course.', audio: tone(100) });
  await harness.client.heardAtLeast(100);
  expect(second.countOf('response.create')).toBe(0);
  harness.client.hangUp();
  expect((await harness.result).transcript.map(({ content }) => content)).toEqual([
    'I need a plumber',
    'Sorry. Of course.',
  ]);
});

describe('a provider that does not say that it is lost', () => {
  test('because it falls silent, is left', async () => {
    const [harness, first] = await start({ policy: { fillerAfterMs: 60_000 } });
    first.callerTurn('u1', 'Hello?');
    const second = await harness.spare.connection();
    await second.expect('session.update');
    await waitFor('the request to answer', () => second.countOf('response.create') === 1);
    expect(toldOf(second)).toEqual(['user: Hello?', 'note']);
    expect(await first.closed).toBe(1000);
  });

  test('because it falls silent before it has noticed that the caller spoke, is left', async () => {
    const [harness, first] = await start();
    harness.client.sendAudio(silence(1000));
    first.mute = true;
    harness.client.sendAudio(speech(1000));
    // It is asked for a sign of life before.
    expect(await first.expect('session.update')).toMatchObject({ session: { type: 'realtime' } });
    const second = await harness.spare.connection();
    await waitFor('what the caller said', () => second.audio.includes(speech(1000)));
    expect(await first.closed).toBe(1000);
    second.callerTurn('v1', 'I need a plumber');
    second.answer({ responseId: 's1', itemId: 'b1', text: 'Sorry. Of course.', audio: tone(100) });
    await harness.client.heardAtLeast(100);
    expect(second.countOf('response.create')).toBe(0);
  });

  test('because it falls silent, as the next one does, is left for a third, which hears all that was said', async () => {
    const [harness, first] = await start({ spareTurns: 2, ownVoice: () => Promise.resolve(tone(200)) });
    harness.client.sendAudio(silence(1000));
    first.mute = true;
    harness.client.sendAudio(speech(1000));
    await first.expect('session.update');
    const second = await harness.spare.connection();
    await second.expect('session.update');
    second.mute = true;
    await waitFor('what the caller said', () => second.audio.includes(speech(1000)));
    await harness.client.heardAtLeast(200);
    const third = await harness.spare.connection(1);
    await waitFor('the same', () => third.audio.includes(speech(1000)));
    third.callerTurn('w1', 'I need a plumber');
    third.answer({ responseId: 's1', itemId: 'b1', text: 'Sorry. Of course.', audio: tone(100) });
    await harness.client.heardAtLeast(300);
    expect(third.countOf('response.create'), 'it answers what it has heard').toBe(0);
  });

  test('because it falls silent in the middle of an answer, is left, and the other one says the rest', async () => {
    const [harness, first] = await start({ policy: { replyTimeoutMs: 60_000, fillerAfterMs: 60_000 } });
    first.callerTurn('u1', 'When are you open?');
    const answer = { responseId: 'r1', itemId: 'a1', text: 'We are open from nine', audio: tone(300) };
    first.beginAnswer(answer);
    first.sendSpeech(answer);
    const second = await harness.spare.connection();
    await waitFor('the request to go on', () => second.countOf('response.create') === 1);
    expect(toldOf(second)).toEqual(['user: When are you open?', 'assistant: We are open from nine', 'note']);
  });

  test('because it sends silence for what it says, is left, and nothing of it counts as said', async () => {
    const [harness, first] = await start({ client: { playback: 'manual' } });
    first.callerTurn('u1', 'Hello?');
    const answer = { responseId: 'r1', itemId: 'a1', text: 'Hello, this is Acme.', audio: silence(2000) };
    first.beginAnswer(answer);
    first.sendSpeech(answer);
    const second = await harness.spare.connection();
    await waitFor('the request to answer', () => second.countOf('response.create') === 1);
    expect(toldOf(second)).toEqual(['user: Hello?', 'note']);
    expect(harness.client.clears).toBe(1);
  });

  test('because it never opens, is left, and the greeting comes from the other one', async () => {
    const harness = await dial({
      prepare: (server) => (server.mute = true),
      policy: { speaksFirst: true, greeting: 'Welcome to Acme.' },
    });
    const second = await harness.spare.connection();
    await second.expect('session.update');
    expect(await second.expect('conversation.item.create')).toMatchObject({
      item: { content: [{ text: 'Welcome to Acme.' }] },
    });
  });

  test('because its audio cannot be decoded, is left', async () => {
    const [harness, first] = await start();
    first.callerTurn('u1', 'Hello?');
    first.beginAnswer({ responseId: 'r1', itemId: 'a1' });
    const part = { response_id: 'r1', item_id: 'a1', output_index: 0, content_index: 0 };
    for (let count = 0; count < 10; count++) {
      first.send({ type: 'response.output_audio_transcript.delta', ...part, delta: 'word ' });
      first.send({ type: 'response.output_audio.delta', ...part, delta: '%%%%' });
    }
    const second = await harness.spare.connection();
    await first.closed;
    await waitFor('what was said', () => toldOf(second).length > 0);
    expect(toldOf(second)[0]).toBe('user: Hello?');
  });
});

test('a provider that refuses the call is followed by another one', async () => {
  const harness = await dial({ prepare: (server) => (server.refuseWith = 401) });
  const second = await harness.spare.connection();
  await second.expect('session.update');
  await waitFor('the session', () => harness.session.phase === 'listening');
  second.callerTurn('u1', 'Hello?');
  second.answer({ responseId: 's1', itemId: 'b1', text: 'Hi.', audio: tone(100) });
  await harness.client.heardAtLeast(100);
  harness.client.hangUp();
  const { voices, voiceWasReady } = await harness.result;
  expect(voices).toMatchObject([
    { provider: 'openai', wasReady: false, lost: 'refused_http_401' },
    { provider: 'xai', wasReady: true },
  ]);
  expect(voiceWasReady).toBe(true);
  expect(harness.losses).toMatchObject([{ reason: 'refused_http_401', cause: 'account' }]);
});

test('where no voice is left the caller is told that the call cannot go on', async () => {
  const [harness, first] = await start();
  first.drop();
  const second = await harness.spare.connection();
  await second.expect('session.update');
  second.drop();
  expect(await harness.result).toMatchObject({ status: 'failed', endReason: 'provider_lost' });
  expect(harness.client.heard.length).toBeGreaterThan(0);
});
