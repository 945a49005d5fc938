import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openSpeechEngine, type SpeechEngine } from '@leadlock/voice/local';
import { waitFor } from '@leadlock/voice/testing';
import { silence } from '../src/audio/frames.ts';
import { REALTIME_EVENTS } from '../src/openai/check-event.ts';
import { loadSchemas, schemaOf } from '../src/openai/published-schemas.ts';
import type { Sandbox } from '../src/sandbox.ts';
import { RealtimeClient, type Event } from './realtime-client.ts';
import { admin, startTestSandbox } from './sandbox-client.ts';

const PATH = '/openai/v1/realtime?model=gpt-realtime';
const KEY = 'sk-sandbox';
const published = loadSchemas(REALTIME_EVENTS, 'as published');
/** The published schema of each server event. */
const SERVER_EVENTS = new Map(
  [
    'Error SessionCreated SessionUpdated ConversationItemAdded ConversationItemDone ConversationItemRetrieved',
    'ConversationItemDeleted ConversationItemTruncated ConversationItemInputAudioTranscriptionDelta',
    'ConversationItemInputAudioTranscriptionCompleted InputAudioBufferCommitted InputAudioBufferCleared',
    'InputAudioBufferSpeechStarted InputAudioBufferSpeechStopped ResponseCreated ResponseDone',
    'ResponseOutputItemAdded ResponseOutputItemDone ResponseContentPartAdded ResponseContentPartDone',
    'ResponseAudioDelta ResponseAudioDone ResponseAudioTranscriptDelta ResponseAudioTranscriptDone',
    'ResponseTextDelta ResponseTextDone ResponseFunctionCallArgumentsDelta ResponseFunctionCallArgumentsDone',
    'RateLimitsUpdated',
  ]
    .flatMap((names) => names.split(' '))
    .map((name) => {
      const validate = schemaOf(published, `RealtimeServerEvent${name}`);
      const { properties } = validate.schema as { properties: { type: { enum: string[] } } };
      return [properties.type.enum[0], validate] as const;
    }),
);

let sandbox: Sandbox;
let engine: SpeechEngine;
let clients: RealtimeClient[] = [];
beforeAll(async () => {
  [sandbox, engine] = await Promise.all([startTestSandbox(), openSpeechEngine()]);
});
afterAll(async () => {
  await sandbox.close();
  await engine.close();
});
beforeEach(() => admin(sandbox, 'POST', '/reset'));
afterEach(() => {
  for (const client of clients) {
    for (const event of client.events) {
      const validate = SERVER_EVENTS.get(event.type);
      if (!validate) throw new Error(`${event.type} is not published`);
      if (!validate(event))
        throw new Error(`${JSON.stringify(event)} is not as published: ${published.errorsText(validate.errors)}`);
    }
    client.close();
  }
  clients = [];
});

const INSTRUCTIONS = `You are Ava, the receptionist of Sunrise Dental.
Opening hours: Monday to Friday from nine to five.
Parking: there is free parking behind the building.`;
const END_CALL = {
  type: 'function',
  name: 'end_call',
  description: 'Ends the call.',
  parameters: { type: 'object', properties: {} },
};
const phoneSession = (more: Record<string, unknown> = {}, turnDetection: unknown = { type: 'server_vad' }) => ({
  type: 'realtime',
  instructions: INSTRUCTIONS,
  output_modalities: ['audio'],
  audio: {
    input: {
      format: { type: 'audio/pcmu' },
      transcription: { model: 'gpt-4o-mini-transcribe' },
      turn_detection: turnDetection,
    },
    output: { format: { type: 'audio/pcmu' }, voice: 'marin' },
  },
  tools: [END_CALL],
  ...more,
});

async function connect(path = PATH): Promise<RealtimeClient> {
  const client = await RealtimeClient.connect(sandbox, path, KEY);
  clients.push(client);
  return client;
}
async function openSession(more?: Record<string, unknown>, turnDetection?: unknown): Promise<RealtimeClient> {
  const client = await connect();
  await client.event('session.created');
  client.send({ type: 'session.update', session: phoneSession(more, turnDetection) });
  await client.event('session.updated');
  return client;
}
const words = async (text: string): Promise<Uint8Array> =>
  Buffer.concat([silence(400), await engine.synthesize(text, 'rms'), silence(1200)]);
const response = (event: Event) =>
  event.response as Record<string, unknown> & { id: string; status: string; output: Event[] };

