import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import type { HistoryItem, RealtimeSessionConfig } from '../../contracts/realtime-provider.ts';
import { ProviderRecorder, sampleSessionConfig, ScriptedRealtimeServer, waitFor } from '../../testing/index.ts';
import { asObject, objectAt, stringAt, type JsonObject } from '../../wire/json.ts';
import { createOpenAiProvider } from './index.ts';
import { openAiDialect } from './openai-dialect.ts';

const specification = asObject(
  JSON.parse(readFileSync(new URL('../../../test/openai-realtime-events.spec.json', import.meta.url), 'utf8')),
);
const schemas = objectAt(objectAt(specification, 'components'), 'schemas');
const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
ajv.addSchema({ $id: 'openai', ...specification });

const SCHEMA_BY_TYPE: Record<string, string> = {
  'session.update': 'SessionUpdate',
  'conversation.item.create': 'ConversationItemCreate',
  'conversation.item.truncate': 'ConversationItemTruncate',
  'conversation.item.delete': 'ConversationItemDelete',
  'input_audio_buffer.append': 'InputAudioBufferAppend',
  'input_audio_buffer.clear': 'InputAudioBufferClear',
  'input_audio_buffer.commit': 'InputAudioBufferCommit',
  'response.create': 'ResponseCreate',
  'response.cancel': 'ResponseCancel',
};

/** What OpenAI's published schema has against a message. */
function violations(message: JsonObject): unknown[] {
  const name = SCHEMA_BY_TYPE[stringAt(message, 'type') ?? ''];
  const validate = ajv.getSchema(`openai#/components/schemas/RealtimeClientEvent${name}`);
  if (!validate) return [`no schema for ${JSON.stringify(message)}`];
  return validate(message) ? [] : (validate.errors ?? []);
}

/** Properties of `object` that the schema does not know; the schema itself would let them pass. */
function strangers(object: JsonObject | null, schema: JsonObject | null): string[] {
  const known = Object.keys(objectAt(schema, 'properties') ?? {});
  return Object.keys(object ?? {}).filter((key) => !known.includes(key));
}

describe('messages to OpenAI', () => {
  const configurations: Partial<RealtimeSessionConfig>[] = [
    {},
    { noiseReduction: null, language: undefined, tools: [] },
    { turnDetection: { ...sampleSessionConfig().turnDetection, kind: 'semantic', eagerness: 'low' } },
  ];
  test.each(configurations)('session.update follows the schema: %j', (changes) => {
    const message = openAiDialect.sessionUpdate(sampleSessionConfig(changes), 'gpt-realtime');
    expect(violations(message)).toEqual([]);
    const session = objectAt(message, 'session');
    const schema = objectAt(schemas, 'RealtimeSessionCreateRequestGA');
    const audioSchema = objectAt(objectAt(schema, 'properties'), 'audio');
    expect(strangers(session, schema)).toEqual([]);
    for (const side of ['input', 'output']) {
      const sideSchema = objectAt(objectAt(audioSchema, 'properties'), side);
      expect(strangers(objectAt(objectAt(session, 'audio'), side), sideSchema)).toEqual([]);
    }
  });

  test('the schemas do refuse what is wrong', () => {
    expect(violations({ type: 'session.update', session: { output_modalities: ['audio'] } })).not.toEqual([]);
    expect(violations({ type: 'conversation.item.truncate', item_id: 'i', content_index: 0 })).not.toEqual([]);
  });

  test('everything a session sends follows the schemas', async () => {
    const history: HistoryItem[] = [
      { kind: 'said', by: 'agent', text: 'Hello' },
      { kind: 'said', by: 'caller', text: 'Book it' },
      { kind: 'tool', call: { id: 'call_0', name: 'book', arguments: '{}' }, output: '{"ok":true}' },
    ];
    const server = await ScriptedRealtimeServer.start();
    const heard = new ProviderRecorder();
    const session = createOpenAiProvider({ url: server.url, apiKey: 'k', model: 'gpt-realtime' }).open(
      sampleSessionConfig({ history }),
      heard,
    );
    const provider = await server.connection();
    await waitFor('the session', () => heard.ready === 1);
    session.speak('Hello, this call is recorded.');
    await waitFor('the request', () => provider.countOf('response.create') === 1);
    const answer = { responseId: 'r1', itemId: 'i1', text: 'Hello', audio: Buffer.alloc(1600, 0xff) };
    provider.beginAnswer(answer);
    provider.sendSpeech(answer);
    await waitFor('audio', () => heard.payloads.length === 2);
    session.interrupt('i1', 100);
    session.hearAside?.(new Uint8Array(1600), () => undefined);
    session.forget?.('item_1');
    session.addText('user', 'The caller pressed 1.');
    session.addText('system', 'Say goodbye.');
    session.sendToolResult('call_1', '{"ok":true}', false);
    session.update({ instructions: 'Be brief.', tools: sampleSessionConfig().tools });
    provider.finishResponse('r1', 'cancelled');
    session.speak();
    await waitFor('all messages', () => provider.received.length === 18);
    expect(provider.received.flatMap(violations)).toEqual([]);
    expect(provider.received.map((message) => message.type)).toEqual([
      'session.update',
      'conversation.item.create',
      'conversation.item.create',
      'conversation.item.create',
      'conversation.item.create',
      'response.create',
      'response.cancel',
      'conversation.item.truncate',
      'session.update',
      'input_audio_buffer.clear',
      'input_audio_buffer.commit',
      'session.update',
      'conversation.item.delete',
      'conversation.item.create',
      'conversation.item.create',
      'conversation.item.create',
      'session.update',
      'response.create',
    ]);
    session.close();
    await server.close();
  });
});
