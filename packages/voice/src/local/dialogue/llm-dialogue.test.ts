import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { llmDialogue, type LlmDialogueOptions } from './llm-dialogue.ts';

interface ChatRequest {
  messages: { role: string; content: string; tool_call_id?: string }[];
  tools?: unknown[];
}

let server: Server;
let requests: ChatRequest[];
let answers: { status?: number; body: unknown; delayMs?: number }[];

beforeEach(async () => {
  requests = [];
  answers = [];
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += String(chunk)));
    request.on('end', () => {
      requests.push(JSON.parse(body) as ChatRequest);
      const answer = answers.shift() ?? { status: 500, body: 'no answer left' };
      setTimeout(() => {
        response.writeHead(request.url === '/v1/chat/completions' ? (answer.status ?? 200) : 404);
        response.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body));
      }, answer.delayMs ?? 0);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const completion = (content: string | null, ...calls: { id: string; name: string; args: string }[]) => ({
  body: {
    choices: [
      {
        message: {
          role: 'assistant',
          content,
          tool_calls: calls.map(({ id, name, args }) => ({
            id,
            type: 'function',
            function: { name, arguments: args },
          })),
        },
      },
    ],
  },
});

const SMS = { name: 'send_sms', description: 'Texts', parameters: { type: 'object', properties: {} } };

function dialogue(options: Partial<LlmDialogueOptions> = {}) {
  const { port } = server.address() as AddressInfo;
  return llmDialogue({
    url: `http://127.0.0.1:${port}/v1/`,
    model: 'm',
    instructions: 'Be kind.',
    tools: [SMS],
    ...options,
  });
}

test('talks and calls tools, and hands every result to the model', async () => {
  answers = [
    completion('Hello.'),
    completion(
      'One moment.',
      { id: 'a', name: 'send_sms', args: '{"to":"1"}' },
      { id: 'b', name: 'other', args: 'nonsense' },
    ),
    completion('Sent.'),
  ];
  const agent = dialogue();
  expect(await agent.next(null)).toEqual({ say: 'Hello.', toolCalls: [] });
  expect(await agent.next('Text me.')).toEqual({
    say: 'One moment.',
    toolCalls: [
      { name: 'send_sms', arguments: { to: '1' } },
      { name: 'other', arguments: {} },
    ],
  });
  expect(await agent.toolResult('other', 'x')).toEqual({ say: '', toolCalls: [] });
  expect(await agent.toolResult('send_sms', 'ok')).toEqual({ say: 'Sent.', toolCalls: [] });
  expect(requests[1]?.tools).toHaveLength(1);
  expect(requests[2]?.messages.slice(-2)).toEqual([
    { role: 'tool', tool_call_id: 'b', content: 'x' },
    { role: 'tool', tool_call_id: 'a', content: 'ok' },
  ]);
});

test('remembers what was said, cut off and noted', async () => {
  answers = [completion('I am Ava and I can help you.'), completion('Sure.')];
  const agent = dialogue();
  agent.remember?.({ kind: 'said', text: 'Welcome.' });
  await agent.next('Hi.');
  agent.remember?.({ kind: 'interrupted', heard: 'I am Ava' });
  agent.remember?.({ kind: 'note', text: 'The caller pressed 1.' });
  await agent.next('Wait.');
  expect(requests[1]?.messages.map(({ role, content }) => `${role}: ${content}`)).toEqual([
    'system: Be kind.',
    'assistant: Welcome.',
    'user: Hi.',
    'assistant: I am Ava',
    'system: The caller pressed 1.',
    'user: Wait.',
  ]);
});

