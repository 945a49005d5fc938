import type { ToolDefinition } from '../../contracts/realtime-provider.ts';
import type { JsonObject } from '../../wire/json.ts';
import { vendorLanguage } from './languages.ts';
import type { ElevenLabsTuning } from './tuning.ts';

/** Telephone audio as it is, both ways. */
export const AUDIO_FORMAT = 'ulaw_8000';
/** The longest session of an agent; a call that lasts longer goes over to another one. */
export const MAX_SESSION_SECONDS = 3600;
/** What an agent's own limit leaves for a goodbye. */
const GOODBYE_SECONDS = 30;
/** The voice of agents for which none is chosen: the one that the API documents as its default. */
export const DEFAULT_VOICE_ID = 'cjVigY5qzO86Huf0OWal';
/** How long the agent waits for a tool; beyond what any of ours takes. */
const TOOL_TIMEOUT_SECONDS = 120;
/** Silent callers are the gateway's concern: the longest wait before the agent speaks up by itself. */
const TURN_TIMEOUT_SECONDS = 30;

const CLIENT_EVENTS = [
  'conversation_initiation_metadata',
  'audio',
  'interruption',
  'agent_response',
  'agent_response_correction',
  'user_transcript',
  'client_tool_call',
  'vad_score',
  'ping',
];

/** What a call may set for itself; anything else is refused by ElevenLabs. */
const OVERRIDES = {
  conversation_config_override: {
    agent: { prompt: { prompt: true, llm: true }, first_message: true, language: true },
    tts: { voice_id: true, stability: true, speed: true },
    asr: { keywords: true },
  },
};

/** An agent of ours as ElevenLabs shall have it. */
export interface AgentPlan {
  name: string;
  /** By which it is found again. */
  tags: readonly string[];
  prompt: string;
  firstMessage: string | null;
  temperature: number | null;
  /** Null: the default voice. */
  voice: string | null;
  /** BCP-47. */
  language: string;
  tuning: ElevenLabsTuning;
  /** Ids of its tools there. */
  toolIds: readonly string[];
}

/** The body that creates the agent; each of its parts can be sent alone to change that part. */
export function agentDocument(plan: AgentPlan): JsonObject {
  const { name, tags, tuning } = plan;
  return {
    name,
    tags: [...tags],
    conversation_config: {
      agent: agentPart(plan),
      tts: speechPart(plan),
      asr: { user_input_audio_format: AUDIO_FORMAT, keywords: [...tuning.keywords] },
      turn: { turn_eagerness: tuning.eagerness, turn_timeout: TURN_TIMEOUT_SECONDS, silence_end_call_timeout: -1 },
      conversation: { max_duration_seconds: sessionSeconds(tuning), client_events: CLIENT_EVENTS, text_only: false },
      language_presets: presets(plan),
    },
    platform_settings: { auth: { enable_auth: true }, overrides: OVERRIDES, privacy: { record_voice: false } },
  };
}

const sessionSeconds = ({ maxDurationSeconds }: ElevenLabsTuning): number =>
  Math.min((maxDurationSeconds ?? MAX_SESSION_SECONDS) + GOODBYE_SECONDS, MAX_SESSION_SECONDS);

function agentPart({ prompt, firstMessage, temperature, language, tuning, toolIds, ...plan }: AgentPlan): JsonObject {
  const detects = otherLanguages({ language, tuning, ...plan }).length > 0;
  return {
    first_message: firstMessage ?? '',
    language: vendorLanguage(language) ?? 'en',
    prompt: {
      prompt,
      llm: tuning.llm,
      ...(temperature !== null && { temperature }),
      tool_ids: [...toolIds],
      // It changes to one of the other languages when the caller speaks it. Hanging up is a tool of ours.
      built_in_tools: {
        language_detection: detects
          ? { type: 'system', name: 'language_detection', params: { system_tool_type: 'language_detection' } }
          : null,
        end_call: null,
      },
    },
  };
}

function speechPart({ voice, language, tuning }: AgentPlan): JsonObject {
  const { speed, stability, emotionTags } = tuning;
  const isExpressive = emotionTags.length > 0;
  // Agents whose language is English must have that one; in other languages ElevenLabs takes its multilingual sister.
  const isEnglish = (vendorLanguage(language) ?? 'en') === 'en';
  return {
    model_id: isExpressive ? 'eleven_v3_conversational' : isEnglish ? 'eleven_flash_v2' : 'eleven_flash_v2_5',
    voice_id: voice ?? DEFAULT_VOICE_ID,
    expressive_mode: isExpressive,
    suggested_audio_tags: emotionTags.map(({ name, description }) => ({
      tag: name,
      ...(description !== '' && { description }),
    })),
    agent_output_audio_format: AUDIO_FORMAT,
    stability,
    speed,
  };
}

