import type { LocalVoice } from '@leadlock/voice/local';
import { z } from 'zod';
import type { EventProblem, RealtimeServerDialect } from '../realtime/dialect.ts';
import { listAt, numberAt, objectAt, textAt, type JsonObject } from '../realtime/json.ts';
import { readFormat, readTools } from '../realtime/read-settings.ts';
import { scopeOf } from '../search/search-index.ts';

export const XAI_VOICES =
  'altair ara atlas aurora carina castor celeste cosmo eve helios helix iris kepler leo liora lumen luna lux naksh orion perseus rex rigel sal sirius ursa zagan zenith'.split(
    ' ',
  );
const MALE_VOICES = new Set('atlas castor cosmo helios helix kepler leo orion perseus rex rigel sal sirius'.split(' '));

/** Who speaks here for a voice: one man for all men, one woman for all others. */
export const xaiSpeaker = (voice: string): LocalVoice => (MALE_VOICES.has(voice.toLowerCase()) ? 'rms' : 'slt');
const PCM_RATES = [8000, 16_000, 21_050, 24_000, 32_000, 44_100, 48_000];

const Format = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('audio/pcm'), rate: z.literal(PCM_RATES).optional() }),
  z.strictObject({ type: z.literal(['audio/pcmu', 'audio/pcma']), rate: z.literal(8000).optional() }),
]);
const Transport = z.enum(['json', 'binary']).optional();

/** Voice and turn detection stand at the top, there is no type, and OpenAI's places for them are unknown. */
const Session = z.strictObject({
  model: z.string().optional(),
  instructions: z.string().optional(),
  // Custom voices have ids of their own.
  voice: z
    .string()
    .refine((voice) => XAI_VOICES.includes(voice.toLowerCase()) || /^[\w-]{8,}$/.test(voice))
    .optional(),
  turn_detection: z
    .strictObject({
      type: z.literal('server_vad'),
      threshold: z.number().min(0.1).max(0.9).optional(),
      silence_duration_ms: z.number().int().min(0).max(10_000).optional(),
      prefix_padding_ms: z.number().int().min(0).max(10_000).optional(),
      idle_timeout_ms: z.number().int().nullish(),
      create_response: z.boolean().optional(),
      interrupt_response: z.boolean().optional(),
    })
    .nullish(),
  audio: z
    .strictObject({
      input: z
        .strictObject({
          format: Format.optional(),
          transcription: z
            .strictObject({
              model: z.string().optional(),
              language_hint: z.string().optional(),
              keyterms: z.array(z.string()).optional(),
            })
            .nullish(),
          transport: Transport,
        })
        .optional(),
      output: z
        .strictObject({
          format: Format.optional(),
          speed: z.number().min(0.7).max(1.5).optional(),
          transport: Transport,
        })
        .optional(),
    })
    .optional(),
  tools: z
    .array(
      z.discriminatedUnion('type', [
        z.strictObject({
          type: z.literal('function'),
          name: z.string().min(1),
          description: z.string().optional(),
          parameters: z.looseObject({}).optional(),
        }),
        z.strictObject({ type: z.literal('web_search') }),
        z.strictObject({
          type: z.literal('x_search'),
          allowed_x_handles: z
            .array(z.string().regex(/^\w{1,15}$/))
            .max(10)
            .optional(),
        }),
        z.looseObject({ type: z.literal(['file_search', 'mcp']) }),
      ]),
    )
    .optional(),
  reasoning: z.strictObject({ effort: z.enum(['high', 'none']) }).optional(),
  replace: z.record(z.string(), z.string()).optional(),
  resumption: z.strictObject({ enabled: z.boolean() }).optional(),
});

const TextPart = z.looseObject({ type: z.string(), text: z.string().optional() });
const Item = z.discriminatedUnion('type', [
  z.looseObject({
    type: z.literal('message'),
    role: z.enum(['user', 'assistant', 'system']),
    content: z.array(TextPart),
  }),
  z.looseObject({ type: z.literal('function_call'), call_id: z.string(), name: z.string(), arguments: z.string() }),
  z.looseObject({ type: z.literal('function_call_output'), call_id: z.string(), output: z.string() }),
  z.looseObject({
    type: z.literal('force_message'),
    role: z.literal('assistant'),
    content: z.array(z.looseObject({ type: z.literal('output_text'), text: z.string().min(1) })).min(1),
    interruptible: z.boolean().optional(),
  }),
]);

