import { z } from 'zod';
import { AgentName, settingRules } from './setting-rules.ts';

const rule = settingRules;
/** A setting that may be left open: null is a value of it. */
const open = <Schema extends z.ZodType>(schema: Schema) => schema.nullable().default(null);

export const AgentCreate = z
  .object({
    name: AgentName,
    system_prompt: rule.system_prompt,
    greeting: open(rule.greeting),
    greeting_outbound: open(rule.greeting_outbound),
    voice: rule.voice.default('ara'),
    temperature: rule.temperature.default(0.7),
    business_name: open(rule.business_name),
    industry: open(rule.industry),
    ghl_phone_number: open(rule.ghl_phone_number),
    calendar_provider: open(rule.calendar_provider),
    calendar_integration_id: open(rule.calendar_integration_id),
    calendar_id: open(rule.calendar_id),
    tools_enabled: open(rule.tools_enabled),
    timezone: rule.timezone.default('America/New_York'),
    vad_threshold: rule.vad_threshold.default(0.65),
    vad_silence_duration_ms: rule.vad_silence_duration_ms.default(500),
    vad_prefix_padding_ms: rule.vad_prefix_padding_ms.default(300),
    interruption_sensitivity: rule.interruption_sensitivity.default('normal'),
    backchannel_words: rule.backchannel_words.default([]),
    idle_reminder_count: rule.idle_reminder_count.default(2),
    idle_reminder_seconds: rule.idle_reminder_seconds.default(25),
    idle_reminder_message: open(rule.idle_reminder_message),
    max_caller_turn_seconds: rule.max_caller_turn_seconds.default(90),
    enable_web_search: rule.enable_web_search.default(false),
    enable_x_search: rule.enable_x_search.default(false),
    x_search_handles: open(rule.x_search_handles),
    enable_collections_search: rule.enable_collections_search.default(false),
    knowledge_base_ids: rule.knowledge_base_ids.default([]),
    enable_recording_disclosure: rule.enable_recording_disclosure.default(true),
    enable_contact_intelligence: rule.enable_contact_intelligence.default(false),
    ai_speaks_first: rule.ai_speaks_first.default(true),
    ai_speaks_first_outbound: rule.ai_speaks_first_outbound.default(true),
    prompt_includes_contact_intelligence: rule.prompt_includes_contact_intelligence.default(false),
    voice_provider: rule.voice_provider.default('xai'),
    fallback_voice_providers: rule.fallback_voice_providers.default([]),
    gemini_voice: rule.gemini_voice.default('Puck'),
    gemini_start_sensitivity: rule.gemini_start_sensitivity.default('low'),
    gemini_end_sensitivity: rule.gemini_end_sensitivity.default('high'),
    gemini_thinking_level: rule.gemini_thinking_level.default('none'),
    gemini_language_code: open(rule.gemini_language_code),
    gemini_affective_dialog: rule.gemini_affective_dialog.default(false),
    gemini_proactive_audio: rule.gemini_proactive_audio.default(false),
    gemini_top_k: open(rule.gemini_top_k),
    gemini_top_p: open(rule.gemini_top_p),
    openai_voice: rule.openai_voice.default('alloy'),
    openai_vad_type: rule.openai_vad_type.default('semantic_vad'),
    openai_vad_eagerness: rule.openai_vad_eagerness.default('low'),
    openai_noise_reduction: rule.openai_noise_reduction.default('far_field'),
    elevenlabs_voice_id: open(rule.elevenlabs_voice_id),
    elevenlabs_model_id: rule.elevenlabs_model_id.default('gpt-4o-mini'),
    elevenlabs_speed: rule.elevenlabs_speed.default(1),
    elevenlabs_eagerness: rule.elevenlabs_eagerness.default('normal'),
    elevenlabs_language: rule.elevenlabs_language.default('en'),
    elevenlabs_additional_languages: rule.elevenlabs_additional_languages.default([]),
    elevenlabs_stability: rule.elevenlabs_stability.default(0.5),
    elevenlabs_max_duration_seconds: open(rule.elevenlabs_max_duration_seconds),
    elevenlabs_emotion_tags: open(rule.elevenlabs_emotion_tags),
    elevenlabs_tool_call_sound: rule.elevenlabs_tool_call_sound.nullable().default('typing'),
    elevenlabs_pre_tool_speech: rule.elevenlabs_pre_tool_speech.nullable().default(true),
    xai_audio_tags: open(rule.xai_audio_tags),
    agent_mode: rule.agent_mode.default('inbound'),
    voice_enabled: rule.voice_enabled.default(true),
    text_enabled: rule.text_enabled.default(false),
    amd_enabled: rule.amd_enabled.default(true),
    amd_voicemail_behavior: rule.amd_voicemail_behavior.default('hangup'),
    amd_voicemail_message: open(rule.amd_voicemail_message),
    amd_voicemail_audio_url: open(rule.amd_voicemail_audio_url),
    transfer_targets: open(rule.transfer_targets),
    whisper_enabled: rule.whisper_enabled.default(false),
    ghl_tags: open(rule.ghl_tags),
    ghl_remove_tags: open(rule.ghl_remove_tags),
    ghl_workflows: open(rule.ghl_workflows),
    ghl_pipelines: open(rule.ghl_pipelines),
    sms_templates: open(rule.sms_templates),
    max_call_duration_minutes: rule.max_call_duration_minutes.default(30),
    max_silence_seconds: rule.max_silence_seconds.default(120),
    calendar_configs: open(rule.calendar_configs),
    multi_calendar_behavior: rule.multi_calendar_behavior.default('ask_user'),
    variable_definitions: open(rule.variable_definitions),
    tool_instructions: open(rule.tool_instructions),
    text_model: rule.text_model.default('claude-haiku-4-5-20251001'),
    channel_pivot_enabled: rule.channel_pivot_enabled.default(false),
  })
  .meta({ id: 'AgentCreate', description: 'A new agent. Only the name and prompt are required.' });