test('tells a result that comes when the model has gone on, with a call of that answer still open', async () => {
  answers = [
    completion(null, { id: 'a', name: 'send_sms', args: '{}' }),
    completion('At nine.', { id: 'b', name: 'other', args: '{}' }),
    completion('Sent.'),
  ];
  const agent = dialogue();
  await agent.next('Text me.');
  await agent.next('When do you open?');
  expect(await agent.toolResult('send_sms', 'ok', 'Hello?')).toEqual({ say: 'Sent.', toolCalls: [] });
  expect(requests[2]?.messages.slice(-3)).toEqual([
    { role: 'tool', tool_call_id: 'b', content: expect.stringContaining('do not call it again') },
    { role: 'system', content: 'Result of send_sms: ok' },
    { role: 'user', content: 'Hello?' },
  ]);
});

test('does not count on what was not called because the other side spoke on', async () => {
  answers = [completion('One moment.', { id: 'a', name: 'send_sms', args: '{}' }), completion('At nine.')];
  const agent = dialogue();
  await agent.next('Text me.');
  agent.remember?.({ kind: 'interrupted', heard: '' });
  agent.remember?.({ kind: 'withdrawn', name: 'send_sms' });
  await agent.next('When do you open?');
  expect(requests[1]?.messages.slice(-3)).toEqual([
    { role: 'user', content: 'Text me.' },
    { role: 'assistant', content: '' },
    { role: 'user', content: 'When do you open?' },
  ]);
});

test('answers for a tool that never did', async () => {
  answers = [completion(null, { id: 'a', name: 'send_sms', args: '{}' }), completion('Right.')];
  const agent = dialogue();
  await agent.next('Text me.');
  await agent.next('Hello?');
  expect(requests[1]?.messages.slice(-2).map(({ role }) => role)).toEqual(['tool', 'user']);
});

test('says clearly what is wrong with the server, and can go on afterwards', async () => {
  answers = [
    { status: 401, body: 'bad key' },
    { body: '{"object":"list"}' },
    { body: completion('late').body, delayMs: 2000 },
    completion('Here.'),
  ];
  const agent = dialogue({ timeoutMs: 500 });
  await expect(agent.next('Hi')).rejects.toThrow(/answered 401: bad key/);
  await expect(agent.next('Hi')).rejects.toThrow(/no chat completion/);
  await expect(agent.next('Hi')).rejects.toThrow(/did not respond within 500 ms/);
  expect((await agent.next('Hi')).say).toBe('Here.');
  expect(requests.at(-1)?.messages).toHaveLength(2);
  await expect(dialogue({ url: 'http://127.0.0.1:1/v1' }).next('Hi')).rejects.toThrow(/cannot be reached/);
});

test('goes on with a conversation, and with another prompt and other tools', async () => {
  answers.push(completion('Yes.'), completion('Bye.'));
  const side = dialogue({
    history: [
      { kind: 'said', by: 'agent', text: 'Hello' },
      { kind: 'said', by: 'caller', text: 'Text me' },
      { kind: 'tool', call: { id: 'c1', name: 'send_sms', arguments: '{}' }, output: '{"ok":true}' },
      { kind: 'tool', call: { id: 'c2', name: 'book', arguments: '{}' }, output: null },
    ],
  });
  await side.next('Done?');
  expect(requests[0]?.messages.slice(1)).toEqual([
    { role: 'assistant', content: 'Hello' },
    { role: 'user', content: 'Text me' },
    {
      role: 'assistant',
      content: '',
      tool_calls: [{ id: 'c1', type: 'function', function: { name: 'send_sms', arguments: '{}' } }],
    },
    { role: 'tool', tool_call_id: 'c1', content: '{"ok":true}' },
    { role: 'user', content: 'Done?' },
  ]);
  side.change?.({ instructions: 'Be brief.', tools: [] });
  await side.toolResult('book', '{"at":"9"}');
  expect(requests[1]?.messages[0]).toEqual({ role: 'system', content: 'Be brief.' });
  expect(requests[1]?.messages.at(-1)).toEqual({ role: 'system', content: 'Result of book: {"at":"9"}' });
  expect(requests[1]).not.toHaveProperty('tools');
});