const id = z.string();
const eventId = z.string().optional();
const ClientEvent = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('session.update'), event_id: eventId, session: Session }),
  z.looseObject({ type: z.literal('input_audio_buffer.append'), event_id: eventId, audio: z.string() }),
  z.looseObject({ type: z.literal(['input_audio_buffer.commit', 'input_audio_buffer.clear']), event_id: eventId }),
  z.looseObject({ type: z.literal('conversation.item.create'), event_id: eventId, item: Item }),
  z.looseObject({ type: z.literal('conversation.item.delete'), event_id: eventId, item_id: id }),
  z.looseObject({ type: z.literal('conversation.item.truncate'), event_id: eventId }),
  z.looseObject({
    type: z.literal('response.create'),
    event_id: eventId,
    response: z
      .looseObject({ modalities: z.array(z.enum(['text', 'audio'])).optional(), instructions: z.string().optional() })
      .optional(),
  }),
  z.looseObject({ type: z.literal('response.cancel'), event_id: eventId }),
]);

/** Grok Voice: OpenAI's events with a session layout and habits of its own. */
export const xaiDialect: RealtimeServerDialect = {
  name: 'xai',
  apiKey: 'xai-sandbox',
  checkUpgrade: () => null,
  // Without a model there is a default, silently.
  modelOf: (url) => url.searchParams.get('model') ?? 'grok-voice-latest',
  knowsModel: (model) => /^grok-voice-[\w.-]+$/.test(model),
  initialSession: (model) => ({
    model,
    instructions: '',
    voice: 'eve',
    turn_detection: { type: 'server_vad', threshold: 0.5, silence_duration_ms: 500, prefix_padding_ms: 300 },
    audio: {
      input: { format: { type: 'audio/pcm', rate: 24_000 }, transport: 'json' },
      output: { format: { type: 'audio/pcm', rate: 24_000 }, speed: 1, transport: 'json' },
    },
    tools: [],
  }),
  checkEvent,
  readSettings: (session) => {
    const detection = objectAt(session, 'turn_detection');
    return {
      instructions: textAt(session, 'instructions') ?? '',
      tools: readTools(session),
      toolsAllowed: true,
      input: readFormat(objectAt(session, 'audio', 'input', 'format')),
      output: readFormat(objectAt(session, 'audio', 'output', 'format')),
      binaryInput: objectAt(session, 'audio', 'input')?.transport === 'binary',
      binaryOutput: objectAt(session, 'audio', 'output')?.transport === 'binary',
      speaks: true,
      voice: xaiSpeaker(textAt(session, 'voice') ?? ''),
      transcribes: true,
      turnDetection: detection && {
        threshold: numberAt(detection, 'threshold') ?? 0.5,
        silenceMs: numberAt(detection, 'silence_duration_ms') ?? 500,
        prefixMs: numberAt(detection, 'prefix_padding_ms') ?? 300,
        createsResponse: detection.create_response !== false,
        // It goes on speaking until the client cancels.
        interruptsResponse: false,
      },
    };
  },
  searchScope: (session) => scopeOf(listAt(session, 'tools')),
  // Interim words first, then the whole twice: the last one before the answer is final.
  transcription: (itemId, text) => {
    const place = { item_id: itemId, content_index: 0 };
    const type = 'conversation.item.input_audio_transcription';
    const words = text.split(' ');
    const interim = words.slice(0, Math.ceil(words.length / 2)).join(' ');
    return [
      { type: `${type}.updated`, ...place, transcript: interim },
      { type: `${type}.completed`, ...place, status: 'in_progress', transcript: text },
      { type: `${type}.completed`, ...place, status: 'completed', transcript: text },
    ];
  },
  transcribesBeforeAnswer: true,
  newTurnReplacesAnswer: true,
  announcesConversation: true,
  reportsRateLimits: false,
  truncates: false,
  speaksForcedMessages: true,
  usageBesideResponse: true,
  textEvents: 'response.text',
};

function checkEvent(event: JsonObject): EventProblem | null {
  const result = ClientEvent.safeParse(event);
  if (result.success) return null;
  const [issue] = result.error.issues;
  const param = issue?.path.join('.') ?? '';
  if (issue?.code === 'unrecognized_keys') {
    const name = [param, issue.keys[0]].filter((part) => part !== '').join('.');
    return { code: 'unknown_parameter', message: `Unknown parameter: '${name}'.`, param: name };
  }
  return { code: 'invalid_value', message: `Invalid value for '${param}': ${issue?.message ?? ''}`, param };
}
