import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Sandbox } from '../../src/sandbox.ts';
import { startTestSandbox } from '../sandbox-client.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startTestSandbox();
});
afterAll(() => sandbox.close());

type Body = Record<string, unknown>;

/** A request as a client might send it that knows no better. */
async function post(path: string, body: Body | string, headers: Record<string, string>): Promise<[number, Body]> {
  const response = await fetch(sandbox.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return [response.status, (await response.json()) as Body];
}

const user = (content: string) => ({ role: 'user', content });

describe('OpenAI', () => {
  const ask = (body: Body | string, key = 'sk-sandbox') =>
    post('/openai/v1/chat/completions', body, { authorization: `Bearer ${key}` });
  const base = { model: 'gpt-4.1', messages: [user('Hello')] };
  const toolCall = { id: 'call_1', type: 'function', function: { name: 'look_up', arguments: '{}' } };

  test.each<[string, Body | string, string | null, string | null]>([
    ['a body without messages', { model: 'gpt-4.1' }, 'missing_required_parameter', 'messages'],
    ['no messages', { ...base, messages: [] }, 'invalid_value', 'messages'],
    ['a parameter that there is not', { ...base, max_output_tokens: 5 }, 'unknown_parameter', 'max_output_tokens'],
    ['a value of another type', { ...base, stream: 'yes' }, 'invalid_type', 'stream'],
    ['no JSON', '{"model":', null, null],
    [
      'max_tokens for a model that thinks',
      { ...base, model: 'gpt-5.2', max_tokens: 5 },
      'unsupported_parameter',
      'max_tokens',
    ],
    ['a temperature for one', { ...base, model: 'gpt-5.2', temperature: 0.5 }, 'unsupported_value', 'temperature'],
    [
      'a result without its call',
      { ...base, messages: [user('Hi'), { role: 'tool', tool_call_id: 'call_1', content: '1' }] },
      null,
      'messages.[1].role',
    ],
    [
      'a call without its result',
      { ...base, messages: [{ role: 'assistant', content: null, tool_calls: [toolCall] }, user('Hi')] },
      null,
      'messages',
    ],
    [
      'a strict schema with a field that may be left out',
      {
        ...base,
        response_format: {
          type: 'json_schema',
          json_schema: {
            name: 'lead',
            strict: true,
            schema: { type: 'object', properties: { a: { type: 'string' } }, additionalProperties: false },
          },
        },
      },
      null,
      'response_format',
    ],
  ])('refuses %s', async (_what, body, code, param) => {
    const [status, answer] = await ask(body);
    expect([status, answer]).toEqual([
      400,
      { error: { message: expect.any(String), type: 'invalid_request_error', code, param } },
    ]);
  });

  test('refuses a key and a model', async () => {
    expect(await ask(base, 'sk-wrong')).toMatchObject([401, { error: { code: 'invalid_api_key' } }]);
    expect(await ask({ ...base, model: 'gpt-4.1-nano' })).toMatchObject([404, { error: { code: 'model_not_found' } }]);
  });

  test('keeps what it shall keep, and knows the beginning of a prompt again', async () => {
    const long = { ...base, store: true, messages: [user(`Read this. ${'All work and no play. '.repeat(300)}`)] };
    const [, first] = await ask(long);
    const headers = { authorization: 'Bearer sk-sandbox' };
    const kept = await fetch(`${sandbox.url}/openai/v1/chat/completions/${String(first.id)}`, { headers });
    expect(await kept.json()).toEqual(first);
    const [, second] = await ask(long);
    expect(first).toMatchObject({ usage: { prompt_tokens_details: { cached_tokens: 0 } } });
    expect(second).toMatchObject({ usage: { prompt_tokens_details: { cached_tokens: expect.any(Number) } } });
    const { usage } = second as { usage: { prompt_tokens_details: { cached_tokens: number } } };
    expect(usage.prompt_tokens_details.cached_tokens).toBeGreaterThanOrEqual(1_024);
  });
});

describe('Anthropic', () => {
  const headers = { 'x-api-key': 'sk-ant-sandbox', 'anthropic-version': '2023-06-01' };
  const ask = (body: Body, given: Record<string, string> = headers) => post('/anthropic/v1/messages', body, given);
  const base = { model: 'claude-sonnet-4-6', max_tokens: 100, messages: [user('Hello')] };
  const toolUse = { role: 'assistant', content: [{ type: 'tool_use', id: 'toolu_1', name: 'look_up', input: {} }] };
  const toolResult = { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'toolu_1', content: '1' }] };

  test.each<[string, Body, RegExp]>([
    ['no limit of tokens', { model: base.model, messages: base.messages }, /^max_tokens: Field required$/],
    ['no messages', { ...base, messages: [] }, /^messages: /],
    ['a field that there is not', { ...base, n: 2 }, /^n: Extra inputs are not permitted$/],
    [
      'a prompt among the messages',
      { ...base, messages: [{ role: 'system', content: 'Be nice.' }] },
      /^messages\.0\.role: /,
    ],
    ['an empty text', { ...base, messages: [{ role: 'user', content: [{ type: 'text', text: '' }] }] }, /non-empty/],
    ['a temperature above 1', { ...base, temperature: 1.5 }, /^temperature: /],
    [
      'a temperature for a model that takes none',
      { ...base, model: 'claude-opus-5', temperature: 0.5 },
      /^`temperature` is deprecated for this model\.$/,
    ],
    ['more tokens than the model writes', { ...base, max_tokens: 200_000 }, /^max_tokens: 200000 > 128000/],
    ['a result without its call', { ...base, messages: [user('Hi'), toolResult] }, /unexpected `tool_use_id` found/],
    [
      'a call without its result',
      { ...base, messages: [user('Hi'), toolUse, user('And?')] },
      /without `tool_result` blocks/,
    ],
    [
      'an answer that is begun',
      { ...base, messages: [user('Hi'), { role: 'assistant', content: 'Well,' }] },
      /prefill/,
    ],
    [
      'an open schema',
      { ...base, output_config: { format: { type: 'json_schema', schema: { type: 'object', properties: {} } } } },
      /additionalProperties/,
    ],
  ])('refuses %s', async (_what, body, message) => {
    expect(await ask(body)).toEqual([
      400,
      {
        type: 'error',
        error: { type: 'invalid_request_error', message: expect.stringMatching(message) },
        request_id: expect.stringMatching(/^req_/),
      },
    ]);
  });

  test('refuses a key, a version that is not named, and a model', async () => {
    const wrong = await ask(base, { ...headers, 'x-api-key': 'sk-ant-wrong' });
    expect(wrong).toMatchObject([401, { error: { type: 'authentication_error' } }]);
    expect(await ask(base, { 'x-api-key': 'sk-ant-sandbox' })).toMatchObject([400, { type: 'error' }]);
    const withdrawn = await ask({ ...base, model: 'claude-sonnet-4-20250514' });
    expect(withdrawn).toMatchObject([404, { error: { type: 'not_found_error' } }]);
  });
});

