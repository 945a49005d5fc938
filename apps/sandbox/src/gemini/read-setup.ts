import type { ToolDefinition } from '@leadlock/voice/contracts';
import type { LocalVoice } from '@leadlock/voice/local';
import type { TurnDetection } from '../realtime/dialect.ts';
import { asObject, type JsonObject } from '../realtime/json.ts';
import type { Setup } from './check-message.ts';

const MALE_VOICES = new Set([
  'Achird',
  'Algenib',
  'Algieba',
  'Alnilam',
  'Charon',
  'Enceladus',
  'Fenrir',
  'Iapetus',
  'Orus',
  'Puck',
  'Rasalgethi',
  'Sadachbia',
  'Sadaltager',
  'Schedar',
  'Umbriel',
  'Zubenelgenubi',
]);

export const instructionsOf = (setup: Setup | null): string =>
  setup?.systemInstruction?.parts.map(({ text }) => text).join('\n') ?? '';

/** Who speaks here for a voice: one man for all men, one woman for all others. */
export const geminiSpeaker = (voice: string): LocalVoice => (MALE_VOICES.has(voice) ? 'rms' : 'slt');

export const voiceOf = (setup: Setup | null): LocalVoice =>
  geminiSpeaker(setup?.generationConfig?.speechConfig?.voiceConfig?.prebuiltVoiceConfig.voiceName ?? '');

export const searchesGoogle = ({ tools = [] }: Setup): boolean =>
  tools.some(({ googleSearch }) => googleSearch !== undefined);

/** The functions, described as everywhere else. */
export const toolsOf = ({ tools = [] }: Setup): ToolDefinition[] =>
  tools.flatMap(({ functionDeclarations = [] }) =>
    functionDeclarations.map(({ name, description = '', parameters }) => ({
      name,
      description,
      parameters: asObject(jsonSchema(parameters)) ?? { type: 'object', properties: {} },
    })),
  );

/** Gemini writes the types large. */
function jsonSchema(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(jsonSchema);
  const object = asObject(value);
  if (!object) return value;
  const entries = Object.entries(object).map(([key, each]) => [
    key,
    key === 'type' && typeof each === 'string' ? each.toLowerCase() : jsonSchema(each),
  ]);
  return Object.fromEntries(entries) as JsonObject;
}

/** Null: the client says when the caller speaks. */
export function turnDetectionOf({ realtimeInputConfig }: Setup): TurnDetection | null {
  const { disabled, endOfSpeechSensitivity, ...detection } = realtimeInputConfig?.automaticActivityDetection ?? {};
  if (disabled) return null;
  return {
    threshold: detection.startOfSpeechSensitivity === 'START_SENSITIVITY_HIGH' ? 0.3 : 0.6,
    silenceMs: detection.silenceDurationMs ?? (endOfSpeechSensitivity === 'END_SENSITIVITY_HIGH' ? 500 : 1500),
    prefixMs: detection.prefixPaddingMs ?? 20,
    createsResponse: true,
    interruptsResponse: realtimeInputConfig?.activityHandling !== 'NO_INTERRUPTION',
  };
}
