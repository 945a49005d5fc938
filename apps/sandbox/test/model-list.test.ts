import { silentLogger } from '@leadlock/observability/logger';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSandbox, type Sandbox } from '../src/sandbox.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, log: silentLogger });
});
afterAll(() => sandbox.close());

test.each([
  ['openai', 'sk-sandbox', 'gpt-realtime'],
  ['xai', 'xai-sandbox', 'grok-voice-latest'],
])('%s lists its models to who has the key', async (vendor, key, model) => {
  const list = (authorization: string) => fetch(`${sandbox.url}/${vendor}/v1/models`, { headers: { authorization } });
  const models = (await (await list(`Bearer ${key}`)).json()) as { data: { id: string }[] };
  expect(models.data.map(({ id }) => id)).toContain(model);
  const refused = await list('Bearer wrong');
  // xAI takes a wrong key for a bad argument.
  expect(refused.status).toBe(vendor === 'xai' ? 400 : 401);
  expect(JSON.stringify(await refused.json())).toContain('Incorrect API key provided');
});