export type AgentCreate = z.infer<typeof AgentCreate>;

type Nullish<Shape extends z.core.$ZodShape> = { [Field in keyof Shape]: z.ZodOptional<z.ZodNullable<Shape[Field]>> };

const nullish = <Shape extends z.core.$ZodShape>(shape: Shape): Nullish<Shape> =>
  Object.fromEntries(Object.entries(shape).map(([field, schema]) => [field, z.nullish(schema)])) as Nullish<Shape>;

export const AgentUpdate = z.object(nullish({ name: AgentName, is_active: z.boolean(), ...settingRules })).meta({
  id: 'AgentUpdate',
  description:
    'Changes to an agent. Omitted fields stay unchanged. Null clears an optional field and resets others to their defaults. For `name`, `system_prompt`, and `is_active`, which have no default, null has no effect.',
});
export type AgentUpdate = z.infer<typeof AgentUpdate>;

export const LinkedTextAssistantSummary = z
  .object({
    id: z.string(),
    is_active: z.boolean(),
    enabled_channels: z.record(z.string(), z.unknown()).nullable(),
  })
  .meta({ id: 'LinkedTextAssistantSummary', description: 'The text assistant this agent belongs to.' });

const text = z.string().nullable();
const whole = z.int().nullable();
const decimal = z.number().nullable();
const flag = z.boolean().nullable();
const list = z.array(z.unknown()).nullable();

