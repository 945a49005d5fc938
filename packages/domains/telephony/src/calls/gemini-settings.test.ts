import { AgentCreate, type Agent } from '@leadlock/agents/agents';
import type { Settings } from '@leadlock/context/context';
import { newId } from '@leadlock/core/ids';
import type { RealtimeSessionConfig } from '@leadlock/voice/contracts';
import { createGeminiProvider } from '@leadlock/voice/realtime/gemini';
import { babble, ProviderRecorder, ScriptedGeminiServer, silence, waitFor } from '@leadlock/voice/testing';
import { expect, test } from 'vitest';
import type { z } from 'zod';
import { telephony } from '../domain.ts';
import { buildSession } from './session-config.ts';

type AgentInput = Partial<z.input<typeof AgentCreate>>;
type Message = Record<string, unknown>;

/** How a call is held by an agent that is set so. */
function sessionOf(settings: AgentInput): RealtimeSessionConfig {
  const { name, ...rest } = AgentCreate.parse({ name: 'Front desk', system_prompt: 'Be kind.', ...settings });
  const agent: Agent = {
    id: newId(),
    tenantId: newId(),
    name,
    isActive: true,
    settings: { ...rest, elevenlabs_agent_id: null },
    phoneCount: 1,
    createdAt: new Date(),
    updatedAt: new Date(),
  };
  const facts = {
    direction: 'inbound',
    medium: 'phone',
    fromNumber: '+12125550123',
    toNumber: '+14155550100',
  } as const;
  const ctx = { ...telephony, settings: {} as Settings };
  return buildSession(ctx, agent, { ...facts, now: new Date() }).session;
}

async function geminiSetup(config: RealtimeSessionConfig): Promise<Message> {
  const server = await ScriptedGeminiServer.start();
  const provider = createGeminiProvider({ url: server.url, apiKey: 'k', model: 'm' });
  const session = provider.open(config, new ProviderRecorder());
  const setup = await (await server.connection()).expect('setup');
  session.close();
  await server.close();
  return setup;
}

/** What an agent is set to, and where in the message that stands. */
const ROWS: [settings: AgentInput, place: string, expected: unknown][] = [
  [{ gemini_voice: 'Zephyr' }, 'generationConfig.speechConfig.voiceConfig.prebuiltVoiceConfig.voiceName', 'Zephyr'],
  [{}, 'generationConfig.speechConfig.voiceConfig.prebuiltVoiceConfig.voiceName', 'Puck'],
  [{ temperature: 1.3 }, 'generationConfig.temperature', 1.3],
  [{ gemini_top_k: 20 }, 'generationConfig.topK', 20],
  [{ gemini_top_k: null }, 'generationConfig.topK', undefined],
  [{ gemini_top_p: 0 }, 'generationConfig.topP', 0],
  [{ gemini_top_p: null }, 'generationConfig.topP', undefined],
  [{ gemini_language_code: 'es-US' }, 'generationConfig.speechConfig.languageCode', 'es-US'],
  [{ gemini_language_code: 'es-us' }, 'generationConfig.speechConfig.languageCode', 'es-US'],
  [{ gemini_language_code: 'zh-hant-tw' }, 'generationConfig.speechConfig.languageCode', 'zh-Hant-TW'],
  [{ gemini_language_code: null }, 'generationConfig.speechConfig.languageCode', undefined],
  [{ gemini_thinking_level: 'none' }, 'generationConfig.thinkingConfig', undefined],
  [{ gemini_thinking_level: 'minimal' }, 'generationConfig.thinkingConfig.thinkingLevel', 'MINIMAL'],
  [{ gemini_thinking_level: 'low' }, 'generationConfig.thinkingConfig.thinkingLevel', 'LOW'],
  [{ gemini_thinking_level: 'medium' }, 'generationConfig.thinkingConfig.thinkingLevel', 'MEDIUM'],
  [{ gemini_thinking_level: 'high' }, 'generationConfig.thinkingConfig.thinkingLevel', 'HIGH'],
  [{ gemini_affective_dialog: true }, 'generationConfig.enableAffectiveDialog', true],
  [{ gemini_affective_dialog: false }, 'generationConfig.enableAffectiveDialog', undefined],
  [{ gemini_proactive_audio: true }, 'proactivity.proactiveAudio', true],
  [{ gemini_proactive_audio: false }, 'proactivity', undefined],
  [{ enable_web_search: true }, 'tools', [{ googleSearch: {} }]],
  [{ enable_web_search: false }, 'tools', undefined],
  // Turns are found by our own ears: these settings are theirs (below).
  [{ gemini_start_sensitivity: 'high' }, 'realtimeInputConfig.automaticActivityDetection.disabled', true],
  [{ gemini_end_sensitivity: 'low' }, 'realtimeInputConfig.automaticActivityDetection.disabled', true],
];