describe('connecting', () => {
  test.each([
    ['no key', PATH, {}, 401, 'invalid_api_key'],
    ['a wrong key', PATH, { authorization: 'Bearer sk-other' }, 401, 'invalid_api_key'],
    ['no model', '/openai/v1/realtime', { authorization: `Bearer ${KEY}` }, 400, 'missing_model'],
    ['the beta header', PATH, { authorization: `Bearer ${KEY}`, 'openai-beta': 'realtime=v1' }, 400, 'beta_api_shape'],
  ])('is refused with %s', async (_what, path, headers, status, code) => {
    const refusal = await RealtimeClient.refusal(sandbox, path, headers);
    expect(refusal.status).toBe(status);
    expect(refusal.body).toContain(code);
  });

  test('to an unknown model ends with an error', async () => {
    const client = await connect('/openai/v1/realtime?model=gpt-9');
    expect((await client.event('error')).error).toMatchObject({ code: 'model_not_found' });
    await waitFor('the close', () => client.closeCode === 4000);
  });

  test('starts with the session as it is by default', async () => {
    const { session } = await (await connect()).event('session.created');
    expect(session).toMatchObject({
      type: 'realtime',
      object: 'realtime.session',
      model: 'gpt-realtime',
      audio: { input: { format: { type: 'audio/pcm', rate: 24000 } }, output: { voice: 'alloy' } },
    });
  });
});

describe('session.update', () => {
  test('changes what it names and keeps the rest', async () => {
    const client = await openSession();
    client.send({ type: 'session.update', session: { type: 'realtime', instructions: 'Be brief.' } });
    const { session } = await client.event('session.updated', 1);
    expect(session).toMatchObject({
      instructions: 'Be brief.',
      audio: {
        input: { format: { type: 'audio/pcmu' }, turn_detection: { type: 'server_vad', silence_duration_ms: 500 } },
      },
    });
  });

  const input = (given: Record<string, unknown>) => ({ type: 'realtime', audio: { input: given } });
  test.each([
    ['no type', { instructions: 'x' }, 'missing_required_parameter', 'session.type'],
    ['the beta layout', { type: 'realtime', voice: 'alloy' }, 'unknown_parameter', 'session.voice'],
    ['a temperature', { type: 'realtime', temperature: 0.8 }, 'unknown_parameter', 'session.temperature'],
    [
      'two modalities',
      { type: 'realtime', output_modalities: ['audio', 'text'] },
      'invalid_value',
      'session.output_modalities',
    ],
    [
      'an unknown voice',
      { type: 'realtime', audio: { output: { voice: 'eve' } } },
      'invalid_value',
      'session.audio.output.voice',
    ],
    [
      'a wrong rate',
      input({ format: { type: 'audio/pcm', rate: 8000 } }),
      'invalid_value',
      'session.audio.input.format.rate',
    ],
    [
      'a loud threshold',
      input({ turn_detection: { type: 'server_vad', threshold: 2 } }),
      'invalid_value',
      'session.audio.input.turn_detection.threshold',
    ],
    ['instructions of another type', { type: 'realtime', instructions: 7 }, 'invalid_type', 'session.instructions'],
    ['another model', { type: 'realtime', model: 'gpt-realtime-2' }, 'invalid_value', 'session.model'],
  ])('is refused with %s', async (_what, session, code, param) => {
    const client = await connect();
    expect(await client.refused({ type: 'session.update', event_id: 'mine', session })).toMatchObject({
      type: 'invalid_request_error',
      code,
      param,
      event_id: 'mine',
    });
    expect(client.all('session.updated')).toEqual([]);
  });
});

