import type { RealtimeSessionConfig, TurnDetection } from '../../contracts/realtime-provider.ts';
import type { JsonObject } from '../../wire/json.ts';
import type { RealtimeDialect } from '../protocol/dialect.ts';
import { functionTools } from '../protocol/tools.ts';
import { openai } from './descriptor.ts';

/** G.711 μ-law both ways: the caller's bytes are the provider's bytes. */
const TELEPHONE_AUDIO = { type: 'audio/pcmu' };
const TRANSCRIPTION_MODEL = 'gpt-4o-mini-transcribe';

export const openAiDialect: RealtimeDialect = {
  name: 'openai',
  service: openai.service,
  capabilities: { updates: true, maxSessionSeconds: 3600, signsWithinMs: 2000 },
  sessionUpdate: (config, model) => ({
    type: 'session.update',
    // The generally available models take no temperature, so that setting has no place here.
    session: {
      type: 'realtime',
      model,
      instructions: config.instructions,
      output_modalities: ['audio'],
      audio: {
        input: {
          format: TELEPHONE_AUDIO,
          // Off is said by leaving it out.
          ...(config.noiseReduction && { noise_reduction: { type: config.noiseReduction } }),
          transcription: transcription(config),
          turn_detection: turnDetection(config.turnDetection),
        },
        output: { format: TELEPHONE_AUDIO, voice: config.voice },
      },
      tools: functionTools(config.tools),
      tool_choice: 'auto',
    },
  }),
  changeRequest: ({ instructions, tools }) => ({
    type: 'session.update',
    session: {
      type: 'realtime',
      ...(instructions !== undefined && { instructions }),
      ...(tools && { tools: functionTools(tools) }),
    },
  }),
  detectionRequest: (detection) => ({
    type: 'session.update',
    session: {
      type: 'realtime',
      audio: { input: { turn_detection: detection && turnDetection(detection) } },
    },
  }),
  answerRequest: { type: 'response.create' },
  momentRequest: {
    type: 'response.create',
    response: {
      instructions:
        'Say in a few words, in the language of the conversation, that this takes a moment. Say nothing else and promise nothing.',
      tool_choice: 'none',
    },
  },
  verbatimRequest: (text) => ({
    type: 'response.create',
    response: {
      instructions: `Say exactly the following text, word for word, and nothing before or after it:\n${text}`,
      tool_choice: 'none',
    },
  }),
  cancelRequest: (responseId) => ({ type: 'response.cancel', ...(responseId && { response_id: responseId }) }),
};

function transcription(config: RealtimeSessionConfig): JsonObject {
  // The transcriber wants the bare language, as in ISO 639-1.
  const language = config.language?.split('-')[0]?.toLowerCase();
  return { model: TRANSCRIPTION_MODEL, ...(language && { language }) };
}

function turnDetection(detection: TurnDetection): JsonObject {
  // Whether somebody interrupts is decided by the call, and not by whatever the detector takes for speech.
  const behavior = { create_response: true, interrupt_response: false };
  if (detection.kind === 'semantic') return { type: 'semantic_vad', eagerness: detection.eagerness, ...behavior };
  return {
    type: 'server_vad',
    threshold: detection.threshold,
    prefix_padding_ms: detection.prefixPaddingMs,
    silence_duration_ms: detection.silenceDurationMs,
    ...behavior,
  };
}
