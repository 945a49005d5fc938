import { TimeZone } from '@leadlock/core/time-zone';
import { displayName } from '@leadlock/core/display-name';
import { VOICE_PROVIDER_NAMES, VOICE_VENDORS } from '@leadlock/voice/vendors';
import { z } from 'zod';
import { BUILT_IN_TOOLS } from './built-in-tools.ts';
import {
  LanguageCode,
  oneOf,
  oneOfAnyCase,
  PhoneNumber,
  TransferNumber,
  withoutRepeats,
  withUniqueNames,
} from './value-rules.ts';

const { xai, local, openai, gemini } = VOICE_VENDORS;

const OUTSIDE = VOICE_PROVIDER_NAMES.filter((name) => name !== 'local');

const TEXT_MODELS = [
  'claude-haiku-4-5-20251001',
  'claude-sonnet-4-6',
  'claude-sonnet-4-5-20250929',
  'claude-opus-4-6',
  'gpt-5.2',
  'gpt-4.1',
  'gpt-4.1-mini',
  'gpt-4.1-nano',
  'gpt-4o',
  'gpt-4o-mini',
];
/** ElevenLabs takes no more. */
const MAX_EMOTION_TAGS = 20;
const TOOL_CALL_SOUNDS = ['typing', 'elevator1', 'elevator2', 'elevator3', 'elevator4', 'none'];

/** What can stand between the braces of `{{first-name}}`; a dot as in names that a CRM gives. */
const VARIABLE_NAME = /^[A-Za-z0-9_.-]+$/;

const shortText = z.string().max(200);
const longText = z.string().max(5000);
const externalId = z.string().min(1).max(200);
const label = z.string().trim().min(1).max(200);
const share = z.number().min(0).max(1);
const milliseconds = z.int().min(0).max(10_000);
const describedAs = <Schema extends z.ZodType>(schema: Schema, description: string) => schema.meta({ description });

// Lists keep what we do not know of their items: clients may store more with them than we read.
const MAX_TRANSFER_TARGETS = 50;
const TransferTarget = z.looseObject({
  name: label,
  number: TransferNumber,
  reason: longText.nullish(),
  warm: z.boolean().nullish(),
});
const GhlTag = z.looseObject({ name: label });
const GhlRemoveTag = z.looseObject({ name: label, condition: longText.nullish() });
const GhlWorkflow = z.looseObject({ id: externalId, name: label, description: longText.nullish() });
const GhlStage = z.looseObject({ id: externalId, name: label });
const GhlPipeline = z.looseObject({ id: externalId, name: label, stages: z.array(GhlStage).max(100) });
const SmsTemplate = z.looseObject({ name: label, content: z.string().min(1).max(1600) });
const EmotionTag = z.looseObject({ name: label, description: longText.nullish() });
const CalendarConfig = z.looseObject({
  calendar_id: externalId,
  integration_id: externalId.nullish(),
  label: shortText.nullish(),
  provider: oneOf(['gohighlevel']).nullish(),
});
const VariableDefinition = z.looseObject({
  name: z
    .string()
    .max(100)
    .regex(VARIABLE_NAME, 'Input should be a name of letters, digits, underscores and hyphens, such as first-name'),
  description: longText.nullish(),
  required: z.boolean().nullish(),
  default_value: z.string().max(5000).nullish(),
});

export const MAX_AGENT_NAME_LENGTH = 200;
export const AgentName = displayName(MAX_AGENT_NAME_LENGTH);

