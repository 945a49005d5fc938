import type { TurnDetection } from '../../contracts/realtime-provider.ts';
import type { JsonObject } from '../../wire/json.ts';
import type { RealtimeDialect } from '../protocol/dialect.ts';
import { functionTools } from '../protocol/tools.ts';
import { xai } from './descriptor.ts';

/** G.711 μ-law in JSON both ways: the caller's bytes are the provider's bytes. */
const TELEPHONE_AUDIO = { format: { type: 'audio/pcmu' }, transport: 'json' };
const TRANSCRIPTION_MODEL = 'grok-transcribe';

export const xaiDialect: RealtimeDialect = {
  name: 'xai',
  service: xai.service,
  capabilities: { updates: true, maxSessionSeconds: 1800, signsWithinMs: 2000 },
  // The model is chosen by the address alone. Voice and turn detection stand at the top, unlike with OpenAI.
  sessionUpdate: (config) => ({
    type: 'session.update',
    session: {
      instructions: config.instructions,
      voice: config.voice,
      turn_detection: turnDetection(config.turnDetection),
      audio: {
        input: {
          ...TELEPHONE_AUDIO,
          transcription: { model: TRANSCRIPTION_MODEL, ...(config.language && { language_hint: config.language }) },
        },
        output: TELEPHONE_AUDIO,
      },
      tools: functionTools(config.tools),
    },
  }),
  changeRequest: ({ instructions, tools }) => ({
    type: 'session.update',
    session: {
      ...(instructions !== undefined && { instructions }),
      ...(tools && { tools: functionTools(tools) }),
    },
  }),
  detectionRequest: (detection) => ({
    type: 'session.update',
    session: { turn_detection: detection && turnDetection(detection) },
  }),
  answerRequest: { type: 'response.create', response: { modalities: ['text', 'audio'] } },
  momentRequest: {
    type: 'response.create',
    response: {
      modalities: ['text', 'audio'],
      instructions:
        'Say in a few words, in the language of the conversation, that this takes a moment. Say nothing else and promise nothing.',
    },
  },
  verbatimRequest: (text) => ({
    type: 'conversation.item.create',
    item: {
      type: 'force_message',
      role: 'assistant',
      content: [{ type: 'output_text', text }],
      interruptible: true,
    },
  }),
  cancelRequest: () => ({ type: 'response.cancel' }),
};

const turnDetection = ({ threshold, silenceDurationMs, prefixPaddingMs }: TurnDetection): JsonObject => ({
  type: 'server_vad',
  threshold: Math.min(0.9, Math.max(0.1, threshold)),
  silence_duration_ms: silenceDurationMs,
  prefix_padding_ms: prefixPaddingMs,
});