function otherLanguages({ language, tuning }: Pick<AgentPlan, 'language' | 'tuning'>): string[] {
  const own = vendorLanguage(language);
  const others = tuning.additionalLanguages.map(vendorLanguage).filter((code) => code !== null && code !== own);
  return [...new Set(others)] as string[];
}

const presets = (plan: Pick<AgentPlan, 'language' | 'tuning'>): JsonObject =>
  Object.fromEntries(otherLanguages(plan).map((language) => [language, { overrides: { agent: { language } } }]));

/** Where a tool carries its mark: it is stored with the tool and told to no model. */
const MARK = 'leadlock_tool';

/** A tool of ours as an agent there calls it: it is run here, and the agent waits for what it brings. */
export function clientTool(
  { name, description, parameters }: ToolDefinition,
  { preToolSpeech, toolCallSound }: Pick<ElevenLabsTuning, 'preToolSpeech' | 'toolCallSound'>,
  mark: string,
): JsonObject {
  return {
    type: 'client',
    name,
    description,
    parameters: objectSchema(parameters, ''),
    expects_response: true,
    response_timeout_secs: TOOL_TIMEOUT_SECONDS,
    execution_mode: 'immediate',
    force_pre_tool_speech: preToolSpeech,
    tool_call_sound: toolCallSound,
    tool_call_sound_behavior: 'always',
    dynamic_variables: { dynamic_variable_placeholders: { [MARK]: mark } },
  };
}

/** The mark of a tool, as `clientTool` put it; null for a tool of somebody else. */
export function markOfTool(config: JsonObject | null): string | null {
  const placeholders = (config?.['dynamic_variables'] as JsonObject | undefined)?.['dynamic_variable_placeholders'];
  const mark = (placeholders as JsonObject | undefined)?.[MARK];
  return typeof mark === 'string' ? mark : null;
}

const LITERALS = new Set(['string', 'number', 'integer', 'boolean']);
const MAX_DEPTH = 8;

function objectSchema(schema: JsonObject, description: string): JsonObject {
  return { ...property(schema, description, 0), type: 'object' };
}

/**
 * The part of JSON Schema that ElevenLabs takes: literals with a description, lists and objects. Rules that it has no word
 * for are left out here; the tool itself checks them.
 */
function property(schema: JsonObject, name: string, depth: number): JsonObject {
  const variant = chosenVariant(schema);
  const said = schema['description'] ?? variant['description'];
  const description = typeof said === 'string' && said !== '' ? said : name;
  const type = typeOf(variant);
  if (type === 'object' && depth < MAX_DEPTH) {
    const properties = (variant['properties'] ?? {}) as Record<string, JsonObject>;
    const required = Array.isArray(variant['required']) ? variant['required'] : [];
    return {
      type,
      description,
      properties: Object.fromEntries(
        Object.entries(properties).map(([key, value]) => [key, property(value, key, depth + 1)]),
      ),
      required,
    };
  }
  if (type === 'array' && depth < MAX_DEPTH) {
    return { type, description, items: property((variant['items'] ?? {}) as JsonObject, name, depth + 1) };
  }
  const choices = variant['enum'];
  const isChoice = Array.isArray(choices) && choices.every((choice) => typeof choice === 'string');
  return { type: LITERALS.has(type) ? type : 'string', description, ...(isChoice && { enum: choices }) };
}

/** Of what a value may be, the first that is not null. */
function chosenVariant(schema: JsonObject): JsonObject {
  for (const key of ['anyOf', 'oneOf', 'allOf']) {
    const variants = schema[key];
    if (!Array.isArray(variants)) continue;
    const variant = (variants as JsonObject[]).find((candidate) => candidate['type'] !== 'null');
    if (variant) return variant;
  }
  return schema;
}

function typeOf(schema: JsonObject): string {
  const { type } = schema;
  const given: unknown = Array.isArray(type) ? type.find((one) => one !== 'null') : type;
  if (typeof given === 'string') return given;
  return schema['properties'] ? 'object' : 'string';
}
