import { AgentCreate, type Agent } from '@leadlock/agents/agents';
import { plannedAgent, plannedTools } from '@leadlock/agents/elevenlabs';
import type { Settings } from '@leadlock/context/context';
import { newId } from '@leadlock/core/ids';
import type { RealtimeProvider, RealtimeSessionConfig } from '@leadlock/voice/contracts';
import { createElevenLabsProvider } from '@leadlock/voice/realtime/elevenlabs';
import { createGeminiProvider } from '@leadlock/voice/realtime/gemini';
import { createOpenAiProvider } from '@leadlock/voice/realtime/openai';
import { createXaiProvider } from '@leadlock/voice/realtime/xai';
import { ProviderRecorder, ScriptedElevenLabs, ScriptedRealtimeServer, waitFor } from '@leadlock/voice/testing';
import { SHARED_VOICE_SETTINGS, VOICE_VENDORS } from '@leadlock/voice/vendors';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { telephony } from '../domain.ts';
import { buildSession, type CallFacts } from './session-config.ts';

type Row = [setting: string, value: unknown, place: string, expected: unknown];

const tag = { name: 'reassuring', description: 'When somebody worries' };

/** What each setting that names a provider becomes in the first message of a call with it. */
const IN_CALLS: Readonly<Record<string, readonly Row[]>> = {
  xai: [
    ['voice', 'rex', 'session.voice', 'rex'],
    ['vad_threshold', 0.4, 'session.turn_detection.threshold', 0.4],
    ['vad_silence_duration_ms', 700, 'session.turn_detection.silence_duration_ms', 700],
    ['vad_prefix_padding_ms', 200, 'session.turn_detection.prefix_padding_ms', 200],
    ['xai_audio_tags', ['[pause]', '[laugh]'], 'session.instructions', expect.stringContaining('[pause], [laugh]')],
  ],
  openai: [
    ['openai_voice', 'cedar', 'session.audio.output.voice', 'cedar'],
    ['openai_vad_type', 'server_vad', 'session.audio.input.turn_detection.type', 'server_vad'],
    ['openai_vad_eagerness', 'high', 'session.audio.input.turn_detection.eagerness', 'high'],
    ['openai_noise_reduction', 'near_field', 'session.audio.input.noise_reduction.type', 'near_field'],
  ],
  gemini: [
    ['gemini_voice', 'Kore', 'setup.generationConfig.speechConfig.voiceConfig.prebuiltVoiceConfig.voiceName', 'Kore'],
    ['gemini_language_code', 'de-DE', 'setup.generationConfig.speechConfig.languageCode', 'de-DE'],
    ['gemini_thinking_level', 'low', 'setup.generationConfig.thinkingConfig.thinkingLevel', 'LOW'],
    ['gemini_affective_dialog', true, 'setup.generationConfig.enableAffectiveDialog', true],
    ['gemini_proactive_audio', true, 'setup.proactivity.proactiveAudio', true],
    ['gemini_top_k', 12, 'setup.generationConfig.topK', 12],
    ['gemini_top_p', 0.6, 'setup.generationConfig.topP', 0.6],
  ],
  elevenlabs: [
    ['elevenlabs_voice_id', 'v7', 'conversation_config_override.tts.voice_id', 'v7'],
    ['elevenlabs_model_id', 'claude-haiku-4-5', 'conversation_config_override.agent.prompt.llm', 'claude-haiku-4-5'],
    ['elevenlabs_speed', 0.8, 'conversation_config_override.tts.speed', 0.8],
    ['elevenlabs_stability', 0.2, 'conversation_config_override.tts.stability', 0.2],
    ['elevenlabs_language', 'pt-BR', 'conversation_config_override.agent.language', 'pt-br'],
    ['greeting', 'Hi', 'conversation_config_override.agent.first_message', 'Hi'],
    ['business_name', 'Bright Smile', 'conversation_config_override.asr.keywords', ['Bright Smile']],
  ],
};

