import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { openSpeechEngine, type SpeechEngine } from '@leadlock/voice/local';
import type { RealtimeSession, RealtimeSessionConfig } from '@leadlock/voice/contracts';
import {
  agentDocument,
  askAccount,
  clientTool,
  createElevenLabsProvider,
  tuningOf,
  type AgentPlan,
} from '@leadlock/voice/realtime/elevenlabs';
import { ProviderRecorder, sampleSessionConfig, waitFor } from '@leadlock/voice/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { silence } from '../src/audio/frames.ts';
import type { Sandbox } from '../src/sandbox.ts';
import { startTestSandbox } from './sandbox-client.ts';

const PROMPT = 'You are the receptionist of Acme Plumbing.\nOpening hours: Monday to Friday from nine to five.';
const PATIENCE_MS = 20_000;

let sandbox: Sandbox;
let engine: SpeechEngine;
let session: RealtimeSession | null;
let heard: ProviderRecorder;
beforeAll(async () => {
  [sandbox, engine] = await Promise.all([startTestSandbox(), openSpeechEngine()]);
});
afterAll(async () => {
  await sandbox.close();
  await engine.close();
});
beforeEach(() => {
  heard = new ProviderRecorder();
  session = null;
});
afterEach(async () => {
  session?.close();
  await fetch(`${sandbox.url}/sandbox/reset`, { method: 'POST' });
});

const account = () => ({ url: `${sandbox.url}/elevenlabs`, apiKey: 'elevenlabs-sandbox' });
const ask = (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: Record<string, unknown>) =>
  askAccount(account(), { method, path: `/v1/convai/${path}`, ...(body && { body }) });
