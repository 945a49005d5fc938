import { z } from 'zod';
import type { JsonObject } from '../realtime/json.ts';

/** Why a connection is closed: with which code, and in which words. */
export interface Closing {
  code: number;
  reason: string;
}

export type ApiVersion = 'v1beta' | 'v1alpha';

export const LIVE_MODELS: readonly string[] = ['gemini-3.8-live', 'gemini-3.1-flash-live-preview'];
/** The one that the previews of affective dialog and proactive audio are for. */
const PREVIEW_MODEL = 'models/gemini-3.8-live';

export const GEMINI_VOICES: readonly string[] = (
  'Achernar Achird Algenib Algieba Alnilam Aoede Autonoe Callirrhoe Charon Despina Enceladus Erinome Fenrir Gacrux ' +
  'Iapetus Kore Laomedeia Leda Orus Puck Pulcherrima Rasalgethi Sadachbia Sadaltager Schedar Sulafat Umbriel ' +
  'Vindemiatrix Zephyr Zubenelgenubi'
).split(' ');

const none = z.strictObject({});
const flag = z.boolean().optional();
const text = z.string();

/** The part of OpenAPI's schema that functions are described in. */
const Schema: z.ZodType = z.lazy(() =>
  z.strictObject({
    type: z.enum(['STRING', 'NUMBER', 'INTEGER', 'BOOLEAN', 'ARRAY', 'OBJECT', 'NULL']).optional(),
    format: z.enum(['enum', 'date-time', 'float', 'double', 'int32', 'int64']).optional(),
    title: text.optional(),
    description: text.optional(),
    nullable: flag,
    enum: z.array(text).optional(),
    items: Schema.optional(),
    minItems: z.number().optional(),
    maxItems: z.number().optional(),
    properties: z
      .record(text, Schema)
      .refine((properties) => Object.keys(properties).length > 0, 'should be non-empty for OBJECT type')
      .optional(),
    required: z.array(text).optional(),
    propertyOrdering: z.array(text).optional(),
    minLength: z.number().optional(),
    maxLength: z.number().optional(),
    pattern: text.optional(),
    minimum: z.number().optional(),
    maximum: z.number().optional(),
    anyOf: z.array(Schema).optional(),
  }),
);

const Parts = z.array(z.strictObject({ text })).min(1);
const Setup = z.strictObject({
  model: text,
  generationConfig: z
    .strictObject({
      responseModalities: z.tuple([z.enum(['AUDIO'])]).optional(),
      temperature: z.number().min(0).max(2).optional(),
      topP: z.number().min(0).max(1).optional(),
      topK: z.int().min(1).optional(),
      maxOutputTokens: z.int().min(1).optional(),
      speechConfig: z
        .strictObject({
          voiceConfig: z
            .strictObject({ prebuiltVoiceConfig: z.strictObject({ voiceName: z.enum(GEMINI_VOICES) }) })
            .optional(),
          languageCode: z
            .string()
            .regex(/^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2}|-\d{3})?$/)
            .optional(),
        })
        .optional(),
      thinkingConfig: z
        .strictObject({
          thinkingLevel: z.enum(['MINIMAL', 'LOW', 'MEDIUM', 'HIGH']).optional(),
          includeThoughts: flag,
        })
        .optional(),
      enableAffectiveDialog: flag,
    })
    .optional(),
  systemInstruction: z.strictObject({ role: z.literal('user').optional(), parts: Parts }).optional(),
  tools: z
    .array(
      z.strictObject({
        functionDeclarations: z
          .array(
            z.strictObject({
              name: z.string().regex(/^[A-Za-z_][\w.:-]{0,127}$/),
              description: text.optional(),
              parameters: Schema.optional(),
              behavior: z.enum(['BLOCKING', 'NON_BLOCKING']).optional(),
            }),
          )
          .optional(),
        googleSearch: none.optional(),
      }),
    )
    .optional(),
  realtimeInputConfig: z
    .strictObject({
      automaticActivityDetection: z
        .strictObject({
          disabled: flag,
          startOfSpeechSensitivity: z.enum(['START_SENSITIVITY_HIGH', 'START_SENSITIVITY_LOW']).optional(),
          endOfSpeechSensitivity: z.enum(['END_SENSITIVITY_HIGH', 'END_SENSITIVITY_LOW']).optional(),
          prefixPaddingMs: z.int().min(0).optional(),
          silenceDurationMs: z.int().min(0).optional(),
        })
        .optional(),
      activityHandling: z.enum(['START_OF_ACTIVITY_INTERRUPTS', 'NO_INTERRUPTION']).optional(),
      turnCoverage: z
        .enum(['TURN_INCLUDES_ONLY_ACTIVITY', 'TURN_INCLUDES_ALL_INPUT', 'TURN_INCLUDES_AUDIO_ACTIVITY_AND_ALL_VIDEO'])
        .optional(),
    })
    .optional(),
  inputAudioTranscription: none.optional(),
  outputAudioTranscription: none.optional(),
  proactivity: z.strictObject({ proactiveAudio: flag }).optional(),
  sessionResumption: z.strictObject({ handle: text.nullish() }).optional(),
  contextWindowCompression: z
    .strictObject({
      slidingWindow: z.strictObject({ targetTokens: text.optional() }).optional(),
      triggerTokens: text.optional(),
    })
    .optional(),
  historyConfig: z.strictObject({ initialHistoryInClientContent: flag }).optional(),
});
export type Setup = z.infer<typeof Setup>;

