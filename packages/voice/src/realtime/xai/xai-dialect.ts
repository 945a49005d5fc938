import type { TurnDetection } from '../../contracts/realtime-provider.ts';
import type { RealtimeSessionConfig } from '../../contracts/realtime-provider.ts';
import type { JsonObject } from '../../wire/json.ts';
import type { RealtimeDialect } from '../protocol/dialect.ts';
import { functionTools } from '../protocol/tools.ts';
import { xai } from './descriptor.ts';

/** G.711 μ-law in JSON both ways: the caller's bytes are the provider's bytes. */
const TELEPHONE_AUDIO = { format: { type: 'audio/pcmu' }, transport: 'json' };
const TRANSCRIPTION_MODEL = 'grok-transcribe';

/** Our tools, and xAI's own, which it runs by itself. */
const toolsOf = ({ tools, nativeTools = [] }: Pick<RealtimeSessionConfig, 'tools' | 'nativeTools'>): JsonObject[] => [
  ...functionTools(tools),
  ...nativeTools.map((tool) =>
    tool.name === 'x_search' && tool.handles.length > 0
      ? { type: tool.name, allowed_x_handles: [...tool.handles] }
      : { type: tool.name },
  ),
];

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
      tools: toolsOf(config),
    },
  }),
  changeRequest: ({ instructions, tools, nativeTools }) => ({
    type: 'session.update',
    session: {
      ...(instructions !== undefined && { instructions }),
      // The list replaces the one before.
      ...(tools && { tools: toolsOf({ tools, nativeTools }) }),
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
