import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { ScriptedRealtimeServer, waitFor } from '../../testing/index.ts';
import { useSession } from '../../testing/use-session.ts';
import { objectAt, type JsonObject } from '../../wire/json.ts';
import { createOpenAiProvider } from '../openai/index.ts';
import { createXaiProvider } from '../xai/index.ts';

const speech = (ms: number, seed = 1): Buffer =>
  Buffer.from(Uint8Array.from({ length: ms * 8 }, (_, i) => (i * seed) % 251));
const base64 = (audio: Uint8Array): Buffer => Buffer.from(Buffer.from(audio).toString('base64'), 'latin1');

describe.each([
  ['openai', createOpenAiProvider],
  ['xai', createXaiProvider],
] as const)('a %s session', (name, createProvider) => {
  const line = useSession(createProvider);

  test('connects with the key and the model, keeping the query of the address', async () => {
    line.open({ url: `${line.server.url}?deployment=eu` });
    const { request } = await line.server.connection();
    expect(request.url).toBe('/v1/realtime?deployment=eu&model=model-1');
    expect(request.headers.authorization).toBe('Bearer sk-test');
    expect(request.headers['openai-beta']).toBeUndefined();
  });

  test("passes both sides' audio through byte by byte", async () => {
    const [session, provider] = await line.openReady();
    const caller = speech(400, 7);
    for (let offset = 0; offset < caller.length; offset += 160)
      session.sendAudio(base64(caller.subarray(offset, offset + 160)));
    await waitFor('the caller', () => provider.audio.length === caller.length);
    expect(provider.audio).toEqual(caller);

    const agent = speech(700, 3);
    provider.answer({ responseId: 'r1', itemId: 'i1', text: 'Hello there', audio: agent });
    await waitFor('the answer', () => line.heard.responses.length === 1);
    expect(line.heard.audio).toEqual(agent);
    expect(line.heard.items).toEqual(['i1']);
    expect(line.heard.agentTranscripts.at(-1)).toEqual({ itemId: 'i1', text: 'Hello there', final: true });
  });

  test('understands audio events in any spelling', async () => {
    const [, provider] = await line.openReady();
    const delta = base64(speech(20)).toString();
    provider.beginAnswer({ responseId: 'r1', itemId: 'i1' });
    const event = { response_id: 'r1', item_id: 'i1', delta };
    for (let round = 0; round < 2; round++) {
      provider.send({ type: 'response.output_audio.delta', ...event });
      provider.send({ ...event, type: 'response.output_audio.delta' });
      provider.sendRaw(
        `{ "type": "response.output_audio.delta", "item_id": "i1", "response_id": "r1", "delta": "${delta}" }`,
      );
    }
    await waitFor('six deltas', () => line.heard.payloads.length === 6);
    expect(new Set(line.heard.payloads)).toEqual(new Set([delta]));
    expect(line.heard.items).toEqual(['i1']);
  });

  test('drops what follows of an interrupted answer and truncates it to what was played', async () => {
    const [session, provider] = await line.openReady();
    const answer = { responseId: 'r1', itemId: 'i1', text: 'A long answer', audio: speech(1000) };
    provider.beginAnswer(answer);
    provider.sendSpeech(answer);
    await waitFor('the audio', () => line.heard.audio.length === 8000);
    session.interrupt('i1', 430.7);
    expect((await provider.expect('response.cancel')).response_id).toBe(name === 'openai' ? 'r1' : undefined);
    expect(await provider.expect('conversation.item.truncate')).toMatchObject({ item_id: 'i1', audio_end_ms: 430 });

    provider.sendSpeech(answer);
    provider.send({ type: 'error', error: { type: 'invalid_request_error', code: 'response_cancel_not_active' } });
    provider.finishAnswer(answer, 'cancelled');
    provider.answer({ responseId: 'r2', itemId: 'i2', text: 'Yes?', audio: speech(100, 5) });
    await waitFor('the next answer', () => line.heard.responses.length === 2);
    expect(line.heard.audio).toEqual(Buffer.concat([speech(1000), speech(100, 5)]));
    expect(line.heard.warnings).toEqual([]);
    expect(line.heard.responses.map(([status]) => status)).toEqual(['cancelled', 'completed']);
  });

  test('never truncates behind the end of what was produced', async () => {
    const [session, provider] = await line.openReady();
    provider.answer({ responseId: 'r1', itemId: 'i1', text: 'Short', audio: speech(300) });
    await waitFor('the answer', () => line.heard.responses.length === 1);
    session.interrupt('i1', 9999);
    session.interrupt('unknown', 10);
    expect(await provider.expect('conversation.item.truncate')).toMatchObject({ item_id: 'i1', audio_end_ms: 300 });
    expect(provider.leftovers).toEqual([]);
  });

  test('cancels an answer that was interrupted before it began', async () => {
    const [session, provider] = await line.openReady();
    session.speak();
    await provider.expect('response.create');
    session.interrupt(null, 0);
    const answer = { responseId: 'r1', itemId: 'i1', text: 'Too late', audio: speech(100) };
    provider.answer(answer);
    await provider.expect('response.cancel');
    await waitFor('the end of the answer', () => line.heard.responses.length === 1);
    expect(line.heard.payloads).toEqual([]);
    expect(line.heard.agentTranscripts).toEqual([]);
  });

  test('keeps one response in flight', async () => {
    const [session, provider] = await line.openReady();
    provider.beginAnswer({ responseId: 'r1', itemId: 'i1' });
    provider.sendSpeech({ responseId: 'r1', itemId: 'i1', text: 'One', audio: speech(100) });
    await waitFor('audio', () => line.heard.payloads.length > 0);
    session.speak();
    session.speak();
    session.addText('user', 'The caller pressed 5.');
    expect((await provider.expect('conversation.item.create')).item).toMatchObject({ role: 'user' });
    expect(provider.leftovers).toEqual([]);
    provider.finishResponse('r1');
    await provider.expect('response.create');
    provider.answer({ responseId: 'r2', itemId: 'i2', text: 'Two', audio: speech(100) });
    await waitFor('the second answer', () => line.heard.responses.length === 2);
    expect(provider.leftovers).toEqual([]);
  });

  test('asks again after the running response when the provider was busy', async () => {
    const [session, provider] = await line.openReady();
    session.speak();
    const { event_id } = await provider.expect('response.create');
    const code = 'conversation_already_has_active_response';
    provider.send({ type: 'error', error: { type: 'invalid_request_error', code, event_id } });
    provider.finishResponse('someone-elses');
    await provider.expect('response.create');
    expect(line.heard.warnings).toEqual([]);
  });

  test.each([false, true])('asks again soon when nothing else ran after all, answers held: %s', async (held) => {
    const [session, provider] = await line.openReady();
    session.holdAnswers(held);
    session.speak('Hello.');
    const isRequest = ({ type, item }: JsonObject): boolean =>
      type === 'response.create' || objectAt({ item }, 'item')?.['type'] === 'force_message';
    const requests = (): JsonObject[] => provider.received.filter(isRequest);
    for (const count of [1, 2]) {
      const request = await waitFor('a request', () => requests()[count - 1]);
      const code = 'conversation_already_has_active_response';
      provider.send({ type: 'error', error: { type: 'invalid_request_error', code, event_id: request.event_id } });
    }
    await waitFor('the third request', () => requests().length === 3);
    provider.answer({ responseId: 'r1', itemId: 'i1', text: 'Hello.', audio: speech(100) });
    await waitFor('the answer', () => line.heard.responses.length === 1);
    expect(line.heard.audio).toEqual(speech(100));
  });

  test('hands a call on once and answers all results with one response', async () => {
    const [session, provider] = await line.openReady();
    const calls = ['a', 'b'].map((id) => ({
      type: 'function_call',
      call_id: id,
      name: 'send_sms',
      arguments: `{"message":"${id}"}`,
    }));
    provider.send({ type: 'response.created', response: { id: 'r1' } });
    for (const call of calls) {
      const item = { ...call, id: `item_${call.call_id}` };
      provider.send({ type: 'response.output_item.added', response_id: 'r1', item: { ...item, arguments: '' } });
      const { name: _, ...nameless } = call;
      provider.send({
        ...nameless,
        type: 'response.function_call_arguments.done',
        response_id: 'r1',
        item_id: item.id,
      });
      provider.send({ type: 'response.output_item.done', response_id: 'r1', item: { ...item, status: 'completed' } });
    }
    await waitFor('the calls', () => line.heard.toolCalls.length === 2);
    session.sendToolResult('a', '{"ok":1}', true);
    provider.send({ type: 'response.done', response: { id: 'r1', status: 'completed', output: calls } });
    await waitFor('the end', () => line.heard.responses.length === 1);
    session.sendToolResult('b', '{"ok":2}', true);
    for (const call_id of ['a', 'b']) {
      expect((await provider.expect('conversation.item.create')).item).toMatchObject({
        type: 'function_call_output',
        call_id,
      });
    }
    await provider.expect('response.create');
    expect(provider.leftovers).toEqual([]);
    expect(line.heard.toolCalls).toEqual(
      calls.map((call) => ({ id: call.call_id, name: call.name, arguments: call.arguments })),
    );
  });

  test('waits for the end of the response before it answers a result', async () => {
    const [session, provider] = await line.openReady();
    provider.send({ type: 'response.created', response: { id: 'r1' } });
    const call = { call_id: 'a', name: 'send_sms', arguments: '{}' };
    provider.send({ type: 'response.function_call_arguments.done', response_id: 'r1', ...call });
    await waitFor('the call', () => line.heard.toolCalls.length === 1);
    session.sendToolResult('a', 'done', true);
    await provider.expect('conversation.item.create');
    expect(provider.leftovers).toEqual([]);
    provider.finishResponse('r1');
    await provider.expect('response.create');
  });

  test('leaves the answer to the provider while the caller speaks', async () => {
    const [session, provider] = await line.openReady();
    const call = { call_id: 'a', name: 'send_sms', arguments: '{}' };
    provider.send({ type: 'response.function_call_arguments.done', response_id: 'r1', ...call });
    provider.callerStarts('u1');
    await waitFor('speech', () => line.heard.speechStarted === 1);
    session.sendToolResult('a', 'done', true);
    const { item } = await provider.expect('conversation.item.create');
    provider.send({ type: 'conversation.item.added', item });
    provider.callerStops('u1');
    provider.answer({ responseId: 'r2', itemId: 'i2', text: 'It is done', audio: speech(100) });
    await waitFor('the answer', () => line.heard.responses.length === 1);
    expect(provider.leftovers).toEqual([]);
  });

  test("keeps the caller's place and takes the last words as final", async () => {
    const [, provider] = await line.openReady();
    provider.callerStarts('u1');
    provider.callerStops('u1');
    const type = 'conversation.item.input_audio_transcription.completed';
    provider.send({ type, item_id: 'u1', transcript: 'Hello', status: 'in_progress' });
    provider.callerSaid('u1', 'Hello there');
    await waitFor('the transcript', () => line.heard.userTranscripts.at(-1)?.final);
    expect(line.heard.userTranscripts).toEqual([
      { itemId: 'u1', text: '', final: false },
      { itemId: 'u1', text: 'Hello', final: false },
      { itemId: 'u1', text: 'Hello there', final: true },
    ]);
    expect([line.heard.speechStarted, line.heard.speechStopped]).toEqual([1, 1]);
  });

  test('reads the usage inside the response or beside it', async () => {
    const [, provider] = await line.openReady();
    const usage = {
      input_tokens: 100,
      output_tokens: 50,
      input_token_details: {
        text_tokens: 60,
        audio_tokens: 40,
        cached_tokens: 20,
        cached_tokens_details: { text_tokens: 12, audio_tokens: 8 },
      },
      output_token_details: { text_tokens: 10, audio_tokens: 40 },
    };
    const expected = {
      inputTextTokens: 60,
      inputAudioTokens: 40,
      cachedTextTokens: 12,
      cachedAudioTokens: 8,
      outputTextTokens: 10,
      outputAudioTokens: 40,
    };
    provider.finishResponse('r1', 'completed', usage);
    provider.send({ type: 'response.done', response: { id: 'r2', status: 'incomplete' }, usage });
    provider.send({ type: 'response.done', response: { id: 'r3', status: 'failed' } });
    await waitFor('three responses', () => line.heard.responses.length === 3);
    expect(line.heard.responses).toEqual([
      ['completed', expected],
      ['incomplete', expected],
      ['failed', null],
    ]);
  });

  test('survives garbage and unknown events, and reports a plain error as a warning', async () => {
    const [, provider] = await line.openReady();
    for (let count = 0; count < 10; count++) provider.sendRaw('garbage {');
    provider.sendRaw('null');
    provider.sendRaw(Buffer.from([0xff, 0xff]));
    provider.send({ type: 'rate_limits.updated', rate_limits: [] });
    provider.send({ type: 'response.output_audio.delta', response_id: 'r', item_id: 'i', delta: 'not base64"' });
    provider.send({ type: 'error', error: { type: 'invalid_request_error', code: 'odd', message: 'Odd' } });
    provider.send({ type: 'error', code: 'top_level', message: 'Odd' });
    await waitFor('the errors', () => line.heard.warnings.includes('top_level'));
    expect(line.heard.warnings).toEqual([
      'malformed_message',
      'malformed_message',
      'malformed_message',
      'odd',
      'top_level',
    ]);
    expect(line.heard.ends).toEqual([]);
  });

  test('a refused request counts as a failed response', async () => {
    const [session, provider] = await line.openReady();
    session.speak();
    const { event_id } = await provider.expect('response.create');
    provider.send({ type: 'error', error: { type: 'server_error', code: 'server_error', event_id } });
    await waitFor('the failure', () => line.heard.responses.length === 1);
    expect(line.heard.responses).toEqual([['failed', null]]);
  });

  test.each([
    [401, false],
    [403, false],
    [404, false],
    [429, true],
    [503, true],
  ])('refused with %d: retryable %s', async (status, retryable) => {
    line.server.refuseWith = status;
    line.open();
    await waitFor('the refusal', () => line.heard.ends[0]);
    const cause = retryable ? {} : { cause: 'account' };
    expect(line.heard.ends).toEqual([{ failed: true, reason: `refused_http_${status}`, retryable, ...cause }]);
  });

  test('nobody there', async () => {
    const gone = await ScriptedRealtimeServer.start();
    const { url } = gone;
    await gone.close();
    line.open({ url });
    await waitFor('the failure', () => line.heard.ends[0]);
    expect(line.heard.ends).toEqual([{ failed: true, reason: 'connection_error ECONNREFUSED', retryable: true }]);
  });

  test('a server that accepts and never speaks', async () => {
    line.server.mute = true;
    line.open({ connectTimeoutMs: 200 });
    await waitFor('the failure', () => line.heard.ends[0]);
    expect(line.heard.ends).toEqual([{ failed: true, reason: 'connect_timeout', retryable: true }]);
  });

  test('a port that accepts and never answers the handshake', async () => {
    const silent = createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    line.open({ url: `ws://127.0.0.1:${(silent.address() as AddressInfo).port}`, connectTimeoutMs: 200 });
    await waitFor('the failure', () => line.heard.ends[0]);
    expect(line.heard.ends).toMatchObject([{ failed: true, retryable: true }]);
    silent.close();
  });

  test.each([
    [1011, true],
    [1008, false],
    [4001, false],
  ])('closed by the provider with %d: retryable %s', async (code, retryable) => {
    const [session, provider] = await line.openReady();
    provider.closeWith(code);
    await waitFor('the end', () => line.heard.ends[0]);
    expect(line.heard.ends).toEqual([{ failed: true, reason: `closed_${code}`, retryable }]);
    session.sendAudio(base64(speech(20)));
    session.speak('Hello');
    session.interrupt('i1', 1);
    session.sendToolResult('a', 'b', true);
  });

  test('a session configuration that is refused is final', async () => {
    line.server.mute = true;
    line.open();
    const provider = await line.server.connection();
    await provider.expect('session.update');
    provider.send({
      type: 'error',
      error: { type: 'invalid_request_error', code: 'invalid_value', message: 'No such voice' },
    });
    await waitFor('the end', () => line.heard.ends[0]);
    expect(line.heard.ends).toEqual([
      { failed: true, reason: 'invalid_value', message: 'No such voice', retryable: false, cause: 'settings' },
    ]);
  });

  test('an expired session ends', async () => {
    const [, provider] = await line.openReady();
    provider.send({ type: 'error', error: { type: 'invalid_request_error', code: 'session_expired' } });
    await waitFor('the end', () => line.heard.ends[0]);
    expect(line.heard.ends).toEqual([{ failed: true, reason: 'session_expired', retryable: true }]);
  });

  test('closed by us, once, is no failure', async () => {
    const [session, provider] = await line.openReady();
    session.close();
    session.close();
    expect(await provider.closed).toBe(1000);
    expect(line.heard.ends).toEqual([{ failed: false, reason: 'closed', retryable: false }]);
  });
});
