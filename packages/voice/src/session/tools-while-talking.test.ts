import { afterEach, describe, expect, test } from 'vitest';
import type { ToolCall } from '../contracts/realtime-provider.ts';
import { createElevenLabsProvider } from '../realtime/elevenlabs/index.ts';
import { createGeminiProvider } from '../realtime/gemini/index.ts';
import { createOpenAiProvider } from '../realtime/openai/index.ts';
import { createXaiProvider } from '../realtime/xai/index.ts';
import { tone, waitFor } from '../testing/index.ts';
import { ScriptedElevenLabs } from '../testing/scripted-elevenlabs.ts';
import { ScriptedGeminiServer } from '../testing/scripted-gemini-server.ts';
import { useCalls } from '../testing/use-calls.ts';
import { objectAt, stringAt } from '../wire/json.ts';
import type { ToolOutcome } from './tool-runs.ts';

const { dial, start } = useCalls();
const text = (id: string, args = '{"to":"me","message":"Hi"}') => ({ id, name: 'send_sms', arguments: args });
const turned = '{"message":"Hi","to":"me"}';

const servers: { close: () => Promise<void> }[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

/** A tool that ends when the test says how. */
function slowTool() {
  const { promise, resolve } = Promise.withResolvers<ToolOutcome>();
  return { runTool: () => promise, end: (output: string) => resolve({ output }) };
}

describe.each([
  ['OpenAI', createOpenAiProvider],
  ['xAI', createXaiProvider],
])('with %s', (_name, createProvider) => {
  async function call(runTool?: (call: ToolCall) => Promise<ToolOutcome>) {
    const [harness, provider] = await start({ createProvider, ...(runTool && { runTool }) });
    const results = (): string[] =>
      provider.received
        .filter(({ type }) => type === 'conversation.item.create')
        .map((message) => objectAt(message, 'item'))
        .filter((item) => stringAt(item, 'type') === 'function_call_output')
        .map((item) => stringAt(item, 'call_id') ?? '');
    const said = (id: string): void =>
      provider.answer({ responseId: id, itemId: `i${id}`, text: 'So.', audio: tone(60) });
    const hasResult = (id: string) => waitFor(`the result of ${id}`, () => results().includes(id));
    return { harness, provider, results, said, hasResult };
  }

  test('a tool that is called again while it runs runs once, and is told once', async () => {
    const tool = slowTool();
    const { harness, provider, results } = await call(tool.runTool);
    provider.callTool('r1', text('t1'));
    provider.callerTurn('u1', 'What are your hours?');
    provider.callTool('r2', text('t2', turned));
    await waitFor('the tool', () => harness.session.progress().toolCalls.length === 1);
    provider.answer({ responseId: 'r3', itemId: 'a3', text: 'One moment.', audio: tone(100) });
    await harness.client.heardAtLeast(100);
    tool.end('{"sent":true}');
    await waitFor('both results', () => results().length === 2);
    expect(results().sort()).toEqual(['t1', 't2']);
    await waitFor('the wish to go on', () => provider.countOf('response.create') === 1);
    provider.answer({ responseId: 'r4', itemId: 'a4', text: 'It is sent.', audio: tone(100) });
    await harness.client.heardAtLeast(200);
    expect(provider.countOf('response.create')).toBe(1);
    expect(harness.toolCalls).toHaveLength(1);
  });

  test('a tool that is called again by an answer that did not know its result runs once', async () => {
    const { harness, provider, said, hasResult } = await call();
    provider.callTool('r1', text('t1'));
    await hasResult('t1');
    provider.callerTurn('u1', 'What are your hours?');
    provider.callTool('r2', text('t2', turned));
    await hasResult('t2');
    said('r3');
    await harness.client.heardAtLeast(60);
    expect(harness.toolCalls).toHaveLength(1);
  });

  test('a caller who was told of it and asks for it again gets it again', async () => {
    const { harness, provider, said, hasResult } = await call();
    provider.callTool('r1', text('t1'));
    await hasResult('t1');
    said('r2');
    await harness.client.heardAtLeast(60);
    provider.callerStarts('u1');
    provider.callerStops('u1');
    // Its words come later.
    provider.callTool('r3', text('t2'));
    await hasResult('t2');
    expect(harness.toolCalls).toHaveLength(2);
  });

  test('what has failed is tried again once that was told, and not before', async () => {
    const { harness, provider, said, hasResult } = await call(() => Promise.resolve({ output: '{"error":"busy"}' }));
    provider.callTool('r1', text('t1'));
    await hasResult('t1');
    provider.callTool('r2', text('t2'));
    await hasResult('t2');
    expect(harness.toolCalls).toHaveLength(1);
    said('r3');
    await harness.client.heardAtLeast(60);
    provider.callTool('r4', text('t3'));
    await hasResult('t3');
    expect(harness.toolCalls).toHaveLength(2);
  });

  /** A result comes while the caller speaks, and then the provider's own answer to them. */
  async function resultAmidSpeech(isConfirmed: boolean) {
    const tool = slowTool();
    const parts = await call(tool.runTool);
    const { provider, harness, hasResult, said } = parts;
    provider.callTool('r1', text('t1'));
    await waitFor('the tool', () => harness.toolCalls.length === 1);
    provider.callerStarts('u1');
    await waitFor('the caller', () => harness.session.phase === 'listening');
    tool.end('{"sent":true}');
    await hasResult('t1');
    const item = { type: 'function_call_output', call_id: 't1', output: '{"sent":true}' };
    if (isConfirmed) provider.send({ type: 'conversation.item.added', item });
    provider.callerStops('u1');
    said('r2');
    await harness.client.heardAtLeast(60);
    return parts;
  }

  test('a result that came too late for the answer to the caller is told after it', async () => {
    const { provider, harness, said } = await resultAmidSpeech(false);
    await waitFor('the wish to go on', () => provider.countOf('response.create') === 1);
    said('r3');
    await harness.client.heardAtLeast(120);
    expect(provider.countOf('response.create')).toBe(1);
  });

  test('a result that the answer to the caller knows of is not asked for again', async () => {
    const { provider, harness } = await resultAmidSpeech(true);
    await waitFor('the end of the answer', () => harness.session.phase === 'listening');
    expect(provider.countOf('response.create')).toBe(0);
  });

  test('the answer to what was said before does not stand for the one to what is said now', async () => {
    const tool = slowTool();
    const { provider, harness, said, hasResult } = await call(tool.runTool);
    provider.callTool('r1', text('t1'));
    await waitFor('the tool', () => harness.toolCalls.length === 1);
    provider.callerTurn('u1', 'And when are you open?');
    provider.callerStarts('u2');
    said('r2');
    await harness.client.heardAtLeast(60);
    tool.end('{"sent":true}');
    await hasResult('t1');
    // Nobody talks over the caller.
    expect(provider.countOf('response.create')).toBe(0);
    provider.callerStops('u2');
    said('r3');
    await waitFor('the wish to go on', () => provider.countOf('response.create') === 1);
  });

  test('a tool that takes long does not hold up the result of one that was asked for since', async () => {
    const tool = slowTool();
    const { provider, results, hasResult } = await call(({ name }) =>
      name === 'send_sms' ? tool.runTool() : Promise.resolve({ output: '{}' }),
    );
    provider.callTool('r1', text('t1'));
    provider.callTool('r2', { id: 't2', name: 'book', arguments: '{}' });
    await hasResult('t2');
    await waitFor('the wish to go on', () => provider.countOf('response.create') === 1);
    expect(results()).toEqual(['t2']);
    tool.end('{}');
  });
});

test('a result that comes after all is told', async () => {
  const tool = slowTool();
  const [harness, provider] = await start({ runTool: tool.runTool, policy: { toolTimeoutMs: 100 } });
  provider.callTool('r1', text('t1'));
  await waitFor('the first wish to go on', () => provider.countOf('response.create') === 1);
  provider.answer({ responseId: 'r2', itemId: 'a2', text: 'It takes long.', audio: tone(60) });
  await harness.client.heardAtLeast(60);
  expect(provider.countOf('response.create')).toBe(1);
  tool.end('{"sent":true}');
  await waitFor('the second one', () => provider.countOf('response.create') === 2);
});

test('with ElevenLabs a tool that is called again while it runs runs once, and both calls are answered', async () => {
  const server = await ScriptedElevenLabs.start();
  servers.push(server);
  const tool = slowTool();
  const createProvider = () => createElevenLabsProvider({ url: server.url, apiKey: 'xi-1' });
  const harness = await dial({ createProvider, runTool: tool.runTool, config: { voice: 'v', own: { agentId: 'a' } } });
  const conversation = await server.conversation();
  conversation.callTool('c1', 'send_sms', { message: 'Hi', to: 'me' });
  await waitFor('the tool', () => harness.toolCalls.length === 1);
  conversation.heard(2, 'What are your hours?');
  conversation.callTool('c2', 'send_sms', { to: 'me', message: 'Hi' });
  conversation.send({ type: 'ping', ping_event: { event_id: 7 } });
  await conversation.got('pong');
  tool.end('{"sent":true}');
  const results = await conversation.got('client_tool_result', 2);
  expect(results.map(({ tool_call_id }) => tool_call_id)).toEqual(['c1', 'c2']);
  expect(harness.toolCalls).toHaveLength(1);
});

test('with Gemini a tool whose call was taken back runs once when it is called again after its result', async () => {
  const server = await ScriptedGeminiServer.start();
  servers.push(server);
  const createProvider = () => createGeminiProvider({ url: server.url, apiKey: 'AIza', model: 'gemini-3.8-live' });
  const harness = await dial({ createProvider, config: { voice: 'Puck' } });
  const peer = await server.connection();
  const args = { message: 'Hi', to: 'me' };
  await waitFor('the session', () => harness.session.phase !== 'connecting');
  peer.callTool({ id: 'f1', name: 'send_sms', args });
  await waitFor('the result', () => peer.received.some((message) => 'toolResponse' in message));
  peer.content({ interrupted: true });
  peer.content({ turnComplete: true });
  peer.callTool({ id: 'f2', name: 'send_sms', args });
  await waitFor('the second result', () => peer.received.filter((message) => 'toolResponse' in message).length === 2);
  expect(harness.toolCalls).toHaveLength(1);
});