describe('xAI', () => {
  const ask = (body: Body, path = '/responses', key = 'xai-sandbox') =>
    post(`/xai/v1${path}`, body, { authorization: `Bearer ${key}` });
  const base = { model: 'grok-4.3', input: [user('Hello')] };
  const result = { type: 'function_call_output', call_id: 'call_1', output: '1' };
  const call = { type: 'function_call', call_id: 'call_1', name: 'look_up', arguments: '{}' };

  test.each<[string, Body, RegExp]>([
    ['no input', { model: 'grok-4.3' }, /input/],
    ['a field that there is not', { ...base, max_tokens: 5 }, /max_tokens/],
    ['a result without its call', { ...base, input: [user('Hi'), result] }, /No tool call found/],
    ['a call without its result', { ...base, input: [user('Hi'), call, user('And?')] }, /No tool output found/],
  ])('refuses %s', async (_what, body, message) => {
    expect(await ask(body)).toEqual([
      400,
      { code: 'Client specified an invalid argument', error: expect.stringMatching(message) },
    ]);
  });

  test('refuses a key, which is an argument to it, and a model', async () => {
    const wrong = await ask(base, '/responses', 'xai-wrong');
    expect(wrong).toMatchObject([400, { error: expect.stringMatching(/^Incorrect API key provided: xa\*\*\*ng\./) }]);
    expect(await ask({ ...base, model: 'grok-3' })).toMatchObject([404, { error: expect.stringContaining('grok-3') }]);
  });

  test('keeps responses, and goes on from them, unless it is told not to keep them', async () => {
    const instructions = 'You are Mia, the receptionist of Acme.\nOpening hours: from nine to five.';
    const [, first] = await ask({ ...base, instructions, input: 'I am Ada, please book a cleaning for Tuesday.' });
    const id = String(first.id);
    const headers = { authorization: 'Bearer xai-sandbox' };
    expect(await (await fetch(`${sandbox.url}/xai/v1/responses/${id}`, { headers })).json()).toEqual(first);
    const next = await ask({ ...base, instructions, previous_response_id: id, input: 'At ten in the morning.' });
    expect(JSON.stringify(next[1].output)).toContain('phone number');
    const [, unkept] = await ask({ ...base, store: false });
    const gone = await ask({ ...base, previous_response_id: String(unkept.id) });
    expect(gone).toMatchObject([404, { error: expect.stringContaining('not found') }]);
  });

  test('still speaks chat completions', async () => {
    const answer = await ask({ model: 'grok-4.3', messages: [user('Hello')] }, '/chat/completions');
    expect(answer).toMatchObject([200, { choices: [{ message: { content: 'Hello. How can I help you?' } }] }]);
  });
});