const ClientContent = z.strictObject({
  turns: z.array(z.strictObject({ role: z.enum(['user', 'model']), parts: Parts })).optional(),
  turnComplete: flag,
});
const RealtimeInput = z.union([
  z.strictObject({
    audio: z.strictObject({ data: z.base64(), mimeType: z.string().regex(/^audio\/pcm;rate=\d{4,5}$/) }),
  }),
  z.strictObject({ text }),
  z.strictObject({ audioStreamEnd: z.literal(true) }),
  z.strictObject({ activityStart: none }),
  z.strictObject({ activityEnd: none }),
]);
const ToolResponse = z.strictObject({
  functionResponses: z.array(z.strictObject({ id: text, name: text, response: z.record(text, z.unknown()) })).min(1),
});

const Message = z.union([
  z.strictObject({ setup: Setup }),
  z.strictObject({ clientContent: ClientContent }),
  z.strictObject({ realtimeInput: RealtimeInput }),
  z.strictObject({ toolResponse: ToolResponse }),
]);
export type ClientMessage = z.infer<typeof Message>;

const KINDS = { setup: Setup, clientContent: ClientContent, realtimeInput: RealtimeInput, toolResponse: ToolResponse };

const invalid = (reason: string): Closing => ({ code: 1007, reason });

/** A message that the server takes, or why it closes the connection. */
export function checkMessage(message: JsonObject): ClientMessage | Closing {
  const [kind = '', ...others] = Object.keys(message);
  if (!Object.hasOwn(KINDS, kind) || others.length > 0) {
    return invalid(`Invalid JSON payload received. Unknown name "${others[0] ?? kind}": Cannot find field.`);
  }
  const result = KINDS[kind as keyof typeof KINDS].safeParse(message[kind]);
  return result.success ? ({ [kind]: result.data } as ClientMessage) : invalid(problemOf(kind, result.error));
}

function problemOf(kind: string, { issues }: z.ZodError): string {
  const [issue] = issues;
  const path = [kind, ...(issue?.path ?? [])].join('.');
  if (issue?.code === 'unrecognized_keys') {
    return `Invalid JSON payload received. Unknown name "${issue.keys[0]}" at '${path}': Cannot find field.`;
  }
  return `Request contains an invalid argument: ${path}: ${issue?.message ?? ''}`;
}

/** What a well-formed setup may not ask for. */
export function checkSetup(setup: Setup, version: ApiVersion): Closing | null {
  if (!LIVE_MODELS.some((model) => setup.model === `models/${model}`)) {
    const reason = `${setup.model} is not found for API version ${version}, or is not supported for bidiGenerateContent.`;
    return { code: 1008, reason };
  }
  const isPreview = version === 'v1alpha' && setup.model === PREVIEW_MODEL;
  // Naming these fields is enough, whatever they say.
  if (!isPreview && setup.generationConfig?.enableAffectiveDialog !== undefined) {
    return invalid(
      `Invalid JSON payload received. Unknown name "enableAffectiveDialog" at 'setup.generation_config': Cannot find field.`,
    );
  }
  if (!isPreview && setup.proactivity !== undefined) {
    return invalid(`Invalid JSON payload received. Unknown name "proactivity" at 'setup': Cannot find field.`);
  }
  return null;
}