/** What else of them ElevenLabs keeps with the agent. */
const IN_COPIES: readonly Row[] = [
  ['elevenlabs_voice_id', 'v7', 'conversation_config.tts.voice_id', 'v7'],
  ['elevenlabs_model_id', 'claude-haiku-4-5', 'conversation_config.agent.prompt.llm', 'claude-haiku-4-5'],
  ['elevenlabs_speed', 0.8, 'conversation_config.tts.speed', 0.8],
  ['elevenlabs_stability', 0.2, 'conversation_config.tts.stability', 0.2],
  ['elevenlabs_language', 'de', 'conversation_config.agent.language', 'de'],
  ['elevenlabs_language', 'de', 'conversation_config.tts.model_id', 'eleven_flash_v2_5'],
  ['elevenlabs_language', 'en', 'conversation_config.tts.model_id', 'eleven_flash_v2'],
  ['elevenlabs_eagerness', 'low', 'conversation_config.turn.turn_eagerness', 'patient'],
  ['elevenlabs_eagerness', 'normal', 'conversation_config.turn.turn_eagerness', 'normal'],
  ['elevenlabs_eagerness', 'high', 'conversation_config.turn.turn_eagerness', 'eager'],
  ['elevenlabs_additional_languages', ['es', 'xx'], 'conversation_config.language_presets', { es: expect.anything() }],
  [
    'elevenlabs_additional_languages',
    ['es'],
    'conversation_config.agent.prompt.built_in_tools.language_detection.name',
    'language_detection',
  ],
  // It has to fit a goodbye.
  ['elevenlabs_max_duration_seconds', 120, 'conversation_config.conversation.max_duration_seconds', 150],
  ['elevenlabs_max_duration_seconds', 9000, 'conversation_config.conversation.max_duration_seconds', 3600],
  ['elevenlabs_max_duration_seconds', null, 'conversation_config.conversation.max_duration_seconds', 3600],
  [
    'elevenlabs_emotion_tags',
    [tag],
    'conversation_config.tts.suggested_audio_tags',
    [{ tag: tag.name, description: tag.description }],
  ],
  ['elevenlabs_emotion_tags', [tag], 'conversation_config.tts.model_id', 'eleven_v3_conversational'],
];

/** What it keeps with each of the agent's tools there. */
const IN_TOOLS: readonly Row[] = [
  ['elevenlabs_tool_call_sound', 'elevator2', 'tool_call_sound', 'elevator2'],
  ['elevenlabs_tool_call_sound', 'none', 'tool_call_sound', null],
  ['elevenlabs_pre_tool_speech', true, 'force_pre_tool_speech', true],
  ['elevenlabs_pre_tool_speech', false, 'force_pre_tool_speech', false],
];

/** Settings that go nowhere, and why. */
const NOT_SENT: Readonly<Record<string, string>> = {
  gemini_start_sensitivity: 'our own detector tells Gemini when the caller speaks, and reads it',
  gemini_end_sensitivity: 'our own detector tells Gemini when the caller speaks, and reads it',
};

function agentWith(settings: Record<string, unknown>): Agent {
  const { name, ...rest } = AgentCreate.parse({
    name: 'Front desk',
    system_prompt: 'Be kind.',
    enable_recording_disclosure: false,
    tools_enabled: ['end_call', 'send_dtmf', 'send_sms'],
    ...settings,
  });
  const now = new Date();
  const settled = { ...rest, elevenlabs_agent_id: 'agent_1' };
  return {
    id: newId(),
    tenantId: newId(),
    name,
    isActive: true,
    settings: settled,
    phoneCount: 0,
    createdAt: now,
    updatedAt: now,
  };
}

const facts: CallFacts = {
  direction: 'inbound',
  medium: 'phone',
  fromNumber: '+12125550123',
  toNumber: '+14155550100',
  now: new Date('2026-11-24T15:05:00Z'),
};
const ctx = { ...telephony, settings: {} as Settings };

function at(message: unknown, place: string): unknown {
  return place
    .split('.')
    .reduce<unknown>((object, key) => (object as Record<string, unknown> | undefined)?.[key], message);
}

let server: ScriptedRealtimeServer;
let elevenLabs: ScriptedElevenLabs;
beforeAll(async () => {
  [server, elevenLabs] = await Promise.all([ScriptedRealtimeServer.start(), ScriptedElevenLabs.start()]);
});
afterAll(async () => {
  await Promise.all([server.close(), elevenLabs.close()]);
});

