import { describe, expect, test } from 'vitest';
import { silence, speech, tone, waitFor } from '../testing/index.ts';
import { useCalls } from '../testing/use-calls.ts';
import { objectAt } from '../wire/json.ts';

const { dial, start } = useCalls();

const TEN_WORDS = 'one two three four five six seven eight nine ten';

describe('a conversation', () => {
  test('the agent greets with the exact words, then listens and answers', async () => {
    const [harness, provider] = await start({
      policy: { speaksFirst: true, greeting: 'Hello, this call is recorded.' },
    });
    const request = await provider.expect('response.create');
    expect(objectAt(request, 'response')?.instructions).toContain('Hello, this call is recorded.');
    const greeting = { responseId: 'r1', itemId: 'a1', text: 'Hello, this call is recorded.', audio: tone(300) };
    provider.answer(greeting);
    await harness.client.heardAtLeast(300);
    await waitFor('listening', () => harness.session.phase === 'listening');

    harness.client.sendAudio(speech(400));
    harness.client.sendAudio(silence(200));
    await waitFor('the caller', () => provider.audio.length === 600 * 8);
    provider.callerTurn('u1', 'Can I book?');
    await waitFor('thinking', () => harness.session.phase === 'thinking');
    provider.answer({ responseId: 'r2', itemId: 'a2', text: 'Of course.', audio: tone(200, 5) });
    await harness.client.heardAtLeast(500);
    await waitFor('listening', () => harness.session.phase === 'listening');
    harness.client.hangUp();

    const result = await harness.result;
    expect(result).toMatchObject({ status: 'completed', endReason: 'caller_hangup', detail: null, interruptions: 0 });
    expect(result.transcript.map(({ role, content }) => [role, content])).toEqual([
      ['assistant', 'Hello, this call is recorded.'],
      ['user', 'Can I book?'],
      ['assistant', 'Of course.'],
    ]);
    expect(result.firstAudioMs).toBeGreaterThan(0);
    expect(result.turnLatenciesMs).toHaveLength(1);
    expect(harness.client.heard).toEqual(Buffer.concat([tone(300), tone(200, 5)]));
    expect(provider.audio).toEqual(Buffer.concat([speech(400), silence(200)]));
    expect(provider.leftovers).toEqual([]);
  });

  test('what the caller says before the provider is ready is not lost', async () => {
    const harness = await dial();
    harness.client.sendAudio(tone(1000));
    const provider = await harness.provider();
    harness.client.sendAudio(tone(200, 7));
    await waitFor('all audio', () => provider.audio.length === 1200 * 8);
    expect(provider.audio).toEqual(Buffer.concat([tone(1000), tone(200, 7)]));
  });

  test('the latency of a turn counts from the last loud frame, not from the detector', async () => {
    const [harness, provider] = await start();
    harness.client.sendAudio(speech(300));
    await waitFor('the caller', () => provider.audio.length === 2400);
    provider.callerStarts('u1');
    const quietSince = performance.now();
    await waitFor('250 ms of endpointing', () => performance.now() - quietSince > 250);
    provider.callerStops('u1');
    provider.answer({ responseId: 'r1', itemId: 'a1', text: 'Yes?', audio: tone(100) });
    await harness.client.heardAtLeast(100);
    harness.client.hangUp();
    const [latency] = (await harness.result).turnLatenciesMs;
    expect(latency).toBeGreaterThanOrEqual(240);
    expect(latency).toBeLessThan(1500);
  });

  test('the transcript has the order of the conversation, not of arrival', async () => {
    const [harness, provider] = await start();
    provider.callerStarts('u1');
    provider.callerStops('u1');
    provider.answer({ responseId: 'r1', itemId: 'a1', text: 'We open at nine.', audio: tone(100) });
    await harness.client.heardAtLeast(100);
    provider.callerSaid('u1', 'When do you open?');
    await waitFor('the words', () => harness.turns.at(-1)?.length === 2);
    harness.client.hangUp();
    const { transcript } = await harness.result;
    expect(transcript.map(({ content }) => content)).toEqual(['When do you open?', 'We open at nine.']);
  });

  test('usage is the sum over all answers', async () => {
    const [harness, provider] = await start();
    const usage = {
      input_token_details: { text_tokens: 10, audio_tokens: 5 },
      output_token_details: { audio_tokens: 7 },
    };
    provider.finishResponse('r1', 'completed', usage);
    provider.finishResponse('r2', 'completed', usage);
    provider.callerSaid('u1', 'x');
    await waitFor('the words', () => harness.turns.length > 0);
    harness.client.hangUp();
    expect((await harness.result).usage).toMatchObject({
      inputTextTokens: 20,
      inputAudioTokens: 10,
      outputAudioTokens: 14,
    });
  });
});