describe('a conversation', { timeout: 60_000 }, () => {
  test('hears the caller, answers from its instructions, and transcribes after the answer began', async () => {
    const client = await openSession();
    client.speak(await words('What are your opening hours?'));
    const started = await client.event('input_audio_buffer.speech_started');
    await client.event('response.done');
    const { item_id: itemId } = await client.event('input_audio_buffer.committed');
    expect(started.item_id).toBe(itemId);
    const transcript = await client.event('conversation.item.input_audio_transcription.completed');
    expect(transcript.item_id).toBe(itemId);
    expect(transcript.transcript).toMatch(/opening hours/i);
    const spoken = await client.event('response.output_audio_transcript.done');
    expect(spoken.transcript).toMatch(/nine to five/i);
    const order = client.events.map((event) => event.type);
    const at = (type: string): number => order.indexOf(type);
    const sequence = [
      'input_audio_buffer.speech_started',
      'input_audio_buffer.speech_stopped',
      'input_audio_buffer.committed',
      'response.created',
      'rate_limits.updated',
      'response.output_item.added',
      'response.content_part.added',
      'response.output_audio_transcript.delta',
      'response.output_audio.delta',
      'conversation.item.input_audio_transcription.completed',
      'response.output_audio.done',
      'response.output_item.done',
      'response.done',
    ].map(at);
    expect(sequence).toEqual(sequence.toSorted((one, other) => one - other));
    const done = response(await client.event('response.done'));
    expect(done).toMatchObject({ status: 'completed', output: [{ type: 'message', role: 'assistant' }] });
    const audioMs = client.audio().length / 8;
    const usage = done.usage as {
      output_token_details: { audio_tokens: number };
      input_token_details: { audio_tokens: number };
    };
    expect(usage.output_token_details.audio_tokens).toBe(Math.ceil(audioMs / 50));
    expect(usage.input_token_details.audio_tokens).toBeGreaterThan(10);
  });

  test('speaks 24 kHz PCM unless told otherwise, and exactly what it is told', async () => {
    const client = await connect();
    await client.event('session.created');
    const instructions =
      'Say exactly the following text, word for word, and nothing before or after it:\nThis call is recorded.';
    client.send({ type: 'response.create', response: { instructions, tool_choice: 'none' } });
    const done = response(await client.event('response.done'));
    expect((await client.event('response.output_audio_transcript.done')).transcript).toBe('This call is recorded.');
    const seconds = client.audio().length / 2 / 24_000;
    expect(seconds).toBeGreaterThan(1);
    expect(seconds).toBeLessThan(4);
    expect(done.output[0]).toMatchObject({ content: [{ type: 'output_audio', transcript: 'This call is recorded.' }] });
  });

  test('is interrupted by the caller, and truncated to what was heard', async () => {
    const client = await openSession();
    const text = 'We are open every day. '.repeat(12);
    client.send({ type: 'response.create', response: { instructions: `Say exactly: ${text}` } });
    const delta = await client.event('response.output_audio.delta', 3);
    client.speak(await words('Stop, please, I have a question.'));
    const done = response(await client.event('response.done'));
    expect(done).toMatchObject({ status: 'cancelled', status_details: { type: 'cancelled', reason: 'turn_detected' } });
    const itemId = delta.item_id;
    const sentMs = client.all('response.output_audio.delta').filter((one) => one.item_id === itemId).length * 200;
    const truncate = (ms: number) => ({
      type: 'conversation.item.truncate',
      item_id: itemId,
      content_index: 0,
      audio_end_ms: ms,
    });
    expect(await client.refused(truncate(sentMs + 1000))).toMatchObject({
      code: 'invalid_value',
      param: 'audio_end_ms',
      message: expect.stringContaining('already shorter than'),
    });
    client.send(truncate(400));
    expect(await client.event('conversation.item.truncated')).toMatchObject({ item_id: itemId, audio_end_ms: 400 });
    client.send({ type: 'conversation.item.retrieve', item_id: itemId });
    const { item } = await client.event('conversation.item.retrieved');
    expect(item).toMatchObject({ status: 'incomplete', content: [{ type: 'output_audio' }] });
    expect(JSON.stringify(item)).not.toContain('open every day');
  });

  test('calls a function and goes on with its result', async () => {
    const client = await openSession();
    client.speak(await words('Thank you, that is all. Goodbye.'));
    const call = await client.event('response.function_call_arguments.done', 0, 20_000);
    expect(call).toMatchObject({ name: 'end_call' });
    const done = response(await client.event('response.done'));
    const item = done.output.find((one) => one.type === 'function_call');
    expect(item).toMatchObject({
      call_id: call.call_id,
      name: 'end_call',
      arguments: call.arguments,
      status: 'completed',
    });
    const output = (callId: unknown) => ({
      type: 'conversation.item.create',
      item: { type: 'function_call_output', call_id: callId, output: '{"ok":true}' },
    });
    expect(await client.refused(output('call_unknown'))).toMatchObject({ code: 'invalid_tool_call_id' });
    client.send(output(call.call_id));
    client.send({ type: 'response.create' });
    expect(response(await client.event('response.done', 1)).status).toBe('completed');
  });

  test('refuses a second answer, cancels the first, and refuses to cancel none', async () => {
    const client = await openSession();
    client.send({
      type: 'response.create',
      response: { instructions: 'Say exactly: One. Two. Three. Four. Five. Six.' },
    });
    await client.event('response.created');
    expect(await client.refused({ type: 'response.create', event_id: 'again' })).toMatchObject({
      code: 'conversation_already_has_active_response',
      event_id: 'again',
    });
    client.send({ type: 'response.cancel' });
    const done = response(await client.event('response.done'));
    expect(done).toMatchObject({ status: 'cancelled', status_details: { reason: 'client_cancelled' } });
    expect(await client.refused({ type: 'response.cancel' })).toMatchObject({ code: 'response_cancel_not_active' });
    const voice = { type: 'realtime', audio: { output: { voice: 'cedar' } } };
    client.send({ type: 'response.create', response: { instructions: 'Say exactly: Hello.' } });
    await client.event('response.done', 1);
    expect(await client.refused({ type: 'session.update', session: voice })).toMatchObject({
      code: 'cannot_update_voice',
    });
  });

  test('takes turns by hand, in text, and refuses what it cannot use', async () => {
    const client = await openSession({ output_modalities: ['text'] }, null);
    expect(await client.refused({ type: 'input_audio_buffer.commit' })).toMatchObject({
      code: 'input_audio_buffer_commit_empty',
    });
    client.speak(await words('Is there any parking?'));
    client.send({ type: 'input_audio_buffer.commit' });
    const { transcript } = await client.event('conversation.item.input_audio_transcription.completed');
    expect(transcript).toMatch(/parking/i);
    client.send({ type: 'response.create' });
    expect((await client.event('response.output_text.done')).text).toMatch(/free parking/i);
    expect(client.all('response.output_audio.delta')).toEqual([]);

    const { item_id: itemId } = await client.event('input_audio_buffer.committed');
    client.send({ type: 'conversation.item.delete', item_id: itemId });
    await client.event('conversation.item.deleted');
    expect(await client.refused({ type: 'conversation.item.delete', item_id: itemId })).toMatchObject({
      code: 'item_not_found',
    });
    expect(await client.refused({ type: 'conversation.dance' })).toMatchObject({
      code: 'invalid_value',
      param: 'type',
    });
    expect(await client.refused({ type: 'input_audio_buffer.append', audio: '***' })).toMatchObject({ param: 'audio' });
    expect(await client.refused({ type: 'input_audio_buffer.append' })).toMatchObject({
      code: 'missing_required_parameter',
    });
    client.socket.send('{');
    await waitFor('the error', () => client.all('error').some((one) => JSON.stringify(one).includes('invalid_json')));
  });
});