/** Types only: an agent that was stored under older rules is still shown. */
export const AgentResponse = z
  .object({
    id: z.string(),
    tenant_id: z.string(),
    name: z.string(),
    is_active: z.boolean(),
    voice: z.string(),
    temperature: z.number(),
    business_name: text,
    industry: text,
    system_prompt: text,
    greeting: text,
    greeting_outbound: text,
    ghl_phone_number: text,
    calendar_provider: text,
    calendar_integration_id: text,
    calendar_id: text,
    tools_enabled: list,
    timezone: text,
    vad_threshold: decimal,
    vad_silence_duration_ms: whole,
    vad_prefix_padding_ms: whole,
    interruption_sensitivity: text,
    backchannel_words: list,
    idle_reminder_count: whole,
    idle_reminder_seconds: whole,
    idle_reminder_message: text,
    max_caller_turn_seconds: whole,
    enable_web_search: flag,
    enable_x_search: flag,
    x_search_handles: list,
    enable_collections_search: flag,
    knowledge_base_ids: list,
    enable_recording_disclosure: flag,
    enable_contact_intelligence: flag,
    ai_speaks_first: flag,
    ai_speaks_first_outbound: flag,
    prompt_includes_contact_intelligence: flag,
    voice_provider: text,
    fallback_voice_providers: list,
    gemini_voice: text,
    gemini_start_sensitivity: text,
    gemini_end_sensitivity: text,
    gemini_thinking_level: text,
    gemini_language_code: text,
    gemini_affective_dialog: flag,
    gemini_proactive_audio: flag,
    gemini_top_k: whole,
    gemini_top_p: decimal,
    openai_voice: text,
    openai_vad_type: text,
    openai_vad_eagerness: text,
    openai_noise_reduction: text,
    elevenlabs_voice_id: text,
    elevenlabs_model_id: text,
    elevenlabs_speed: decimal,
    elevenlabs_eagerness: text,
    elevenlabs_language: text,
    elevenlabs_additional_languages: list,
    elevenlabs_stability: decimal,
    elevenlabs_max_duration_seconds: whole,
    elevenlabs_emotion_tags: list,
    elevenlabs_agent_id: text.meta({ description: 'The agent’s copy at ElevenLabs, if there is one.' }),
    elevenlabs_tool_call_sound: text,
    elevenlabs_pre_tool_speech: flag,
    xai_audio_tags: list,
    agent_mode: text,
    voice_enabled: z.boolean(),
    text_enabled: z.boolean(),
    amd_enabled: flag,
    amd_voicemail_behavior: text,
    amd_voicemail_message: text,
    amd_voicemail_audio_url: text,
    transfer_targets: list,
    whisper_enabled: flag,
    ghl_tags: list,
    ghl_remove_tags: list,
    ghl_workflows: list,
    ghl_pipelines: list,
    sms_templates: list,
    max_call_duration_minutes: whole,
    max_silence_seconds: whole,
    calendar_configs: list,
    multi_calendar_behavior: text,
    variable_definitions: list,
    tool_instructions: z.record(z.string(), z.unknown()).nullable(),
    text_model: text,
    channel_pivot_enabled: flag,
    phone_count: z.int().meta({ description: 'Phone numbers the agent answers.' }),
    text_assistants: z.array(LinkedTextAssistantSummary),
    created_at: z.string(),
    updated_at: z.string(),
  })
  .meta({ id: 'AgentResponse', description: 'An agent with all its settings, including defaults.' });
export type AgentResponse = z.infer<typeof AgentResponse>;

export const CheckedAgent = AgentResponse.omit({
  id: true,
  tenant_id: true,
  is_active: true,
  elevenlabs_agent_id: true,
  phone_count: true,
  text_assistants: true,
  created_at: true,
  updated_at: true,
}).meta({ id: 'CheckedAgent', description: 'An agent’s name and settings, including defaults.' });
export type CheckedAgent = z.infer<typeof CheckedAgent>;

export const AgentListResponse = z
  .object({ agents: z.array(AgentResponse), total: z.int() })
  .meta({ id: 'AgentListResponse', description: 'All agents of a tenant, newest first.' });
export type AgentListResponse = z.infer<typeof AgentListResponse>;

export const AgentVoiceProvider = z
  .object({
    name: z.string().meta({ description: 'Value for `voice_provider`' }),
    label: z.string(),
    status: z.enum(['ready', 'key_missing', 'not_built']).meta({
      description:
        '`ready`: available. `key_missing`: this installation has no API key for it. `not_built`: can be selected, but ' +
        'calls with it fail because it is not supported yet.',
    }),
    voice_field: z.string().meta({ description: 'The agent field that sets its voice' }),
    voices: z
      .array(z.object({ id: z.string(), label: z.string() }))
      .nullable()
      .meta({
        description: 'Null if any voice ID of the provider is accepted, or while its list is unavailable',
      }),
    default_voice: z.string().nullable(),
    fields: z
      .array(z.string())
      .meta({ description: 'Agent fields this provider uses and others don’t, such as `vad_threshold`' }),
  })
  .meta({ id: 'AgentVoiceProvider' });

export const AgentOptions = z
  .object({
    voice_providers: z.array(AgentVoiceProvider),
    tools: z
      .array(
        z.object({
          name: z.string(),
          description: z.string(),
          status: z.enum(['ready', 'not_built']).meta({
            description: '`not_built`: can be enabled, but agents can’t use it yet.',
          }),
        }),
      )
      .meta({ description: 'Values for `tools_enabled`' }),
  })
  .meta({ id: 'AgentOptions', description: 'Options for agents on this installation.' });
export type AgentOptions = z.infer<typeof AgentOptions>;