/** The first message that a provider sends for a session. */
async function firstMessage(providerName: string, config: RealtimeSessionConfig): Promise<unknown> {
  const options = { url: server.url, apiKey: 'key', model: 'model-1' };
  const providers: Record<string, () => RealtimeProvider> = {
    xai: () => createXaiProvider(options),
    openai: () => createOpenAiProvider(options),
    gemini: () => createGeminiProvider(options),
    elevenlabs: () => createElevenLabsProvider({ url: elevenLabs.url, apiKey: 'key' }),
  };
  const from = providerName === 'elevenlabs' ? elevenLabs.conversations : server.connections;
  const index = from.length;
  const session = providers[providerName]?.().open(config, new ProviderRecorder());
  try {
    return await waitFor('the first message', () => from[index]?.received[0]);
  } finally {
    session?.close();
  }
}

test.each(Object.entries(IN_CALLS).flatMap(([provider, rows]) => rows.map((row) => [provider, ...row] as const)))(
  '%s: %s %j is %s of a call',
  async (provider, setting, value, place, expected) => {
    const { session } = buildSession(ctx, agentWith({ voice_provider: provider, [setting]: value }), facts);
    expect(at(await firstMessage(provider, session), place)).toEqual(expected);
  },
);

test.each(IN_COPIES)("%s %j is %s of the agent's copy", (setting, value, place, expected) => {
  const agent = agentWith({ voice_provider: 'elevenlabs', [setting]: value });
  expect(at(plannedAgent(agent, []), place)).toEqual(expected);
});

test.each(IN_TOOLS)('%s %j is %s of its tools there', (setting, value, place, expected) => {
  const agent = agentWith({ voice_provider: 'elevenlabs', [setting]: value });
  expect(at(plannedTools(ctx, agent).get('send_sms'), place)).toEqual(expected);
});

test.each(['end_call', 'send_dtmf'])('nothing is said or heard before %s', (tool) => {
  const agent = agentWith({ voice_provider: 'elevenlabs', elevenlabs_tool_call_sound: 'typing' });
  expect(plannedTools(ctx, agent).get(tool)).toMatchObject({ force_pre_tool_speech: false, tool_call_sound: null });
});

test('the longest call of an agent of ElevenLabs is the shorter of its two limits', () => {
  const settings = { voice_provider: 'elevenlabs', max_call_duration_minutes: 10 };
  const longest = (seconds: number | null) =>
    buildSession(ctx, agentWith({ ...settings, elevenlabs_max_duration_seconds: seconds }), facts).maxDurationSeconds;
  expect([longest(120), longest(9000), longest(null)]).toEqual([120, 600, 600]);
});

test('no setting that names a provider is left out', () => {
  const named = Object.keys(AgentCreate.shape).filter((field) => /^(xai|openai|gemini|elevenlabs)_/.test(field));
  const rows = [...Object.values(IN_CALLS).flat(), ...IN_COPIES, ...IN_TOOLS];
  const sent = new Set([...rows.map(([setting]) => setting), ...Object.keys(NOT_SENT)]);
  expect(named.filter((field) => !sent.has(field))).toEqual([]);
});

// Of Gemini and the local voice, our own detector reads the rest.
test.each(['xai', 'openai', 'elevenlabs'] as const)(
  '%s is offered the shared settings that it is sent',
  async (name) => {
    const agent = agentWith({ voice_provider: name, openai_vad_type: 'server_vad' });
    const sentWith = async (settings: object) => {
      const tuned = { ...agent, settings: { ...agent.settings, ...settings } };
      const message = await firstMessage(name, buildSession(ctx, tuned, facts).session);
      return JSON.stringify([message, name === 'elevenlabs' && plannedAgent(tuned, [])]);
    };
    const changed = { temperature: 0.3, vad_threshold: 0.4, vad_silence_duration_ms: 700, vad_prefix_padding_ms: 200 };
    const plain = await sentWith({});
    const sent: string[] = [];
    for (const setting of SHARED_VOICE_SETTINGS) {
      if ((await sentWith({ [setting]: changed[setting] })) !== plain) sent.push(setting);
    }
    expect(VOICE_VENDORS[name].sharedSettings).toEqual(sent);
  },
);
