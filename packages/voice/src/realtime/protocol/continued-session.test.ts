import { describe, expect, test } from 'vitest';
import { waitFor } from '../../testing/index.ts';
import { useSession } from '../../testing/use-session.ts';
import { objectAt } from '../../wire/json.ts';
import { createOpenAiProvider } from '../openai/index.ts';
import { createXaiProvider } from '../xai/index.ts';

describe.each([
  ['openai', createOpenAiProvider],
  ['xai', createXaiProvider],
] as const)('a %s session', (_, createProvider) => {
  const line = useSession(createProvider);

  test('goes on with a conversation: what was said, what was done, and what is still being done', async () => {
    const [session, provider] = await line.openReady({
      history: [
        { kind: 'said', by: 'agent', text: 'Hello' },
        { kind: 'said', by: 'caller', text: 'Book and text me' },
        { kind: 'tool', call: { id: 'c1', name: 'book', arguments: '{"at":"9"}' }, output: '{"ok":true}' },
        { kind: 'tool', call: { id: 'c2', name: 'text', arguments: '{}' }, output: null },
      ],
    });
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
    expect(line.heard.responses).toEqual([]);
  });

  test('takes other instructions and tools while it is open', async () => {
    const [session, provider] = await line.openReady();
    session.update({ instructions: 'Be brief.', tools: [] });
    const { session: changed } = await provider.expect('session.update');
    expect(changed).toMatchObject({ instructions: 'Be brief.', tools: [] });
    expect(changed).not.toHaveProperty('audio');
    session.update({ instructions: 'Be kind.' });
    expect(objectAt(await provider.expect('session.update'), 'session')).not.toHaveProperty('tools');
    expect(line.heard.ready).toBe(1);
  });
});
