import { describe, expect, test } from 'vitest';
import { AgentCreate, AgentResponse, AgentUpdate } from './schemas.ts';
import { readSettings } from './settings.ts';
import { VOICE_VENDORS } from '@leadlock/voice/vendors';

const base = { name: 'Front desk', system_prompt: 'You answer the phone.' };
const create = (changes: Record<string, unknown>) => AgentCreate.parse({ ...base, ...changes });
/** Where the complaints point, for a new agent. */
const complaints = (changes: Record<string, unknown>) =>
  AgentCreate.safeParse({ ...base, ...changes }).error?.issues.map((issue) => issue.path.join('.')) ?? [];

test('there are as many voices as the providers have', () => {
  expect(new Set(VOICE_VENDORS.xai.voices).size).toBe(28);
  expect(new Set(VOICE_VENDORS.gemini.voices).size).toBe(30);
});

describe('a setting outside its values is refused by name', () => {
  test.each<[string, unknown[]]>([
    ['name', ['', '   ', 'x'.repeat(201), 7]],
    ['system_prompt', ['', null]],
    ['voice', ['nobody', 'alloy']],
    ['temperature', [-0.1, 2.1, '1']],
    ['ghl_phone_number', ['12', 'call me']],
    ['calendar_provider', ['google']],
    ['timezone', ['Mars/Olympus', '+02:00', '', 'New York']],
    ['vad_threshold', [-0.1, 1.1]],
    ['vad_silence_duration_ms', [-1, 10_001, 1.5]],
    ['vad_prefix_padding_ms', [-1, 10_001]],
    ['interruption_sensitivity', ['medium', '']],
    ['idle_reminder_count', [-1, 6, 1.5]],
    ['idle_reminder_seconds', [4, 301]],
    ['idle_reminder_message', ['', 'x'.repeat(501)]],
    ['max_caller_turn_seconds', [-1, 1, 14, 601]],
    ['voice_provider', ['azure', 'XAI']],
    ['fallback_voice_providers', [['xai', 'gemini', 'openai', 'local', 'elevenlabs'], 7]],
    ['gemini_voice', ['Puk']],
    ['gemini_start_sensitivity', ['medium']],
    ['gemini_end_sensitivity', ['medium']],
    ['gemini_thinking_level', ['maximal']],
    ['gemini_language_code', ['English', 'e']],
    ['gemini_top_k', [0, 101, 1.5]],
    ['gemini_top_p', [-0.1, 1.1]],
    ['openai_voice', ['ara']],
    ['openai_vad_type', ['vad']],
    ['openai_vad_eagerness', ['eager']],
    ['openai_noise_reduction', ['phone']],
    ['elevenlabs_speed', [0.69, 1.21]],
    ['elevenlabs_eagerness', ['patient']],
    ['elevenlabs_language', ['english language']],
    ['elevenlabs_stability', [-0.1, 1.1]],
    ['elevenlabs_max_duration_seconds', [59]],
    ['elevenlabs_tool_call_sound', ['elevator5']],
    ['agent_mode', ['none']],
    ['amd_voicemail_behavior', ['sing']],
    ['amd_voicemail_audio_url', ['ftp://example.com/a.mp3', 'a.mp3']],
    ['max_call_duration_minutes', [-1, 181]],
    ['max_silence_seconds', [-1, 601]],
    ['multi_calendar_behavior', ['first']],
    ['text_model', ['gpt-2']],
    ['knowledge_base_ids', [null]],
    ['tool_instructions', ['text']],
  ])('%s', (field, values) => {
    for (const value of values) expect([field, value, complaints({ [field]: value })]).toEqual([field, value, [field]]);
  });

  test('and an item of a list by its place', () => {
    expect(complaints({ tools_enabled: ['end_call', 'make_coffee'] })).toEqual(['tools_enabled.1']);
    expect(complaints({ backchannel_words: ['roger', ' '] })).toEqual(['backchannel_words.1']);
    expect(complaints({ fallback_voice_providers: ['openai', 'azure'] })).toEqual(['fallback_voice_providers.1']);
    expect(complaints({ fallback_voice_providers: ['openai', 'openai'] })).toEqual(['fallback_voice_providers.1']);
    expect(complaints({ knowledge_base_ids: ['kb'] })).toEqual(['knowledge_base_ids.0']);
    expect(complaints({ x_search_handles: ['not a handle'] })).toEqual(['x_search_handles.0']);
    expect(complaints({ elevenlabs_additional_languages: ['es', '?'] })).toEqual(['elevenlabs_additional_languages.1']);
    expect(complaints({ transfer_targets: [{ name: 'Dana', number: '1' }] })).toEqual(['transfer_targets.0.number']);
    expect(complaints({ sms_templates: [{ name: 'Hi' }] })).toEqual(['sms_templates.0.content']);
    expect(complaints({ ghl_pipelines: [{ id: 'p', name: 'P', stages: [{ id: 's' }] }] })).toEqual([
      'ghl_pipelines.0.stages.0.name',
    ]);
    for (const name of ['first-name', '1st', '_', 'a_b-c9', '__proto__']) {
      expect([name, complaints({ variable_definitions: [{ name }] })]).toEqual([name, []]);
    }
    for (const name of ['first name', '', 'größe', 'a{b', 'name\n']) {
      expect([name, complaints({ variable_definitions: [{ name }] })]).toEqual([name, ['variable_definitions.0.name']]);
    }
    expect(complaints({ calendar_configs: [{ calendar_id: 'c', provider: 'google' }] })).toEqual([
      'calendar_configs.0.provider',
    ]);
  });

  test('and an extension where none can be dialed', () => {
    const { error } = AgentCreate.safeParse({ ...base, ghl_phone_number: '+1 212 555 0123 ext. 45' });
    expect(error?.issues).toMatchObject([
      { path: ['ghl_phone_number'], message: 'Input should be a phone number without an extension' },
    ]);
  });

  test('and a name that a list has twice', () => {
    const target = { name: 'Dana', number: '+12125550123' };
    expect(complaints({ transfer_targets: [target, { ...target, name: 'Lee' }, target] })).toEqual([
      'transfer_targets.2.name',
    ]);
  });

  test('and a number with a premium rate, and more targets than anybody can tell apart', () => {
    expect(complaints({ transfer_targets: [{ name: 'Dana', number: '+1 900 234 5678' }] })).toEqual([
      'transfer_targets.0.number',
    ]);
    const many = Array.from({ length: 51 }, (_, index) => ({ name: `Target ${index}`, number: '+12125550123' }));
    expect(complaints({ transfer_targets: many })).toEqual(['transfer_targets']);
    expect(complaints({ transfer_targets: [{ name: 'Dana', number: '+12125550123', warm: 'yes' }] })).toEqual([
      'transfer_targets.0.warm',
    ]);
  });

  test('and more emotions than ElevenLabs takes', () => {
    const tags = Array.from({ length: 21 }, (_, index) => ({ name: `mood ${index}` }));
    expect(complaints({ elevenlabs_emotion_tags: tags.slice(1) })).toEqual([]);
    expect(complaints({ elevenlabs_emotion_tags: tags })).toEqual(['elevenlabs_emotion_tags']);
  });

  test('also in a change', () => {
    const { error } = AgentUpdate.safeParse({ openai_voice: 'ara', max_silence_seconds: 601, name: '' });
    expect(error?.issues.map((issue) => issue.path.join('.')).sort()).toEqual([
      'max_silence_seconds',
      'name',
      'openai_voice',
    ]);
  });
});