const steer = (path: string, method: string, body: unknown) =>
  fetch(`${sandbox.url}/sandbox/elevenlabs/${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

const plan = (changes: Partial<AgentPlan> = {}): AgentPlan => ({
  name: 'Ava',
  tags: ['test'],
  prompt: PROMPT,
  firstMessage: null,
  temperature: 0.5,
  voice: null,
  language: 'en',
  tuning: tuningOf(undefined),
  toolIds: [],
  ...changes,
});

const TOOL = {
  name: 'check_order_status',
  description: 'Looks up an order by its number.',
  parameters: {
    type: 'object',
    properties: { order_number: { type: 'string', description: 'The number of the order' } },
    required: ['order_number'],
  },
};

async function createAgent(changes: Partial<AgentPlan> = {}): Promise<string> {
  const { agent_id } = await ask('POST', 'agents/create', agentDocument(plan(changes)));
  return String(agent_id);
}

function open(changes: Partial<RealtimeSessionConfig> = {}): RealtimeSession {
  const config = { voice: 'EXAVITQu4vr4xnSDxMaL', instructions: PROMPT, tools: [], ...changes };
  session = createElevenLabsProvider(account()).open(sampleSessionConfig(config), heard);
  return session;
}

const say = async (text: string): Promise<void> =>
  hear(silence(400), await engine.synthesize(text, 'rms'), silence(1500));

function hear(...parts: Uint8Array[]): void {
  const audio = Buffer.concat(parts);
  for (let at = 0; at < audio.length; at += 160) {
    session?.sendAudio(Buffer.from(audio.subarray(at, at + 160).toString('base64'), 'latin1'));
  }
}

const answers = (): string[] => heard.agentTranscripts.filter(({ final }) => final).map(({ text }) => text);

describe('the product’s own client', { timeout: 60_000 }, () => {
  test('greets with the exact words, hears a question and answers it', async () => {
    const greeting = 'Thank you for calling Acme Plumbing.';
    const own = { agentId: await createAgent() };
    open({ own, firstWords: greeting });
    await waitFor('the session', () => heard.ready === 1);
    expect(heard.payloads).toEqual([]);
    session?.speak(greeting);
    await waitFor('the greeting', () => answers().length === 1, PATIENCE_MS);
    expect(answers()).toEqual([greeting]);
    expect(heard.audio.length).toBeGreaterThan(8000);

    await say('What are your opening hours?');
    await waitFor('the words', () => heard.userTranscripts.length === 1, PATIENCE_MS);
    await waitFor('the answer', () => answers().length === 2, PATIENCE_MS);
    expect(heard.speechStarted).toBeGreaterThan(0);
    expect(heard.userTranscripts.at(-1)).toMatchObject({ text: expect.stringMatching(/opening hours/i), final: true });
    expect(answers()[1]).toMatch(/nine to five/i);
    expect(heard.ends).toEqual([]);
  });

  test.each(['its own agent', 'the agent that all share'])('runs a tool with %s', async (whose) => {
    const tools = [TOOL];
    let agentId: string | null = null;
    if (whose === 'its own agent') {
      const tool = await ask('POST', 'tools', { tool_config: clientTool(TOOL, tuningOf(undefined), 'mark-1') });
      agentId = await createAgent({ toolIds: [String(tool.id)] });
    }
    open({ tools, own: { agentId } });
    await waitFor('the session', () => heard.ready === 1, PATIENCE_MS);
    for (const [index, text] of ['I want to check the status of my order.', '1 2 3 4.'].entries()) {
      session?.addText('user', text);
      session?.speak();
      if (index === 0) await waitFor('the question', () => answers().length === 1, PATIENCE_MS);
    }
    await waitFor('the tool', () => heard.toolCalls.length === 1, PATIENCE_MS);
    const [call] = heard.toolCalls;
    expect(call?.name).toBe('check_order_status');
    expect(JSON.parse(call?.arguments ?? '')).toMatchObject({ order_number: '1 2 3 4.' });
    session?.sendToolResult(call?.id ?? '', '{"status":"shipped"}', true);
    await waitFor('the answer', () => answers().some((text) => /shipped/.test(text)), PATIENCE_MS);
    expect(heard.ends).toEqual([]);
  });

  test('is not talked over for what a tool has answered, and told with the next answer', async () => {
    const tool = await ask('POST', 'tools', { tool_config: clientTool(TOOL, tuningOf(undefined), 'mark-1') });
    open({ tools: [TOOL], own: { agentId: await createAgent({ toolIds: [String(tool.id)] }) } });
    await waitFor('the session', () => heard.ready === 1, PATIENCE_MS);
    session?.addText('user', 'I want to check the status of my order.');
    session?.speak();
    await waitFor('the question', () => answers().length === 1, PATIENCE_MS);
    session?.addText('user', '1 2 3 4.');
    session?.speak();
    await waitFor('the tool', () => heard.toolCalls.length === 1, PATIENCE_MS);
    hear(silence(400), await engine.synthesize('What are your opening hours?', 'rms'));
    await waitFor('the caller', () => heard.speechStarted === 1, PATIENCE_MS);
    session?.sendToolResult(heard.toolCalls[0]?.id ?? '', '{"status":"shipped"}', true);
    hear(silence(1500));
    await waitFor('the answer', () => answers().some((text) => /shipped/.test(text)), PATIENCE_MS);
    expect(answers().filter((text) => /shipped/.test(text))).toEqual([expect.stringMatching(/shipped.*nine to five/s)]);
    expect(heard.toolCalls).toHaveLength(1);
  });

  test('is interrupted, and learns what counts as heard', async () => {
    open({ own: { agentId: await createAgent() } });
    await waitFor('the session', () => heard.ready === 1);
    session?.speak('We fix everything in your house. '.repeat(20));
    await waitFor('some sound', () => heard.payloads.length > 2, PATIENCE_MS);
    await say('Stop please.');
    await waitFor('the interruption', () => heard.responses.some(([status]) => status === 'cancelled'), PATIENCE_MS);
    await waitFor('the words', () => heard.userTranscripts.length > 0, PATIENCE_MS);
    expect(heard.speechStarted).toBe(1);
  });
});

describe('what ElevenLabs refuses', () => {
  const refused = async (): Promise<unknown> => {
    await waitFor('the end', () => heard.ends.length === 1);
    return heard.ends[0];
  };

  test('overrides that the agent does not allow', async () => {
    const document = agentDocument(plan());
    const { agent_id } = await ask('POST', 'agents/create', {
      ...document,
      platform_settings: { auth: { enable_auth: true } },
    });
    open({ own: { agentId: agent_id } });
    expect(await refused()).toMatchObject({ reason: 'override_error', retryable: false });
  });

  test('a voice that there is not', async () => {
    open({ own: { agentId: await createAgent() }, voice: 'nobody' });
    expect(await refused()).toMatchObject({ reason: 'override_error', message: expect.stringContaining('nobody') });
  });

  test('a language model that there is not', async () => {
    open({ own: { agentId: await createAgent(), llm: 'gpt-0' } });
    expect(await refused()).toMatchObject({
      reason: 'invalid_message',
      cause: 'settings',
      message: expect.stringContaining('gpt-0'),
    });
  });

  test('a conversation beyond its longest, and more of them than the plan allows', async () => {
    await steer('settings', 'PUT', { maxSessionMs: 200, maxConversations: 1 });
    const own = { agentId: await createAgent() };
    open({ own });
    await waitFor('the first', () => heard.ready === 1);
    const others = new ProviderRecorder();
    const second = createElevenLabsProvider(account()).open(sampleSessionConfig({ own }), others);
    await waitFor('the refusal', () => others.ends.length === 1);
    expect(others.ends).toMatchObject([{ reason: 'refused_http_429', retryable: true }]);
    second.close();
    expect(await refused()).toMatchObject({ reason: 'max_duration_exceeded', retryable: true });
  });

  test('an address that was used, has expired, or is not signed', async () => {
    const agentId = await createAgent();
    const signed = async (): Promise<string> =>
      String((await ask('GET', `conversation/get-signed-url?agent_id=${agentId}`)).signed_url);
    const statusOf = async (url: string): Promise<number | undefined> => {
      const socket = new WebSocket(url);
      const [, response] = (await once(socket, 'unexpected-response')) as [unknown, IncomingMessage];
      return response.statusCode;
    };
    const url = await signed();
    const socket = new WebSocket(url);
    await once(socket, 'open');
    expect(await statusOf(url)).toBe(403);
    socket.terminate();
    await steer('settings', 'PUT', { signedUrlMs: 0 });
    const late = await signed();
    await waitFor('a millisecond', () => new Promise<boolean>((resolve) => setTimeout(() => resolve(true), 5)));
    expect(await statusOf(late)).toBe(403);
    const unsigned = new URL(url);
    unsigned.searchParams.delete('conversation_signature');
    expect(await statusOf(unsigned.href)).toBe(401);
  });

  test.each([
    ['no json', 'invalid_message'],
    ['{"type":"session.update"}', 'invalid_message'],
    ['{"type":"pong"}', 'invalid_message'],
    ['{"type":"client_tool_result","tool_call_id":"x","result":"","is_error":false}', 'value_error'],
    ['{"type":"conversation_initiation_client_data","conversation_config_override":{"turn":{}}}', 'invalid_message'],
  ])('%s', async (message, error_type) => {
    const { signed_url } = await ask('GET', `conversation/get-signed-url?agent_id=${await createAgent()}`);
    const socket = new WebSocket(String(signed_url));
    await once(socket, 'open');
    const events: unknown[] = [];
    socket.on('message', (data: Buffer) => events.push(JSON.parse(data.toString())));
    const closed = once(socket, 'close');
    socket.send(message);
    const [code] = await closed;
    expect(code).toBe(1008);
    expect(events).toContainEqual({ type: 'error', error_event: expect.objectContaining({ code: 1008, error_type }) });
  });

  test.each([
    ['an English agent with a voice of other languages', { tts: { model_id: 'eleven_flash_v2_5' } }, 422],
    ['an unknown setting', { turn: { mode: 'turn' } }, 422],
    ['a voice that there is not', { tts: { voice_id: 'nobody' } }, 404],
    ['a language model that there is not', { agent: { prompt: { llm: 'gpt-0' } } }, 422],
    ['a tool that there is not', { agent: { prompt: { tool_ids: ['nothing'] } } }, 404],
  ])('%s', async (_what, conversation_config, status) => {
    const agentId = await createAgent();
    await expect(ask('PATCH', `agents/${agentId}`, { conversation_config })).rejects.toMatchObject({ status });
  });

  test('tools that an agent uses are not deleted, and a wrong key sees nothing', async () => {
    const { id } = await ask('POST', 'tools', { tool_config: clientTool(TOOL, tuningOf(undefined), 'mark-1') });
    await createAgent({ toolIds: [String(id)] });
    await expect(ask('DELETE', `tools/${String(id)}`)).rejects.toMatchObject({ status: 409, retryable: false });
    const stranger = { ...account(), apiKey: 'other' };
    await expect(askAccount(stranger, { path: '/v1/convai/agents' })).rejects.toMatchObject({ status: 401 });
  });
});

describe('faults', () => {
  test.each([
    [{ kind: 'refuse', status: 503 }, 'refused_http_503'],
    [{ kind: 'close', afterMs: 50, code: 1011 }, 'closed_1011'],
    [{ kind: 'drop', afterMs: 50 }, 'closed_1006'],
    [{ kind: 'stall' }, 'connect_timeout'],
    [{ kind: 'silence' }, 'connect_timeout'],
  ])('%j', async (fault, reason) => {
    const own = { agentId: await createAgent() };
    await steer('faults', 'POST', fault);
    const provider = createElevenLabsProvider({ ...account(), connectTimeoutMs: 700 });
    session = provider.open(sampleSessionConfig({ own, voice: '' }), heard);
    await waitFor('the end', () => heard.ends.length === 1);
    expect(heard.ends).toMatchObject([{ failed: true, reason, retryable: true }]);
  });
});
