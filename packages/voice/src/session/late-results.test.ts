import { describe, expect, test } from 'vitest';
import { createOpenAiProvider } from '../realtime/openai/index.ts';
import { createXaiProvider } from '../realtime/xai/index.ts';
import { tone, waitFor } from '../testing/index.ts';
import { useCalls } from '../testing/use-calls.ts';
import type { ToolOutcome } from './tool-runs.ts';

const { start } = useCalls();

describe.each([
  ['OpenAI', createOpenAiProvider],
  ['xAI', createXaiProvider],
])('the result of a slow tool reaches %s', (_name, createProvider) => {
  /** A call in which a tool runs until the test says otherwise. */
  async function search() {
    const { promise, resolve } = Promise.withResolvers<ToolOutcome>();
    const [harness, provider] = await start({ createProvider, runTool: () => promise });
    provider.callTool('r1', { id: 't1', name: 'web_search', arguments: '{"query":"rain"}' });
    await waitFor('the tool', () => harness.toolCalls.length === 1);
    const results = () =>
      provider.received.filter((message) => JSON.stringify(message).includes('"function_call_output"'));
    return { harness, provider, answer: () => resolve({ output: '{"answer":"It rains."}' }), results };
  }

  test('though the caller has spoken and was answered meanwhile', async () => {
    const { provider, answer, results } = await search();
    provider.callerTurn('u1', 'And tell me when you open.');
    provider.answer({ responseId: 'r2', itemId: 'a2', text: 'At nine.', audio: tone(200) });
    answer();
    await waitFor('the result', () => results().length === 1);
    expect(JSON.stringify(results())).toContain('It rains.');
    await waitFor('the wish to go on', () => provider.countOf('response.create') > 0);
  });

  test('though the caller speaks at that moment', async () => {
    const { provider, answer, results } = await search();
    provider.callerStarts('u1');
    await new Promise((resolve) => setImmediate(resolve));
    answer();
    await waitFor('the result', () => results().length === 1);
    provider.callerStops('u1');
    provider.callerSaid('u1', 'Never mind.');
    expect(results()).toHaveLength(1);
  });
});