test('limits themselves are allowed, and 0 stands for no limit', () => {
  const edges = {
    temperature: 2,
    vad_threshold: 1,
    gemini_top_k: 100,
    gemini_top_p: 0,
    elevenlabs_speed: 0.7,
    elevenlabs_max_duration_seconds: 60,
    max_call_duration_minutes: 0,
    max_silence_seconds: 600,
  };
  expect(create(edges)).toMatchObject(edges);
  expect(create({ max_call_duration_minutes: 180, max_silence_seconds: 0, elevenlabs_speed: 1.2 })).toBeTypeOf(
    'object',
  );
});

test('names are kept in their one spelling', () => {
  expect(
    create({
      name: '  Front desk ',
      voice: 'Zenith',
      gemini_voice: 'zephyr',
      openai_voice: 'ALLOY',
      tools_enabled: ['end_call', 'send_sms', 'end_call'],
      x_search_handles: ['@xai', 'elonmusk'],
      ghl_phone_number: '(212) 555-0123',
      transfer_targets: [
        { name: 'Dana', number: '212 555 0123', color: 'red' },
        { name: 'Lee', number: '+1 212 555 0123 ext. 45' },
      ],
    }),
  ).toMatchObject({
    name: 'Front desk',
    voice: 'zenith',
    gemini_voice: 'Zephyr',
    openai_voice: 'alloy',
    tools_enabled: ['end_call', 'send_sms'],
    x_search_handles: ['xai', 'elonmusk'],
    ghl_phone_number: '+12125550123',
    transfer_targets: [
      { name: 'Dana', number: '+12125550123', color: 'red' },
      { name: 'Lee', number: '+12125550123;ext=45' },
    ],
  });
});

test('every field of a new agent can be changed and is shown again', () => {
  const settings = Object.keys(AgentCreate.shape);
  expect(Object.keys(AgentUpdate.shape).sort()).toEqual([...settings, 'is_active'].sort());
  expect(Object.keys(AgentResponse.shape)).toEqual(expect.arrayContaining(settings));
});

test('settings younger than the row read as their defaults', () => {
  expect(readSettings({ system_prompt: 'Old', voice: 'eve' })).toEqual({
    ...create({ system_prompt: 'Old', voice: 'eve' }),
    name: undefined,
    elevenlabs_agent_id: null,
  });
});
