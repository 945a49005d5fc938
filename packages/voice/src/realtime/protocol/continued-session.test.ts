import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { HistoryItem, RealtimeSession } from '../../contracts/realtime-provider.ts';
import {
  ProviderRecorder,
  sampleSessionConfig,
  ScriptedRealtimeServer,
  waitFor,
  type ScriptedRealtimeConnection,
} from '../../testing/index.ts';
import { objectAt } from '../../wire/json.ts';
import { createOpenAiProvider } from '../openai/index.ts';
import { createXaiProvider } from '../xai/index.ts';

describe.each([
  ['openai', createOpenAiProvider],
  ['xai', createXaiProvider],
] as const)('a %s session', (_, createProvider) => {
  let server: ScriptedRealtimeServer;
  let heard: ProviderRecorder;
  let session: RealtimeSession;

  beforeEach(async () => {
    server = await ScriptedRealtimeServer.start();
    heard = new ProviderRecorder();
  });
  afterEach(async () => {
    session.close();
    await server.close();
  });

  async function open(history?: HistoryItem[]): Promise<ScriptedRealtimeConnection> {
    session = createProvider({ url: server.url, apiKey: 'k', model: 'm' }).open(
      sampleSessionConfig({ history }),
      heard,
    );
    const provider = await server.connection();
    await provider.expect('session.update');
    await waitFor('the session to be ready', () => heard.ready === 1);
    return provider;
  }

  test('goes on with a conversation: what was said, what was done, and what is still being done', async () => {
    const provider = await open([
      { kind: 'said', by: 'agent', text: 'Hello' },
      { kind: 'said', by: 'caller', text: 'Book and text me' },
      { kind: 'tool', call: { id: 'c1', name: 'book', arguments: '{"at":"9"}' }, output: '{"ok":true}' },
      { kind: 'tool', call: { id: 'c2', name: 'text', arguments: '{}' }, output: null },
    ]);
    session.sendToolResult('c2', '{"sent":true}', true);
    await waitFor('the request', () => provider.countOf('response.create') === 1);
    expect(provider.leftovers.slice(0, -1).map((message) => objectAt(message, 'item'))).toEqual([
      { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'Hello' }] },
      { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'Book and text me' }] },
      { type: 'function_call', call_id: 'c1', name: 'book', arguments: '{"at":"9"}' },
      { type: 'function_call_output', call_id: 'c1', output: '{"ok":true}' },
      { type: 'function_call', call_id: 'c2', name: 'text', arguments: '{}' },
      { type: 'function_call_output', call_id: 'c2', output: '{"sent":true}' },
    ]);
    expect(heard.responses).toEqual([]);
  });

  test('takes other instructions and tools while it is open', async () => {
    const provider = await open();
    session.update({ instructions: 'Be brief.', tools: [] });
    const { session: changed } = await provider.expect('session.update');
    expect(changed).toMatchObject({ instructions: 'Be brief.', tools: [] });
    expect(changed).not.toHaveProperty('audio');
    session.update({ instructions: 'Be kind.' });
    expect(objectAt(await provider.expect('session.update'), 'session')).not.toHaveProperty('tools');
    expect(heard.ready).toBe(1);
  });
});