describe('an interruption', () => {
  test('clears the line, truncates at what was played, drops the rest and cuts the transcript', async () => {
    const [harness, provider] = await start({ client: { playback: 'manual' } });
    const answer = { responseId: 'r1', itemId: 'a1', text: TEN_WORDS, audio: tone(2000) };
    provider.callerTurn('u0', 'Count to ten');
    provider.beginAnswer(answer);
    provider.sendSpeech(answer);
    await harness.client.receivedAtLeast(2000);
    await waitFor('all marks', () => harness.client.messages.filter((text) => text.includes('"mark"')).length === 5);
    harness.client.play(1200);
    await harness.client.settled();
    provider.callerStarts('u1');
    await provider.expect('response.cancel');
    const { item_id, audio_end_ms } = await provider.expect('conversation.item.truncate');
    expect(item_id).toBe('a1');
    expect(audio_end_ms).toBeGreaterThanOrEqual(1200);
    expect(audio_end_ms).toBeLessThanOrEqual(1600);
    await waitFor('clear', () => harness.client.clears === 1);

    provider.sendSpeech(answer);
    provider.finishAnswer(answer, 'cancelled');
    provider.callerStops('u1');
    provider.callerSaid('u1', 'Stop!');
    provider.answer({ responseId: 'r2', itemId: 'a2', text: 'Sorry.', audio: tone(100, 5) });
    await harness.client.receivedAtLeast(2100);
    harness.client.play(100);
    await waitFor('listening', () => harness.session.phase === 'listening');
    expect(harness.client.heard).toEqual(Buffer.concat([tone(1200), tone(100, 5)]));
    harness.client.hangUp();
    const { transcript, interruptions } = await harness.result;
    expect(interruptions).toBe(1);
    expect(transcript.map(({ content, interrupted }) => [content, interrupted])).toEqual([
      ['Count to ten', undefined],
      [expect.stringMatching(/^one two three four five( six( seven( eight)?)?)?$/), true],
      ['Stop!', undefined],
      ['Sorry.', undefined],
    ]);
  });

  test('marks that clear throws back do not count as played', async () => {
    const [harness, provider] = await start({ client: { playback: 'manual' } });
    provider.answer({ responseId: 'r1', itemId: 'a1', text: TEN_WORDS, audio: tone(1000) });
    await harness.client.receivedAtLeast(1000);
    provider.callerStarts('u1');
    expect((await provider.expect('conversation.item.truncate')).audio_end_ms).toBeLessThanOrEqual(400);
    await waitFor('clear', () => harness.client.clears === 1);
    await harness.client.settled();
    const second = { responseId: 'r2', itemId: 'a2', text: TEN_WORDS, audio: tone(1000) };
    provider.answer(second);
    await harness.client.receivedAtLeast(2000);
    provider.callerStarts('u2');
    expect(await provider.expect('conversation.item.truncate')).toMatchObject({ item_id: 'a2' });
    harness.client.hangUp();
    const { transcript } = await harness.result;
    expect(transcript.filter(({ content }) => content === TEN_WORDS)).toEqual([]);
  });

  test('when nothing plays, nothing is cleared', async () => {
    const [harness, provider] = await start();
    provider.answer({ responseId: 'r1', itemId: 'a1', text: 'Hello', audio: tone(100) });
    await harness.client.heardAtLeast(100);
    await waitFor('listening', () => harness.session.phase === 'listening');
    provider.callerTurn('u1', 'Hello');
    await waitFor('thinking', () => harness.session.phase === 'thinking');
    expect(harness.client.clears).toBe(0);
    expect(provider.leftovers).toEqual([]);
  });

  test('a hello while the line opens does not swallow the greeting', async () => {
    const greeting = 'Hello, this call is recorded.';
    const [harness, provider] = await start({ policy: { speaksFirst: true, greeting } });
    await provider.expect('response.create');
    provider.callerStarts('u1');
    await waitFor('the caller', () => harness.turns !== null && harness.session.phase === 'greeting');
    provider.answer({ responseId: 'r1', itemId: 'a1', text: greeting, audio: tone(100) });
    await harness.client.heardAtLeast(100);
    expect(harness.client.heard).toEqual(tone(100));
    expect(provider.leftovers).toEqual([]);
  });

  test('the caller hears only part of an answer and hangs up: the transcript is cut there too', async () => {
    const [harness, provider] = await start({ client: { playback: 'manual' } });
    provider.answer({ responseId: 'r1', itemId: 'a1', text: TEN_WORDS, audio: tone(1000) });
    await harness.client.receivedAtLeast(1000);
    harness.client.play(400);
    await harness.client.settled();
    harness.client.hangUp();
    const [entry] = (await harness.result).transcript;
    expect(entry?.interrupted).toBe(true);
    expect(TEN_WORDS.startsWith(`${entry?.content} `)).toBe(true);
  });
});