describe('on demand', () => {
  const fault = (body: Record<string, unknown>) => admin(sandbox, 'POST', '/openai/faults', body);

  test.each([401, 429, 500])('the next connection is refused with %i', async (status) => {
    await fault({ kind: 'refuse', status });
    const headers = { authorization: `Bearer ${KEY}` };
    expect((await RealtimeClient.refusal(sandbox, PATH, headers)).status).toBe(status);
    await (await connect()).event('session.created');
  });

  test('a connection drops, falls silent, or talks nonsense', async () => {
    await fault({ kind: 'drop', afterMs: 50 });
    const dropped = await connect();
    await waitFor('the drop', () => dropped.closeCode === 1006);
    await fault({ kind: 'silence' });
    const silent = await connect();
    silent.send({ type: 'session.update', session: { type: 'realtime' } });
    await fault({ kind: 'garbage' });
    const mad = await RealtimeClient.connect(sandbox, PATH, KEY);
    await waitFor('garbage', () => mad.garbage.length > 1);
    mad.send({ type: 'session.update', session: { type: 'realtime' } });
    await mad.event('session.updated');
    mad.close();
    expect(silent.events).toEqual([]);
  });

  test('a connection talks nonsense for long, or speaks and cannot be heard', async () => {
    await fault({ kind: 'garbage', times: 5 });
    const mad = await RealtimeClient.connect(sandbox, PATH, KEY);
    await waitFor('all of it', () => mad.garbage.length >= 5);
    mad.close();
    await fault({ kind: 'no-sound' });
    const client = await openSession();
    client.send({ type: 'response.create', response: { instructions: 'Say exactly: Hello there.' } });
    const { transcript } = await client.event('response.output_audio_transcript.done');
    const deltas = client.all('response.output_audio.delta').map(({ delta }) => Buffer.from(String(delta), 'base64'));
    expect(transcript).toBe('Hello there.');
    expect(new Set(Buffer.concat(deltas))).toEqual(new Set([0xff]));
  });

  test('a session expires', async () => {
    await fetch(`${sandbox.url}/sandbox/openai/settings`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: '{"maxSessionMs":100}',
    });
    const client = await connect();
    expect((await client.event('error')).error).toMatchObject({ code: 'session_expired' });
    await waitFor('the close', () => client.closeCode === 1000);
  });
});
