import type { LocalVoice } from '@leadlock/voice/local';
import type { RealtimeServerDialect, TurnDetection } from '../realtime/dialect.ts';
import { numberAt, objectAt, textAt, type JsonObject } from '../realtime/json.ts';
import { readFormat, readTools } from '../realtime/read-settings.ts';
import { heardTokens, textTokens } from '../realtime/usage.ts';
import { checkOpenAiEvent } from './check-event.ts';

/** How long each eagerness waits for more words. */
const SEMANTIC_SILENCE_MS: Record<string, number> = { low: 1000, medium: 600, auto: 600, high: 350 };

const MALE_VOICES = new Set(['ash', 'ballad', 'cedar', 'echo', 'fable', 'onyx', 'verse']);

/** Who speaks here for a voice: one man for all men, one woman for all others. */
export const openAiSpeaker = (voice: unknown): LocalVoice => (MALE_VOICES.has(String(voice)) ? 'rms' : 'slt');

/** OpenAI Realtime, the generally available protocol. */
export const openAiDialect: RealtimeServerDialect = {
  name: 'openai',
  apiKey: 'sk-sandbox',
  checkUpgrade(url, headers) {
    if (headers['openai-beta'] !== undefined) {
      const message = 'The Realtime Beta API is no longer supported. Please use /v1/realtime for the GA API.';
      return { status: 400, code: 'beta_api_shape_disabled', message };
    }
    if (url.searchParams.has('model')) return null;
    return { status: 400, code: 'missing_model', message: 'You must provide a model parameter.' };
  },
  modelOf: (url) => url.searchParams.get('model') ?? '',
  knowsModel: (model) => /^gpt-(?:realtime|audio|4o(?:-mini)?-realtime-preview)(?:-[\w.-]+)?$/.test(model),
  initialSession: (model) => ({
    type: 'realtime',
    model,
    output_modalities: ['audio'],
    instructions: 'Your knowledge cutoff is 2023-10. You are a helpful, witty, and friendly AI.',
    tools: [],
    tool_choice: 'auto',
    max_output_tokens: 'inf',
    tracing: null,
    truncation: 'auto',
    audio: {
      input: {
        format: { type: 'audio/pcm', rate: 24_000 },
        turn_detection: {
          type: 'server_vad',
          threshold: 0.5,
          prefix_padding_ms: 300,
          silence_duration_ms: 500,
          idle_timeout_ms: null,
          create_response: true,
          interrupt_response: true,
        },
      },
      output: { format: { type: 'audio/pcm', rate: 24_000 }, voice: 'alloy', speed: 1 },
    },
  }),
  checkEvent: checkOpenAiEvent,
  readSettings: (session) => ({
    instructions: textAt(session, 'instructions') ?? '',
    tools: readTools(session),
    toolsAllowed: session.tool_choice !== 'none',
    input: readFormat(objectAt(session, 'audio', 'input', 'format')),
    output: readFormat(objectAt(session, 'audio', 'output', 'format')),
    binaryInput: false,
    binaryOutput: false,
    speaks: !(Array.isArray(session.output_modalities) && session.output_modalities[0] === 'text'),
    voice: openAiSpeaker(objectAt(session, 'audio', 'output')?.voice),
    transcribes: objectAt(session, 'audio', 'input', 'transcription') !== null,
    turnDetection: readTurnDetection(objectAt(session, 'audio', 'input', 'turn_detection')),
  }),
  searchScope: () => null,
  transcription: (itemId, text, audioMs) => {
    const place = { item_id: itemId, content_index: 0 };
    const type = 'conversation.item.input_audio_transcription';
    const [input, output] = [heardTokens(audioMs), textTokens(text)];
    const usage = {
      type: 'tokens',
      total_tokens: input + output,
      input_tokens: input,
      input_token_details: { text_tokens: 0, audio_tokens: input },
      output_tokens: output,
    };
    const deltas = text === '' ? [] : [{ type: `${type}.delta`, ...place, delta: text }];
    return [...deltas, { type: `${type}.completed`, ...place, transcript: text, usage }];
  },
  transcribesBeforeAnswer: false,
  newTurnReplacesAnswer: false,
  announcesConversation: false,
  reportsRateLimits: true,
  truncates: true,
  speaksForcedMessages: false,
  usageBesideResponse: false,
  textEvents: 'response.output_text',
};

function readTurnDetection(detection: JsonObject | null): TurnDetection | null {
  if (!detection) return null;
  const semantic = detection.type === 'semantic_vad';
  const eagerness = textAt(detection, 'eagerness') ?? 'auto';
  return {
    threshold: numberAt(detection, 'threshold') ?? 0.5,
    silenceMs: semantic ? (SEMANTIC_SILENCE_MS[eagerness] ?? 600) : (numberAt(detection, 'silence_duration_ms') ?? 500),
    prefixMs: numberAt(detection, 'prefix_padding_ms') ?? 300,
    createsResponse: detection.create_response !== false,
    interruptsResponse: detection.interrupt_response !== false,
  };
}
