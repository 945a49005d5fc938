import { serveOperations, signIn, type OperationsServer } from '@leadlock/identity/testing';
import { createTenant, createTestContext, type TestContext } from '@leadlock/testing/factories';
import { useDatabase } from '@leadlock/testing/use-database';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { agentsRouter } from '../router.ts';
import { defineTool } from '../tools/index.ts';
import { getAgentOptions } from './get-agent-options.ts';
import { AgentCreate, type AgentOptions } from './schemas.ts';

let ctx: TestContext;
let api: OperationsServer;
const database = await useDatabase();
beforeAll(async () => {
  const tools = (['end_call', 'send_sms'] as const).map((name) =>
    defineTool({ name, description: 'Built.', input: z.object({}), run: () => ({}) }),
  );
  ctx = createTestContext(database, { tools, settings: { voiceProviders: { local: 'ready', openai: 'key_missing' } } });
  api = await serveOperations(agentsRouter, ctx);
});
afterAll(() => api.close());

async function options(): Promise<AgentOptions> {
  const token = await signIn(ctx, await createTenant(database), { role: 'member' });
  const { status, body } = await api.request('GET', '/agents/options', { token });
  expect(status).toBe(200);
  return body as AgentOptions;
}

it('says of each provider whether it works here', async () => {
  const { voice_providers } = await options();
  expect(Object.fromEntries(voice_providers.map(({ name, status }) => [name, status]))).toEqual({
    xai: 'not_built',
    elevenlabs: 'not_built',
    openai: 'key_missing',
    gemini: 'not_built',
    local: 'ready',
  });
});

it('offers only what an agent takes: every voice with its provider, every field, every tool', async () => {
  const { voice_providers, tools } = await options();
  const base = { name: 'Front desk', system_prompt: 'You answer the phone.' };
  for (const { name, voice_field, voices, default_voice, fields } of voice_providers) {
    for (const { id, label } of voices ?? []) {
      expect(AgentCreate.parse({ ...base, voice_provider: name, [voice_field]: id })).toMatchObject({
        [voice_field]: id,
      });
      expect(label).toMatch(/^[A-Z]/);
    }
    expect(voices?.some(({ id }) => id === default_voice) ?? default_voice === null).toBe(true);
    for (const field of fields) expect(AgentCreate.shape).toHaveProperty(field);
  }
  const [xai, , openai] = voice_providers;
  expect(xai?.fields).toEqual(['vad_threshold', 'vad_silence_duration_ms', 'vad_prefix_padding_ms', 'xai_audio_tags']);
  expect(openai?.fields).toContain('openai_vad_eagerness');
  const names = tools.map(({ name }) => name);
  expect(AgentCreate.parse({ ...base, tools_enabled: names }).tools_enabled).toEqual(names);
  expect(tools.filter(({ status }) => status === 'ready').map(({ name }) => name)).toEqual(['end_call', 'send_sms']);
  for (const { description } of tools) expect(description).toMatch(/^[A-Z].*\.$/);
});

it('offers the local voice a temperature only where a model reads it', async () => {
  const localFields = async (hasLocalModel: boolean) =>
    (await getAgentOptions({ ...ctx, settings: { ...ctx.settings, hasLocalModel } })).voice_providers.find(
      ({ name }) => name === 'local',
    )?.fields;
  expect(await localFields(true)).toContain('temperature');
  expect(await localFields(false)).not.toContain('temperature');
});

it('is for whoever is signed in, an agency that names no sub-account included', async () => {
  const agency = await createTenant(database, { tenant_type: 'agency' });
  const token = await signIn(ctx, agency);
  expect((await api.request('GET', '/agents/options', { token })).status).toBe(200);
  expect((await api.request('GET', '/agents/options')).status).toBe(401);
  const stranger = await createTenant(database, { parent_tenant_id: (await createTenant(database)).id });
  expect((await api.request('GET', '/agents/options', { token, subAccountId: stranger.id })).status).toBe(403);
});
