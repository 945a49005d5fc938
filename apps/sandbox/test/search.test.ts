import { systemClock } from '@leadlock/core/clock';
import { createLlm } from '@leadlock/providers/llm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Sandbox } from '../src/sandbox.ts';
import { admin, startTestSandbox } from './sandbox-client.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startTestSandbox();
});
afterAll(() => sandbox.close());
beforeEach(() => admin(sandbox, 'POST', '/reset'));

const llm = () =>
  createLlm({
    addresses: { xai: `${sandbox.url}/xai/v1`, openai: `${sandbox.url}/openai/v1` },
    keys: { xai: 'xai-sandbox', openai: 'sk-sandbox' },
    clock: systemClock,
  });
type Search = Parameters<ReturnType<typeof createLlm>['generate']>[0]['search'];
const ask = (content: string, search?: Search, model = 'xai/grok-4.20-non-reasoning') =>
  llm().generate({ model, messages: [{ role: 'user', content }], ...(search && { search }) });

test('a model that may search the web answers with what is there, and one that may not does not know', async () => {
  const question = 'What is the weather in Springfield today?';
  expect((await ask(question, { web: true })).text).toMatch(/sunny/);
  const { text, toolCalls } = await ask(question);
  expect(text).not.toMatch(/sunny/);
  expect(toolCalls).toEqual([]);
  expect((await ask(question, { x: { handles: [] } })).text).not.toMatch(/sunny/);
});

test('what is added is found, until the beginning', async () => {
  const question = 'When does the museum of clocks open?';
  const page = { kind: 'web', url: 'https://clocks.example', text: 'The museum of clocks opens at eleven.' };
  await admin(sandbox, 'POST', '/search/pages', page);
  expect((await ask(question, { web: true })).text).toMatch(/eleven/);
  await admin(sandbox, 'POST', '/reset');
  expect((await ask(question, { web: true })).text).not.toMatch(/eleven/);
});

test('a search of X stays with the accounts that it is limited to', async () => {
  const question = 'Is Bright Smile Dental closed this Friday?';
  expect((await ask(question, { x: { handles: [] } })).text).toMatch(/training day/);
  expect((await ask(question, { x: { handles: ['BrightSmile'] } })).text).toMatch(/training day/);
  expect((await ask(question, { x: { handles: ['somebody'] } })).text).not.toMatch(/training day/);
});

test('vendors that do not search refuse to', async () => {
  await expect(ask('What is new?', { web: true }, 'openai/gpt-4.1-nano')).rejects.toMatchObject({
    kind: 'request_refused',
  });
});

test('tools are refused that xAI would refuse', async () => {
  const response = await fetch(`${sandbox.url}/xai/v1/responses`, {
    method: 'POST',
    headers: { authorization: 'Bearer xai-sandbox', 'content-type': 'application/json' },
    body: JSON.stringify({
      model: 'grok-4.3',
      input: 'Hi',
      tools: [{ type: 'x_search', allowed_x_handles: Array.from({ length: 11 }, (_, index) => `a${index}`) }],
    }),
  });
  expect(response.status).toBe(400);
});