/** What each setting of an agent may be, when it is given. Defaults stand in `AgentCreate`. */
export const settingRules = {
  system_prompt: describedAs(z.string().min(1).max(100_000), 'Instructions for the agent.'),
  greeting: describedAs(longText, 'First words of an inbound call. Can contain `{{variables}}`.'),
  greeting_outbound: describedAs(longText, 'First words of an outbound call. Can contain `{{variables}}`.'),
  voice: describedAs(
    oneOfAnyCase([...xai.voices, ...local.voices]),
    `A voice of xAI or the local synthesizer, depending on \`voice_provider\`: ${xai.voices.join(', ')}; or ${local.voices.join(', ')}. The default is the provider’s default voice.`,
  ),
  temperature: describedAs(z.number().min(0).max(2), 'Sampling temperature, 0 to 2.'),
  business_name: shortText,
  industry: shortText,
  ghl_phone_number: describedAs(PhoneNumber, 'The number GoHighLevel sends texts from, stored in E.164 format.'),
  calendar_provider: describedAs(oneOf(['gohighlevel']), 'The calendar provider for appointments: `gohighlevel`.'),
  calendar_integration_id: describedAs(externalId, 'The GoHighLevel connection to use, if there are several.'),
  calendar_id: describedAs(externalId, 'The provider’s ID of the calendar.'),
  tools_enabled: describedAs(
    z.array(oneOf(BUILT_IN_TOOLS)).overwrite((names) => [...new Set(names)]),
    `Built-in tools the agent can use: ${BUILT_IN_TOOLS.join(', ')}.`,
  ),
  timezone: describedAs(TimeZone, 'The IANA time zone of the business, such as `America/New_York`.'),
  vad_threshold: describedAs(share, 'How loud speech must be to be detected, 0 to 1. Higher is less sensitive.'),
  vad_silence_duration_ms: describedAs(
    milliseconds,
    'Milliseconds of silence that end the caller’s turn, up to 10000.',
  ),
  vad_prefix_padding_ms: describedAs(
    milliseconds,
    'Prefix padding: milliseconds of audio kept from before speech is detected, up to 10000.',
  ),
  interruption_sensitivity: describedAs(
    oneOf(['low', 'normal', 'high']),
    'How easily callers interrupt the agent: `low` after 0.8 s of speech, `normal` after 0.5 s, `high` after 0.25 s. Coughs, noise, and words such as "uh-huh" never interrupt it.',
  ),
  backchannel_words: describedAs(
    z.array(label).max(100),
    'Words and phrases that callers use only to show they are listening, in addition to the usual ones in many languages.',
  ),
  idle_reminder_count: describedAs(
    z.int().min(0).max(5),
    'How many times the agent checks whether a silent caller is still there, up to 5; 0 means never.',
  ),
  idle_reminder_seconds: describedAs(
    z.int().min(5).max(300),
    'Seconds of silence before each reminder, 5 to 300, or half of `max_silence_seconds` if that is less. The silence timeout of the call keeps running.',
  ),
  idle_reminder_message: describedAs(
    z.string().min(1).max(500),
    'What the agent says in a reminder. Can contain `{{variables}}`. If null, the agent chooses its own words.',
  ),
  max_caller_turn_seconds: describedAs(
    z
      .int()
      .min(0)
      .max(600)
      .refine((seconds) => seconds <= 0 || seconds >= 15, 'Input should be 0 or at least 15'),
    'Seconds a caller can speak without a pause before the agent politely steps in, 15 to 600; 0 means no limit.',
  ),
  enable_web_search: describedAs(z.boolean(), 'The agent can search the web.'),
  enable_x_search: describedAs(z.boolean(), 'The agent can search X.'),
  x_search_handles: describedAs(
    z
      .array(
        z
          .string()
          .overwrite((handle) => handle.replace(/^@/, ''))
          .regex(/^\w{1,15}$/),
      )
      .max(10),
    'The X accounts to limit searches to, with or without `@`, up to 10.',
  ),
  enable_collections_search: describedAs(z.boolean(), 'The agent can search its knowledge bases.'),
  knowledge_base_ids: describedAs(z.array(z.guid()).max(100), 'The knowledge bases it may search.'),
  enable_recording_disclosure: describedAs(
    z.boolean(),
    'Announces at the start of a call that it is recorded, as two-party consent states require.',
  ),
  enable_contact_intelligence: describedAs(
    z.boolean(),
    'Looks up the caller and earlier calls before the agent answers.',
  ),
  ai_speaks_first: describedAs(
    z.boolean(),
    'The agent greets the caller on inbound calls. If false, it waits for the caller to speak.',
  ),
  ai_speaks_first_outbound: describedAs(
    z.boolean(),
    'The agent greets the person on outbound calls. If false, it waits for them to speak.',
  ),
  prompt_includes_contact_intelligence: describedAs(z.boolean(), 'Adds a section about the caller to the prompt.'),
  voice_provider: describedAs(
    oneOf(VOICE_PROVIDER_NAMES),
    `The provider of speech recognition and voice: ${OUTSIDE.map((name) => `\`${name}\``).join(', ')}, or \`local\`, which needs no external service.`,
  ),
  fallback_voice_providers: describedAs(
    withoutRepeats(z.array(oneOf(VOICE_PROVIDER_NAMES)).max(4)),
    'Who takes over a call when `voice_provider` fails, in this order, up to 4. After them come the other providers this installation has keys for, except `local`, which speaks only English and takes over only if it is named here.',
  ),
  gemini_voice: describedAs(oneOfAnyCase(gemini.voices), `One of Gemini’s voices: ${gemini.voices.join(', ')}.`),
  gemini_start_sensitivity: describedAs(
    oneOf(['low', 'high']),
    'How easily Gemini detects speech: `low` ignores background noise, `high` picks up quiet speech.',
  ),
  gemini_end_sensitivity: describedAs(
    oneOf(['low', 'high']),
    'How quickly a pause ends the caller’s turn with Gemini: `high` after `vad_silence_duration_ms`, `low` after twice as long, with a minimum of one second.',
  ),
  gemini_thinking_level: describedAs(
    oneOf(['none', 'minimal', 'low', 'medium', 'high']),
    'How much Gemini thinks before it answers: `none`, `minimal`, `low`, `medium`, or `high` (slowest).',
  ),
  gemini_language_code: describedAs(
    LanguageCode,
    'The language Gemini should expect, such as `es-US`. If null, it detects the language.',
  ),
  gemini_affective_dialog: describedAs(z.boolean(), 'Gemini responds to the caller’s tone of voice (preview).'),
  gemini_proactive_audio: describedAs(z.boolean(), 'Gemini can ignore speech that isn’t directed at it (preview).'),
  gemini_top_k: describedAs(z.int().min(1).max(100), 'Gemini’s top-k, 1 to 100. If null, Gemini’s default.'),
  gemini_top_p: describedAs(share, 'Gemini’s top-p, 0 to 1. If null, Gemini’s default.'),
  openai_voice: describedAs(oneOfAnyCase(openai.voices), `One of OpenAI’s voices: ${openai.voices.join(', ')}.`),
  openai_vad_type: describedAs(
    oneOf(['semantic_vad', 'server_vad']),
    'How OpenAI detects the end of a turn: `semantic_vad` by meaning, `server_vad` by silence.',
  ),
  openai_vad_eagerness: describedAs(
    oneOf(['low', 'medium', 'high', 'auto']),
    'How quickly OpenAI responds with `semantic_vad`: `low`, `medium`, `high`, or `auto`.',
  ),
  openai_noise_reduction: describedAs(
    oneOf(['far_field', 'near_field', 'disabled']),
    'OpenAI’s noise reduction: `far_field` for phones, `near_field` for headsets, or `disabled`.',
  ),
  elevenlabs_voice_id: describedAs(externalId, 'The ElevenLabs voice ID. If null, the default voice.'),
  elevenlabs_model_id: describedAs(externalId, 'The language model of an ElevenLabs agent, such as `gpt-4o-mini`.'),
  elevenlabs_speed: describedAs(z.number().min(0.7).max(1.2), 'Speaking speed, 0.7 to 1.2.'),
  elevenlabs_eagerness: describedAs(
    oneOf(['low', 'normal', 'high']),
    'How quickly an ElevenLabs agent responds: `low`, `normal`, or `high`.',
  ),
  elevenlabs_language: describedAs(LanguageCode, 'The main language of an ElevenLabs agent.'),
  elevenlabs_additional_languages: describedAs(
    z.array(LanguageCode).max(50),
    'Additional languages of an ElevenLabs agent.',
  ),
  elevenlabs_stability: describedAs(share, 'Voice stability at ElevenLabs, from 0 (expressive) to 1 (consistent).'),
  elevenlabs_max_duration_seconds: describedAs(
    z.int().min(60),
    'Maximum call duration at ElevenLabs in seconds, at least 60. If null, no limit.',
  ),
  elevenlabs_emotion_tags: describedAs(
    withUniqueNames(z.array(EmotionTag).max(MAX_EMOTION_TAGS)),
    'Custom emotion tags, up to 20: `[{name, description}]`.',
  ),
  elevenlabs_tool_call_sound: describedAs(
    oneOf(TOOL_CALL_SOUNDS),
    `What callers hear while a tool runs: ${TOOL_CALL_SOUNDS.join(', ')}.`,
  ),
  elevenlabs_pre_tool_speech: describedAs(z.boolean(), 'The agent announces slow tool calls before it runs them.'),
  xai_audio_tags: describedAs(
    z.array(z.string().max(100)).max(100),
    'Speech tags the agent can use with xAI, such as `[pause]`.',
  ),
  agent_mode: describedAs(
    oneOf(['inbound', 'outbound', 'both']),
    'Which calls the agent handles: `inbound`, `outbound`, or `both`.',
  ),
  voice_enabled: describedAs(z.boolean(), 'Takes phone calls.'),
  text_enabled: describedAs(z.boolean(), 'Answers in text channels.'),
  amd_enabled: describedAs(z.boolean(), 'Detects answering machines on outbound calls. Twilio charges a fee.'),
  amd_voicemail_behavior: describedAs(
    oneOf(['hangup', 'static_message', 'dynamic_message', 'agent_decides']),
    'What to do when voicemail answers: `hangup`, `static_message`, `dynamic_message`, or `agent_decides`.',
  ),
  amd_voicemail_message: describedAs(
    longText,
    'The voicemail message. Required for `dynamic_message`, which fills in its `{{variables}}`. `static_message` requires a message or an audio file.',
  ),
  amd_voicemail_audio_url: describedAs(
    z.url({ protocol: /^https?$/ }).max(2048),
    'An audio file to play instead of a spoken message.',
  ),
  transfer_targets: describedAs(
    withUniqueNames(z.array(TransferTarget).max(MAX_TRANSFER_TARGETS)),
    'Transfer targets, up to 50: `[{name, number, reason, warm}]`. Numbers are stored in E.164 format. A `warm` target is called first and asked to take the call while the caller is on hold. If they decline, the caller returns to the agent.',
  ),
  whisper_enabled: describedAs(
    z.boolean(),
    'The person who answers a transferred call hears a summary before the caller is connected.',
  ),
  ghl_tags: describedAs(z.array(GhlTag), 'Tags the agent can add and remove: `[{name}]`.'),
  ghl_remove_tags: describedAs(z.array(GhlRemoveTag), 'Tags the agent should remove, and when: `[{name, condition}]`.'),
  ghl_workflows: describedAs(z.array(GhlWorkflow), 'Workflows the agent can start: `[{id, name, description}]`.'),
  ghl_pipelines: describedAs(
    z.array(GhlPipeline),
    'Pipelines for opportunities: `[{id, name, stages: [{id, name}]}]`.',
  ),
  sms_templates: describedAs(
    withUniqueNames(z.array(SmsTemplate)),
    'Text templates for send_sms: `[{name, content}]`.',
  ),
  max_call_duration_minutes: describedAs(
    z.int().min(0).max(180),
    'Maximum call duration in minutes, up to 180; 0 means no limit.',
  ),
  max_silence_seconds: describedAs(
    z.int().min(0).max(600),
    'Seconds of silence before a call ends, up to 600; 0 means no limit.',
  ),
  calendar_configs: describedAs(
    z.array(CalendarConfig),
    'Calendars, if there are several: `[{calendar_id, integration_id, label, provider}]`.',
  ),
  multi_calendar_behavior: describedAs(
    oneOf(['ask_user', 'auto_first']),
    'With several calendars, `ask_user` offers a choice and `auto_first` books the first free time.',
  ),
  variable_definitions: describedAs(
    withUniqueNames(z.array(VariableDefinition)),
    'The `{{variables}}` of the prompt and greetings: `[{name, description, required, default_value}]`.',
  ),
  tool_instructions: describedAs(z.record(z.string(), longText), 'When and how to use each tool, by tool name.'),
  text_model: describedAs(oneOf(TEXT_MODELS), `The model for text channels: ${TEXT_MODELS.join(', ')}.`),
  channel_pivot_enabled: describedAs(
    z.boolean(),
    'Sends a text when an outbound call isn’t answered: no answer, busy, or voicemail.',
  ),
};