describe('tools', () => {
  const sms = { id: 'call_1', name: 'send_sms', arguments: '{"message":"Hi"}' };

  test('a call that the provider repeats runs once, and its result is there both times', async () => {
    const [harness, provider] = await start();
    provider.callTool('r1', sms);
    await provider.expect('conversation.item.create');
    await provider.expect('response.create');
    provider.callTool('r2', sms);
    const again = await provider.expect('conversation.item.create');
    expect(again.item).toMatchObject({ type: 'function_call_output', call_id: 'call_1', output: '{"ok":true}' });
    await provider.expect('response.create');
    provider.callTool('r3', { ...sms, arguments: '{"message":"Other"}' });
    await waitFor('the other call', () => harness.toolCalls.length === 2);
    expect(harness.toolCalls.map((entry) => entry.arguments)).toEqual(['{"message":"Hi"}', '{"message":"Other"}']);
  });

  test('a result reaches the model although the caller interrupts', async () => {
    const tool = Promise.withResolvers<{ output: string }>();
    const [harness, provider] = await start({ runTool: () => tool.promise });
    const filler = { responseId: 'r1', itemId: 'a1', text: 'One moment', audio: tone(3000) };
    provider.beginAnswer(filler);
    provider.sendSpeech(filler);
    provider.send({
      type: 'response.function_call_arguments.done',
      response_id: 'r1',
      item_id: 'f',
      call_id: sms.id,
      name: sms.name,
      arguments: sms.arguments,
    });
    await waitFor('the tool', () => harness.toolCalls.length === 1);
    provider.callerStarts('u1');
    await provider.expect('response.cancel');
    await provider.expect('conversation.item.truncate');
    provider.finishResponse('r1', 'cancelled');
    tool.resolve({ output: '{"sent":true}' });
    expect((await provider.expect('conversation.item.create')).item).toMatchObject({
      call_id: 'call_1',
      output: '{"sent":true}',
    });
    provider.callerStops('u1');
    await waitFor('thinking', () => harness.session.phase === 'thinking');
    expect(harness.toolCalls).toHaveLength(1);
    harness.client.hangUp();
    expect((await harness.result).toolCalls).toMatchObject([{ id: 'call_1', status: 'done', output: '{"sent":true}' }]);
  });

  test('a tool that takes too long is reported as such, and its result later', async () => {
    const tool = Promise.withResolvers<{ output: string }>();
    const [, provider] = await start({ runTool: () => tool.promise, policy: { toolTimeoutMs: 100 } });
    provider.callTool('r1', sms);
    expect((await provider.expect('conversation.item.create')).item).toMatchObject({
      output: expect.stringContaining('not answered in time'),
    });
    await provider.expect('response.create');
    tool.resolve({ output: '{"sent":true}' });
    const late = await provider.expect('conversation.item.create');
    expect(JSON.stringify(late.item)).toContain('has answered after all');
  });

  test('a tool that throws does not end the call', async () => {
    const [harness, provider] = await start({ runTool: () => Promise.reject(new Error('boom')) });
    provider.callTool('r1', sms);
    expect((await provider.expect('conversation.item.create')).item).toMatchObject({
      output: '{"error":"The tool failed."}',
    });
    harness.client.hangUp();
    expect(await harness.result).toMatchObject({ endReason: 'caller_hangup', toolCalls: [{ status: 'failed' }] });
  });

  test('a tool that runs when the caller hangs up still ends in the record', async () => {
    const tool = Promise.withResolvers<{ output: string }>();
    const [harness, provider] = await start({ runTool: () => tool.promise });
    provider.callTool('r1', sms);
    await waitFor('the tool', () => harness.toolCalls.length === 1);
    harness.client.hangUp();
    await provider.closed;
    tool.resolve({ output: '{"sent":true}' });
    expect((await harness.result).toolCalls).toMatchObject([{ status: 'done', output: '{"sent":true}' }]);
  });

  test('end_call after a spoken goodbye hangs up once it was heard', async () => {
    const [harness, provider] = await start({ client: { playback: 'manual' } });
    const goodbye = { responseId: 'r1', itemId: 'a1', text: 'Goodbye!', audio: tone(600) };
    provider.beginAnswer(goodbye);
    provider.sendSpeech(goodbye);
    provider.send({
      type: 'response.function_call_arguments.done',
      response_id: 'r1',
      item_id: 'f',
      call_id: 'e',
      name: 'end_call',
      arguments: '{}',
    });
    provider.finishAnswer(goodbye);
    await provider.expect('conversation.item.create');
    await waitFor('closing', () => harness.session.phase === 'closing');
    harness.client.play(400);
    await harness.client.settled();
    expect(harness.session.phase).toBe('closing');
    harness.client.play(200);
    expect((await harness.client.closed).code).toBe(1000);
    const result = await harness.result;
    expect(result).toMatchObject({ status: 'completed', endReason: 'agent_hangup' });
    expect(result.transcript).toMatchObject([{ role: 'assistant', content: 'Goodbye!' }]);
    expect(result.transcript[0]?.interrupted).toBeUndefined();
    expect(provider.leftovers).toEqual([]);
    expect(harness.toolCalls).toEqual([]);
  });

  test('end_call without a word asks for the goodbye first', async () => {
    const [harness, provider] = await start();
    provider.callTool('r1', { id: 'e', name: 'end_call', arguments: '{}' });
    await provider.expect('conversation.item.create');
    await provider.expect('response.create');
    expect(harness.session.phase).toBe('closing');
    provider.answer({ responseId: 'r2', itemId: 'a2', text: 'Goodbye!', audio: tone(200) });
    const result = await harness.result;
    expect(result.endReason).toBe('agent_hangup');
    expect(harness.client.heard).toEqual(tone(200));
  });

  test('a goodbye that never comes does not keep the line open', async () => {
    const [harness, provider] = await start({ policy: { closingTimeoutMs: 200 } });
    provider.callTool('r1', { id: 'e', name: 'end_call', arguments: '{}' });
    expect(await harness.result).toMatchObject({ status: 'completed', endReason: 'agent_hangup' });
  });
});

describe('keys', () => {
  test('pressed one after the other are handed over together', async () => {
    const [harness, provider] = await start({ policy: { digitsTimeoutMs: 150 } });
    for (const digit of ['1', '2', '#']) harness.client.sendDtmf(digit);
    const item = await provider.expect('conversation.item.create');
    expect(JSON.stringify(item)).toContain('pressed 12# on the keypad');
    await provider.expect('response.create');
  });
});