/** What stands at a place in a message. */
const at = (message: unknown, place: string): unknown =>
  place.split('.').reduce<unknown>((value, key) => (value as Message | undefined)?.[key], message);

test.each(ROWS)('an agent set to %j says so at %s', async (settings, place, expected) => {
  expect(at(await geminiSetup(sessionOf({ voice_provider: 'gemini', ...settings })), place)).toEqual(expected);
});

/** How long the turn was that Gemini was told of what the caller said, in ms of sound; null: of none. */
async function turnToldToGemini(settings: AgentInput, said: Uint8Array): Promise<number | null> {
  const server = await ScriptedGeminiServer.start();
  const heard = new ProviderRecorder();
  const provider = createGeminiProvider({ url: server.url, apiKey: 'k', model: 'm' });
  const session = provider.open(sessionOf({ voice_provider: 'gemini', ...settings }), heard);
  const peer = await server.connection();
  await waitFor('the session', () => heard.ready === 1);
  const line = Buffer.concat([silence(1000), said, silence(3000)]);
  for (let from = 0; from < line.length; from += 160) {
    session.sendAudio(Buffer.from(line.subarray(from, from + 160).toString('base64'), 'latin1'));
  }
  // What comes after it has come after the turn.
  session.speak('The end');
  await waitFor('the end', () => JSON.stringify(peer.received.at(-1)).includes('The end') || heard.speechStopped > 0);
  const isTold = heard.speechStarted > 0;
  if (isTold)
    await waitFor('the turn', () => peer.received.some(({ realtimeInput }) => at(realtimeInput, 'activityEnd')));
  session.close();
  await server.close();
  return isTold ? peer.audio.length / 32 : null;
}

const soft = Uint8Array.from(babble(600), (byte) => byte | 0x50);
test.each<[AgentInput, Uint8Array, shortest: number]>([
  [{}, babble(600), 1400],
  [{ vad_silence_duration_ms: 1000 }, babble(600), 1900],
  [{ gemini_end_sensitivity: 'low' }, babble(600), 1900],
  [{ gemini_end_sensitivity: 'low', vad_silence_duration_ms: 1000 }, babble(600), 2900],
  [{ vad_prefix_padding_ms: 600 }, babble(600), 1700],
  [{ gemini_start_sensitivity: 'high' }, babble(60), 900],
  [{ vad_threshold: 0.3 }, soft, 1400],
])('the caller is heard as %j says', async (settings, said, shortest) => {
  const told = await turnToldToGemini(settings, said);
  expect(told).toBeGreaterThanOrEqual(shortest - 100);
  expect(told).toBeLessThanOrEqual(shortest + 150);
});

test.each<[AgentInput, Uint8Array]>([
  [{}, babble(60)],
  [{ vad_threshold: 0.9 }, soft],
])('the caller is not heard as %j says', async (settings, said) => {
  expect(await turnToldToGemini(settings, said)).toBeNull();
});
