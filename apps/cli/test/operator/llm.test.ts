import { startSandbox, type Sandbox } from '@leadlock/app-sandbox/sandbox';
import { silentLogger } from '@leadlock/observability/logger';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCliUser, type CliUser } from '../harness/run-cli.ts';

let sandbox: Sandbox;
let user: CliUser;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, log: silentLogger });
  user = createCliUser('http://127.0.0.1:1', { PROVIDERS: 'sandbox', SANDBOX_URL: sandbox.url });
});
afterAll(() => sandbox.close());

const PROMPT = ['--instructions', 'You are the receptionist of Acme.\nOpening hours: from nine to five.'];
const MODELS = [
  ['claude-sonnet-4-6', 'anthropic/claude-sonnet-4-6'],
  ['xai/grok-4.3', 'xai/grok-4.3'],
  ['gpt-4.1-mini', 'openai/gpt-4.1-mini'],
];

test.each(MODELS)('%s answers, and says what it used, cost and took', async (model, name) => {
  for (const args of [[], ['--stream']]) {
    const asked = ['llm', 'When are you open?', '--model', model, ...PROMPT, ...args];
    const { code, stdout, stderr } = await user.run(asked);
    expect([code, stdout]).toEqual([0, 'Opening hours: from nine to five.\n']);
    expect(stderr).toMatch(/^\S+: \d+ input tokens \(0 cached\), \d+ output tokens, \$0\.\d{6}, \d+\.\d s\n$/);
    expect(stderr.startsWith(`${name}:`)).toBe(true);
  }
});

test('scripts get one document', async () => {
  const answer = await user.json(['llm', 'When are you open?', '--model', 'gpt-4.1-mini', ...PROMPT]);
  expect(answer).toMatchObject({
    answer: 'Opening hours: from nine to five.',
    model: 'openai/gpt-4.1-mini',
    paidBy: 'platform',
    price: expect.any(Number),
    usage: { inputTokens: expect.any(Number) },
  });
});

test('what is wrong is said with what helps, and without the key', async () => {
  const wrong = await user.run(['llm', 'Hello', '--model', 'claude-sonnet-4-6'], {
    env: { ANTHROPIC_API_KEY: 'sk-ant-wrong-one' },
  });
  expect(wrong.code).toBe(1);
  expect(wrong.stderr).toContain('Anthropic rejected the platform’s API key');
  expect(wrong.stderr).not.toContain('sk-ant-wrong-one');
  const unknown = await user.run(['llm', 'Hello', '--model', 'no-such-model']);
  expect(unknown.stderr).toContain('Unknown model: no-such-model');
  const local = await user.run(['llm', 'Hello', '--model', 'local/llama']);
  expect(local.stderr).toContain('Set LOCAL_LLM_URL.');
});
