import { z } from 'zod';
import { LANGUAGE_MODELS } from './language-models.ts';

/** The parts of an agent and of a tool that are known here; what the vendor has beyond them is refused, not ignored. */
const LANGUAGE = z.string().regex(/^[a-z]{2}(-br)?$/);
const AUDIO = z.enum(['pcm_8000', 'pcm_16000', 'pcm_22050', 'pcm_24000', 'pcm_44100', 'pcm_48000', 'ulaw_8000']);
const VOICE_MODELS = [
  'eleven_turbo_v2',
  'eleven_turbo_v2_5',
  'eleven_flash_v2',
  'eleven_flash_v2_5',
  'eleven_multilingual_v2',
  'eleven_v3_conversational',
  'eleven_v4',
  'eleven_v4_turbo',
] as const;
const VOICE_MODELS_OF_ENGLISH = new Set(['eleven_turbo_v2', 'eleven_flash_v2']);

const SystemTool = z.strictObject({
  type: z.literal('system').optional(),
  name: z.string(),
  description: z.string().optional(),
  params: z.strictObject({ system_tool_type: z.string() }),
});

const Prompt = z.strictObject({
  prompt: z.string().default(''),
  llm: z
    .string()
    .refine((llm) => LANGUAGE_MODELS.has(llm), 'Input should be a language model of ElevenLabs')
    .default('gemini-2.5-flash'),
  temperature: z.number().min(0).max(1).default(0),
  max_tokens: z.int().default(-1),
  tool_ids: z.array(z.string()).default([]),
  built_in_tools: z.record(z.string(), SystemTool.nullable()).default({}),
});

const AgentPart = z.strictObject({
  first_message: z.string().default(''),
  language: LANGUAGE.default('en'),
  disable_first_message_interruptions: z.boolean().default(false),
  prompt: Prompt.prefault({}),
});

const SpeechPart = z.strictObject({
  model_id: z.enum(VOICE_MODELS).default('eleven_flash_v2'),
  voice_id: z.string().default('cjVigY5qzO86Huf0OWal'),
  expressive_mode: z.boolean().default(true),
  suggested_audio_tags: z
    .array(z.strictObject({ tag: z.string().min(1), description: z.string().optional() }))
    .max(20)
    .default([]),
  agent_output_audio_format: AUDIO.default('pcm_16000'),
  stability: z.number().min(0).max(1).default(0.5),
  speed: z.number().min(0.7).max(1.2).default(1),
  similarity_boost: z.number().min(0).max(1).default(0.8),
});

const Conversation = z.strictObject({
  max_duration_seconds: z.int().min(1).default(600),
  client_events: z.array(z.string()).default(['audio', 'interruption', 'agent_response', 'user_transcript', 'ping']),
  text_only: z.boolean().default(false),
});

const Turn = z.strictObject({
  turn_eagerness: z.enum(['patient', 'normal', 'eager']).default('normal'),
  turn_timeout: z.number().min(1).max(30).default(7),
  silence_end_call_timeout: z.number().default(-1),
});

const Preset = z.strictObject({
  overrides: z.strictObject({
    agent: z.strictObject({ first_message: z.string().optional(), language: LANGUAGE.optional() }).optional(),
    tts: z.strictObject({ voice_id: z.string().optional() }).optional(),
  }),
});

const flag = z.boolean().default(false);
const Overrides = z.strictObject({
  conversation_config_override: z
    .strictObject({
      agent: z
        .strictObject({
          prompt: z.strictObject({ prompt: flag, llm: flag }).prefault({}),
          first_message: flag,
          language: flag,
        })
        .prefault({}),
      tts: z.strictObject({ voice_id: flag, stability: flag, speed: flag, similarity_boost: flag }).prefault({}),
      asr: z.strictObject({ keywords: flag }).prefault({}),
      conversation: z.strictObject({ text_only: flag, client_events: flag }).prefault({}),
    })
    .prefault({}),
  custom_llm_extra_body: flag,
});

/** The whole of an agent, with the vendor's defaults. */
export const Agent = z
  .strictObject({
    name: z.string().default('New agent'),
    tags: z.array(z.string()).default([]),
    conversation_config: z
      .strictObject({
        agent: AgentPart.prefault({}),
        tts: SpeechPart.prefault({}),
        asr: z
          .strictObject({
            user_input_audio_format: AUDIO.default('pcm_16000'),
            keywords: z.array(z.string()).default([]),
          })
          .prefault({}),
        turn: Turn.prefault({}),
        conversation: Conversation.prefault({}),
        language_presets: z.record(LANGUAGE, Preset).default({}),
      })
      .prefault({}),
    platform_settings: z
      .strictObject({
        auth: z.strictObject({ enable_auth: flag }).prefault({}),
        overrides: Overrides.prefault({}),
        privacy: z.strictObject({ record_voice: z.boolean().default(true) }).prefault({}),
      })
      .prefault({}),
  })
  .check(({ value, issues }) => {
    const { agent, tts } = value.conversation_config;
    const isV2 = VOICE_MODELS_OF_ENGLISH.has(tts.model_id);
    const takesAll = !/^eleven_(turbo|flash)_/.test(tts.model_id);
    if (takesAll || isV2 === (agent.language === 'en')) return;
    const message =
      agent.language === 'en'
        ? 'English Agents must use turbo or flash v2.'
        : 'Non-english Agents must use turbo or flash v2_5.';
    issues.push({ code: 'custom', path: ['conversation_config', 'tts', 'model_id'], message, input: tts.model_id });
  });
export type Agent = z.infer<typeof Agent>;

const described = { description: z.string().min(1) };
type Property = z.ZodType<unknown>;
const property: Property = z.lazy(() => z.union([Literal, List, Shape]));
const Literal = z.strictObject({
  type: z.enum(['string', 'number', 'integer', 'boolean']),
  ...described,
  enum: z.array(z.string()).nullable().optional(),
});
const List = z.strictObject({ type: z.literal('array'), description: z.string().optional(), items: property });
const Shape = z.strictObject({
  type: z.literal('object'),
  description: z.string().optional(),
  properties: z.record(z.string(), property).default({}),
  required: z.array(z.string()).default([]),
});

/** A tool that the client runs. */
export const ClientTool = z.strictObject({
  type: z.literal('client'),
  name: z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/),
  description: z.string().min(1),
  parameters: Shape.nullable().default(null),
  expects_response: flag,
  response_timeout_secs: z.int().min(1).max(120).default(20),
  execution_mode: z.enum(['immediate', 'post_tool_speech', 'async']).default('immediate'),
  force_pre_tool_speech: flag,
  disable_interruptions: flag,
  tool_call_sound: z.enum(['typing', 'elevator1', 'elevator2', 'elevator3', 'elevator4']).nullable().default(null),
  tool_call_sound_behavior: z.enum(['auto', 'always']).default('auto'),
  dynamic_variables: z
    .strictObject({
      dynamic_variable_placeholders: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
    })
    .prefault({}),
});
export type ClientTool = z.infer<typeof ClientTool>;
